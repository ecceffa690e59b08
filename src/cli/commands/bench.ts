import type { Command } from "commander";
import { runScript } from "./test.ts";

type BenchOptions = { readonly rounds?: string; readonly full: boolean; readonly plant: boolean };

/** `passerelle bench`: the budgets, each beside its reference in the same run; exit status 1 when one is missed. */
export function registerBenchCommand(program: Command): void {
  program
    .command("bench")
    .description("measure the budgets, each beside a reference in the same run (docs/benchmarks.md)")
    .argument("[names...]", "only these measurements")
    .option("--rounds <n>", "how often each is measured; 7 by default, fewer decide nothing")
    .option("--full", "the full sizes, which take long", false)
    .option("--plant", "put in a fault where there is one to put in; its budget must then be missed", false)
    .action((names: string[], { rounds, full, plant }: BenchOptions) =>
      runScript("tests/bench/run.ts", [
        ...names,
        ...(rounds === undefined ? [] : ["--rounds", rounds]),
        ...(full ? ["--full"] : []),
        ...(plant ? ["--plant"] : []),
      ]),
    );
}
