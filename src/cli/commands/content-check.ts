import type { Command } from "commander";
import { isoDate, ParseError } from "../../core/parse.ts";
import { checkContent } from "../../publish/content/check-content.ts";
import { formatFault, InputError } from "../../publish/content/fault.ts";

/** The date of an instant in UTC, `2026-11-24`. */
export const dateOf = (at: Date): string => at.toISOString().slice(0, 10);

/** Reads `--today`; the message names the option. */
export function parseToday(value: string): string {
  try {
    return isoDate(value, "--today");
  } catch (error) {
    if (error instanceof ParseError) throw new InputError(error.message, "write a date like 2026-11-24");
    throw error;
  }
}

/** Prints every fault of the given places; exit status 2 when one of them is an error. */
export function registerContentCheck(content: Command): void {
  content
    .command("check")
    .description("name file, line and cure of every fault in the content")
    .argument("<dir...>", "folders of places, for example content/eu")
    .option("--today <date>", "check review dates as of this day", dateOf(new Date()))
    .option("--no-warnings", "print errors only")
    .action(async (dirs: string[], options: { today: string; warnings: boolean }) => {
      const today = parseToday(options.today);
      const { checkForms } = await import("../../publish/content/check-forms.ts");
      let errors = 0;
      let warnings = 0;
      for (const dir of dirs) {
        const { place, faults } = checkContent({ dir: dir.replace(/\/+$/, ""), today });
        const all = [...faults, ...(place ? await checkForms(place) : [])];
        const shown = all.filter((fault) => options.warnings || fault.severity === "error");
        for (const fault of shown) console.log(formatFault(fault));
        errors += all.filter((fault) => fault.severity === "error").length;
        warnings += all.filter((fault) => fault.severity === "warning").length;
      }
      console.log(`${errors} error(s), ${warnings} warning(s) in ${dirs.length} place(s)`);
      if (errors > 0) process.exitCode = 2;
    });
}
