/** A workbook as rows of texts, each cell with its address. */

export type Cell = { readonly row: number; readonly column: number; readonly text: string };
/** Header names with their cells, and the rows below; rows and columns count from 1. */
export type Sheet = {
  readonly name: string;
  readonly headers: readonly Cell[];
  readonly rows: readonly (readonly Cell[])[];
};
export type WorkbookWarning = {
  readonly cell: Cell;
  readonly sheet: string;
  readonly what: string;
  readonly cure: string;
};
export type Workbook = { readonly sheets: readonly Sheet[]; readonly warnings: readonly WorkbookWarning[] };

/** A1's letters: 1 is A, 27 is AA. */
export function columnLetters(column: number): string {
  const rest = Math.floor((column - 1) / 26);
  return (rest > 0 ? columnLetters(rest) : "") + String.fromCharCode(65 + ((column - 1) % 26));
}

/** A file that is no workbook we can take in; nothing of it is used. */
export class WorkbookRefused extends Error {
  override readonly name = "WorkbookRefused";
  readonly cure: string;
  constructor(what: string, cure: string, options?: ErrorOptions) {
    super(what, options);
    this.cure = cure;
  }
}

/** Splits off the header row; empty rows are passed over. */
export function sheetOf(name: string, rows: readonly (readonly Cell[])[]): Sheet {
  const filled = rows.map((row) => row.filter((cell) => cell.text !== "")).filter((row) => row.length > 0);
  const [headers = [], ...rest] = filled;
  return { name: name.trim().toLowerCase(), headers, rows: rest };
}
