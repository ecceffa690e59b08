import { existsSync } from "node:fs";
import type { Command } from "commander";
import { InputError } from "../../publish/content/fault.ts";
import { buildApp } from "../build-app.ts";

/** `passerelle build`: the app and the page renderer, with the public roots compiled in. */
export function registerBuildCommand(program: Command): void {
  program
    .command("build")
    .description("build the app into dist/, with the public halves of the roots compiled in")
    .option("--roots <file>", "roots.json that `keys root` wrote", "data/keys/roots.json")
    .option("--force", "build also when nothing changed", false)
    .action(async ({ roots, force }: { roots: string; force: boolean }) => {
      if (!existsSync(roots))
        throw new InputError(
          `--roots ${roots}: there is no such file`,
          "make a root with `passerelle keys root`, or start once for practice keys",
        );
      const isNew = await buildApp({ rootsFile: roots, force });
      console.log(isNew ? "The app was built into dist/." : "Nothing changed since the last build.");
    });
}
