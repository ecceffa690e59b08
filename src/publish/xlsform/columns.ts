/** The columns of XLSForm (https://xlsform.org/en/ref-table/) that are read, with pyxform's aliases. */
import type { Cell, Sheet } from "./sheet.ts";

export type Column = { readonly field: string; readonly language: string | null; readonly cell: Cell };

const aliases: Readonly<Record<string, string>> = {
  relevance: "relevant",
  readonly: "read_only",
  calculate: "calculation",
  caption: "label",
  constraint_msg: "constraint_message",
  required_msg: "required_message",
  "list name": "list_name",
};
export const translatedFields: ReadonlySet<string> = new Set([
  "label",
  "hint",
  "constraint_message",
  "required_message",
  "why",
  "reader",
]);
export const surveyFields: ReadonlySet<string> = new Set([
  "type",
  "name",
  "label",
  "hint",
  "required",
  "required_message",
  "relevant",
  "constraint",
  "constraint_message",
  "calculation",
  "default",
  "choice_filter",
  "appearance",
  "read_only",
  "why",
  "reader",
  "meaning",
]);
/** Columns without a meaning here that authors keep for themselves or other tools. */
export const silentFields: ReadonlySet<string> = new Set(["notes", "note", "comment", "comments"]);
export const settingsFields: ReadonlySet<string> = new Set([
  "form_title",
  "form_id",
  "id_string",
  "title",
  "version",
  "default_language",
  "allow_choice_duplicates",
]);

/** `label::French (fr)` is the field `label` in `fr`; `label` is the field in the default language (null). */
export function columnOf(cell: Cell): Column {
  const [name = "", ...rest] = cell.text.split(/::?/);
  const written = name.trim().toLowerCase();
  const field = aliases[written] ?? written;
  const language = rest.join("::").trim();
  if (!language) return { field, language: null, cell };
  const code = /\(([A-Za-z-]{2,12})\)\s*$/.exec(language)?.[1] ?? language;
  return { field, language: code, cell };
}

export const columnsOf = (sheet: Sheet): readonly Column[] => sheet.headers.map(columnOf);

/** One row by field; translated fields by language, with null for the column without one. */
export type Row = {
  readonly row: number;
  readonly get: (field: string) => Cell | undefined;
  readonly texts: (field: string) => readonly { readonly language: string | null; readonly cell: Cell }[];
};

export const rowsOf = (sheet: Sheet, columns: readonly Column[]): readonly Row[] =>
  sheet.rows.map((cells) => {
    const of = (column: Column) => cells.find((cell) => cell.column === column.cell.column);
    return {
      row: cells[0]?.row ?? 0,
      get: (field) => columns.filter((column) => column.field === field).flatMap((column) => of(column) ?? [])[0],
      texts: (field) =>
        columns
          .filter((column) => column.field === field)
          .flatMap((column) => {
            const cell = of(column);
            return cell ? [{ language: column.language, cell }] : [];
          }),
    };
  });
