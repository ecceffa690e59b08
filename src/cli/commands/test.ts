import { spawn } from "node:child_process";
import type { Command } from "commander";
import { inProject, projectRoot } from "../project-root.ts";

/** Runs a script of the project in its own process and takes over its exit status. */
export function runScript(file: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [inProject(file), ...args], { cwd: projectRoot, stdio: "inherit" });
    child.on("error", reject);
    child.on("exit", (status) => {
      process.exitCode = status ?? 1;
      resolve();
    });
  });
}

/** `passerelle test`: all suites; what follows is passed on. */
export function registerTestCommand(program: Command): void {
  program
    .command("test")
    .description("run all tests; installs a browser for them when the machine has none")
    .argument("[args...]", "passed on to tests/run.ts")
    .allowUnknownOption()
    .action((args: string[]) => runScript("tests/run.ts", args));
}
