import type { Command } from "commander";
import { runScript } from "./test.ts";

/** `passerelle bench`: the budgets, each beside its reference in the same run. */
export function registerBenchCommand(program: Command): void {
  program
    .command("bench")
    .description("measure the budgets, each beside a reference in the same run")
    .argument("[names...]", "only these measurements")
    .action((names: string[]) => runScript("tests/bench/run.ts", names));
}
