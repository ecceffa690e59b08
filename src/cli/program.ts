import type { Command } from "commander";
import { registerBenchCommand } from "./commands/bench.ts";
import { registerBuildCommand } from "./commands/build.ts";
import { registerContentCommand } from "./commands/content.ts";
import { registerFormCommand } from "./commands/form-check.ts";
import { registerHubCommand } from "./commands/hub.ts";
import { registerKeysCommand } from "./commands/keys.ts";
import { registerPublishCommand } from "./commands/publish.ts";
import { registerStartCommand } from "./commands/start.ts";
import { registerTestCommand } from "./commands/test.ts";
import { makeProgram } from "./run-command.ts";

/** The `passerelle` command with all that it can do. */
export function buildProgram(): Command {
  const program = makeProgram();
  registerStartCommand(program);
  registerBuildCommand(program);
  registerPublishCommand(program);
  registerContentCommand(program);
  registerFormCommand(program);
  registerKeysCommand(program);
  registerHubCommand(program);
  registerBenchCommand(program);
  registerTestCommand(program);
  return program;
}
