import { Command, CommanderError } from "commander";
import { InputError } from "../publish/content/fault.ts";

/** Exit statuses: 0 done, 1 our own fault, 2 what was given cannot be used. */
export const exitStatus = { done: 0, fault: 1, badInput: 2 } as const;

/** A program whose mistakes in use end with exit status 2 and a pointer to the help. */
export function makeProgram(): Command {
  return new Command("passerelle")
    .description("Offline-first one-stop shop for people arriving in a new country")
    .showHelpAfterError("(add --help to see how it is used)")
    .exitOverride();
}

/** Commands inherit what happens on a wrong option. */
function overrideExits(command: Command): void {
  command.exitOverride().showHelpAfterError("(add --help to see how it is used)");
  for (const child of command.commands) overrideExits(child);
}

const isInputError = (error: unknown): error is Error & { readonly cure: string } =>
  error instanceof InputError || (error instanceof Error && "cure" in error && typeof error.cure === "string");

/** Runs one command line. Returns the exit status; prints what went wrong, where, and the cure. */
export async function runCommand(program: Command, args: readonly string[]): Promise<number> {
  overrideExits(program);
  try {
    await program.parseAsync([...args], { from: "user" });
    return typeof process.exitCode === "number" ? process.exitCode : exitStatus.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.done : exitStatus.badInput;
    if (isInputError(error)) {
      console.error(`passerelle: ${error.message}\nCure: ${error.cure}.`);
      return exitStatus.badInput;
    }
    console.error(error);
    return exitStatus.fault;
  }
}
