/** Reads the Markdown tables that pyxform accepts: `| survey |` opens a sheet, its rows have an empty first cell. */
import { type Cell, type Sheet, sheetOf, type Workbook } from "./sheet.ts";

const isRule = (cells: readonly string[]) => cells.some(Boolean) && cells.every((cell) => /^:?-*:?$/.test(cell));

export function readMarkdown(text: string): Workbook {
  const sheets: Sheet[] = [];
  let name = "";
  let rows: (readonly Cell[])[] = [];
  const close = () => {
    if (name) sheets.push(sheetOf(name, rows));
    rows = [];
  };
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const trimmed = line.trim();
    if (!trimmed.startsWith("|")) continue;
    const cells = trimmed
      .replace(/^\|/, "")
      .replace(/\|$/, "")
      .split("|")
      .map((cell) => cell.trim());
    if (isRule(cells)) continue;
    const [first = "", ...rest] = cells;
    if (first) {
      close();
      name = first;
    }
    if (rest.some(Boolean)) rows.push(rest.map((cell, column) => ({ row: index + 1, column: column + 2, text: cell })));
  }
  close();
  return { sheets, warnings: [] };
}
