import { existsSync, readFileSync } from "node:fs";
import { basename, extname } from "node:path";
import type { Command } from "commander";
import { formatFault, InputError } from "../../publish/content/fault.ts";
import { compileWorkbook } from "../../publish/xlsform/compile-workbook.ts";

/** `passerelle form check`: what is wrong with a workbook, by sheet, row and column. */
export function registerFormCommand(program: Command): void {
  program
    .command("form")
    .description("check XLSForm workbooks")
    .command("check")
    .description("compile workbooks and name sheet, row, column and cure of every fault")
    .argument("<workbook...>", ".xlsx files, or .md files with the same tables")
    .action((files: string[]) => {
      let errors = 0;
      for (const file of files) {
        if (!existsSync(file)) throw new InputError(`${file}: there is no such file`, "check the name of the file");
        const { faults } = compileWorkbook({ file, bytes: readFileSync(file), id: basename(file, extname(file)) });
        for (const fault of faults) console.log(formatFault(fault));
        errors += faults.filter((fault) => fault.severity === "error").length;
      }
      console.log(`${errors} error(s) in ${files.length} workbook(s)`);
      if (errors > 0) process.exitCode = 2;
    });
}
