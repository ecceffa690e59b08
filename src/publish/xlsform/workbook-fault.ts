import { type Cell, columnLetters } from "./sheet.ts";

/** What is wrong with a workbook: file, sheet, row and column from 1, and the cure. `line` is the row, for lists with other files. */
export type WorkbookFault = {
  readonly severity: "error" | "warning";
  readonly file: string;
  readonly line: number;
  readonly sheet: string;
  readonly row: number;
  readonly column: number;
  readonly what: string;
  readonly cure: string;
};

/** Collects the faults of one workbook, so that an editor sees all of them at once. */
export class FaultList {
  readonly #file: string;
  readonly #faults: WorkbookFault[] = [];
  constructor(file: string) {
    this.#file = file;
  }

  add(
    severity: WorkbookFault["severity"],
    at: { sheet: string; cell: Pick<Cell, "row" | "column"> | undefined },
    what: string,
    cure: string,
  ): void {
    const { row, column } = at.cell ?? { row: 1, column: 1 };
    this.#faults.push({
      severity,
      file: this.#file,
      line: row,
      sheet: at.sheet,
      row,
      column,
      what: `sheet ${at.sheet}, cell ${columnLetters(column)}${row}: ${what}`,
      cure,
    });
  }

  all(): readonly WorkbookFault[] {
    const rank = ({ severity, row, column }: WorkbookFault) => (severity === "error" ? 0 : 1e9) + row * 20_000 + column;
    return [...this.#faults].sort((a, b) => rank(a) - rank(b));
  }

  hasErrors(): boolean {
    return this.#faults.some(({ severity }) => severity === "error");
  }
}
