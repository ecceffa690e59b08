/** The `passerelle` command. */
import { buildProgram } from "./program.ts";
import { runCommand } from "./run-command.ts";

process.exitCode = await runCommand(buildProgram(), process.argv.slice(2));
