/** Compiles an XLSForm workbook to the form that devices run. */
import type {
  ChoiceItem,
  CompiledForm,
  Expression,
  FormNode,
  GroupNode,
  QuestionNode,
  QuestionType,
} from "../../core/form/model.ts";
import {
  columnsOf,
  type Row,
  rowsOf,
  settingsFields,
  silentFields,
  surveyFields,
  translatedFields,
} from "./columns.ts";
import { findCycle } from "./find-cycle.ts";
import { FormTexts } from "./form-texts.ts";
import { ExpressionFault, parseExpression } from "./parse-expression.ts";
import { readMarkdown } from "./read-markdown.ts";
import { readXlsx } from "./read-xlsx.ts";
import { type Cell, type Sheet, type Workbook, WorkbookRefused } from "./sheet.ts";
import { FaultList, type WorkbookFault } from "./workbook-fault.ts";

export type CompiledWorkbook = { readonly form: CompiledForm | null; readonly faults: readonly WorkbookFault[] };

const plainTypes: ReadonlySet<string> = new Set([
  "text",
  "integer",
  "decimal",
  "date",
  "note",
  "calculate",
  "image",
  "acknowledge",
]);
const typeAliases: Readonly<Record<string, string>> = {
  int: "integer",
  string: "text",
  photo: "image",
  trigger: "acknowledge",
};
const names = /^[A-Za-z_][\w.-]*$/;

/** A question, the beginning or end of a group, or a type that is not taken. */
type RowType =
  | { readonly kind: "question"; readonly type: QuestionType; readonly list: string | null }
  | { readonly kind: "begin" }
  | { readonly kind: "end" }
  | { readonly kind: "other" };

function rowTypeOf(text: string): RowType {
  const written = text.trim().replaceAll(/\s+/g, " ");
  const lower = written.toLowerCase();
  if (/^begin[ _]group$/.test(lower)) return { kind: "begin" };
  if (/^end[ _]group$/.test(lower)) return { kind: "end" };
  const select = /^select[ _](one|multiple) (?:from )?(\S+)$/i.exec(written);
  if (select)
    return {
      kind: "question",
      type: select[1]?.toLowerCase() === "one" ? "select_one" : "select_multiple",
      list: select[2] ?? "",
    };
  const plain = typeAliases[lower] ?? lower;
  // The set holds exactly the names of the question types without a list.
  return plainTypes.has(plain) ? { kind: "question", type: plain as QuestionType, list: null } : { kind: "other" };
}

function readWorkbook(file: string, bytes: Uint8Array): Workbook {
  if (file.endsWith(".md")) return readMarkdown(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  if (file.endsWith(".xlsx")) return readXlsx(bytes);
  throw new WorkbookRefused("the file is no workbook", "give a .xlsx file or Markdown tables in a .md file");
}

/**
 * Compiles a workbook. `form` is null when a fault is an error; every fault names sheet, cell and cure.
 * @param id and `title` stand in for those of the settings sheet
 */
export function compileWorkbook({
  file,
  bytes,
  id,
  title,
}: {
  file: string;
  bytes: Uint8Array;
  id?: string;
  title?: string;
}): CompiledWorkbook {
  const faults = new FaultList(file);
  let workbook: Workbook;
  try {
    workbook = readWorkbook(file, bytes);
  } catch (error) {
    const cure = error instanceof WorkbookRefused ? error.cure : "save the file again as UTF-8 text";
    faults.add("error", { sheet: "-", cell: undefined }, error instanceof Error ? error.message : String(error), cure);
    return { form: null, faults: faults.all() };
  }
  const form = new WorkbookCompiler({ workbook, faults }).compile({ id, title });
  return { form: faults.hasErrors() ? null : form, faults: faults.all() };
}

class WorkbookCompiler {
  readonly #faults: FaultList;
  readonly #workbook: Workbook;
  readonly #survey: Sheet;
  readonly #rows: readonly Row[];
  readonly #paths = new Map<string, string>();
  readonly #cells = new Map<string, Cell>();
  readonly #lists = new Map<string, ChoiceItem[]>();
  readonly #choiceFields = new Set(["name", "label"]);
  readonly #texts: FormTexts;
  readonly #settings: Row | undefined;

  constructor({ workbook, faults }: { workbook: Workbook; faults: FaultList }) {
    this.#workbook = workbook;
    this.#faults = faults;
    for (const { cell, sheet, what, cure } of workbook.warnings) faults.add("warning", { sheet, cell }, what, cure);
    const survey = this.#sheet("survey");
    if (!survey)
      faults.add(
        "error",
        { sheet: "survey", cell: undefined },
        "the sheet is missing",
        "name the sheet with the questions survey",
      );
    this.#survey = survey ?? { name: "survey", headers: [], rows: [] };
    this.#rows = rowsOf(this.#survey, columnsOf(this.#survey));
    const settings = this.#sheet("settings");
    this.#settings = settings ? rowsOf(settings, columnsOf(settings))[0] : undefined;
    this.#texts = new FormTexts({
      defaultLanguage: this.#defaultLanguage(),
      output: (name, cell) => this.#parse(`\${${name}}`, { cell, self: null, isFilter: false }),
    });
  }

  compile({ id, title }: { id?: string | undefined; title?: string | undefined }): CompiledForm {
    this.#checkColumns();
    this.#placeNames();
    this.#readChoices();
    const children = this.#readSurvey();
    const cycle = findCycle(children);
    if (cycle) {
      const [first = ""] = cycle;
      this.#error(
        this.#cells.get(first),
        `${cycle.join(" needs ")}: the questions wait for each other`,
        "take one of these references out",
      );
    }
    const setting = (field: string) => this.#settings?.get(field)?.text;
    const formId = id ?? setting("form_id") ?? setting("id_string") ?? "form";
    const languages = this.#texts.languages();
    return {
      v: 1,
      id: formId,
      title: title ?? setting("form_title") ?? setting("title") ?? formId,
      formVersion: setting("version") ?? "",
      languages: languages.length > 0 ? languages : [this.#defaultLanguage()],
      defaultLanguage: this.#defaultLanguage(),
      children,
      choices: Object.fromEntries(this.#lists),
      texts: this.#texts.all(),
    };
  }

  #sheet(name: string): Sheet | undefined {
    return this.#workbook.sheets.find((sheet) => sheet.name === name);
  }

  #error(cell: Pick<Cell, "row" | "column"> | undefined, what: string, cure: string, sheet = "survey"): void {
    this.#faults.add("error", { sheet, cell }, what, cure);
  }

  /** `English (en)` in the settings, else the first language of the survey's columns, else English. */
  #defaultLanguage(): string {
    const named = this.#settings?.get("default_language")?.text;
    if (named) return /\(([A-Za-z-]{2,12})\)\s*$/.exec(named)?.[1] ?? named;
    const columns = columnsOf(this.#survey);
    const hasPlain = columns.some(({ field, language }) => translatedFields.has(field) && language === null);
    return (hasPlain ? undefined : columns.find(({ language }) => language !== null)?.language) ?? "en";
  }

  #checkColumns(): void {
    for (const sheet of this.#workbook.sheets) {
      const known = sheet.name === "survey" ? surveyFields : sheet.name === "settings" ? settingsFields : null;
      const seen = new Set<string>();
      if (!known && sheet.name !== "choices") {
        this.#faults.add(
          "warning",
          { sheet: sheet.name, cell: sheet.headers[0] },
          "the sheet is not read",
          "name it survey, choices or settings, or delete it",
        );
        continue;
      }
      for (const { field, language, cell } of columnsOf(sheet)) {
        const both = `${field}::${language ?? ""}`;
        if (seen.has(both)) this.#error(cell, `the column ${cell.text} stands twice`, "delete one", sheet.name);
        seen.add(both);
        // What a column of the survey says would be lost: a misspelt condition would ask everybody.
        const isLost =
          sheet.name === "survey" && sheet.rows.some((cells) => cells.some(({ column }) => column === cell.column));
        if (known && !known.has(field) && !silentFields.has(field))
          this.#faults.add(
            isLost ? "error" : "warning",
            { sheet: sheet.name, cell },
            `the column "${cell.text}" is unknown and not read`,
            `correct its name (known: ${[...known].join(", ")}), call it notes, or delete it`,
          );
      }
    }
  }

  #readChoices(): void {
    const sheet = this.#sheet("choices");
    if (!sheet) return;
    const columns = columnsOf(sheet);
    const allowsDuplicates = /^(yes|true|true\(\))$/i.test(this.#settings?.get("allow_choice_duplicates")?.text ?? "");
    for (const { field } of columns) if (!translatedFields.has(field)) this.#choiceFields.add(field);
    for (const row of rowsOf(sheet, columns)) {
      const list = row.get("list_name");
      const name = row.get("name") ?? row.get("value");
      const at = list ?? name ?? { row: row.row, column: 1 };
      if (!list || !name) {
        this.#error(at, `the choice has no ${list ? "name" : "list_name"}`, "fill the cell", "choices");
        continue;
      }
      if (/\s/.test(name.text))
        this.#error(name, `the name "${name.text}" has a space`, "use a name without spaces", "choices");
      const items = this.#lists.get(list.text) ?? [];
      if (!allowsDuplicates && items.some((item) => item.name === name.text))
        this.#error(
          name,
          `"${name.text}" stands twice in the list ${list.text}`,
          "give each choice its own name",
          "choices",
        );
      const key = `choices/${list.text}/${name.text}`;
      const label = this.#texts.take({ row, field: "label", key });
      if (!label)
        this.#faults.add(
          "warning",
          { sheet: "choices", cell: name },
          "the choice has no label",
          "write what people read",
        );
      const fields = columns
        .filter(({ field }) => !translatedFields.has(field) && !["list_name", "name", "value"].includes(field))
        .flatMap(({ field }) => {
          const cell = row.get(field);
          return cell ? [[field, cell.text] as const] : [];
        });
      items.push({
        name: name.text,
        label: label ?? name.text,
        ...(fields.length > 0 ? { fields: Object.fromEntries(fields) } : {}),
      });
      this.#lists.set(list.text, items);
    }
  }

  /** First pass: every name with its path, since an expression may look ahead. */
  #placeNames(): void {
    const groups: string[] = [];
    for (const row of this.#rows) {
      const kind = rowTypeOf(row.get("type")?.text ?? "").kind;
      const name = row.get("name");
      if (kind === "end") groups.pop();
      if ((kind !== "question" && kind !== "begin") || !name) continue;
      const path = `/${[...groups, name.text].join("/")}`;
      if (!names.test(name.text))
        this.#error(name, `"${name.text}" is no name`, "use letters, digits, _ and -, beginning with a letter");
      if (this.#paths.has(name.text))
        this.#error(name, `the name "${name.text}" stands twice`, "give each question its own name");
      this.#paths.set(name.text, path);
      this.#cells.set(path, name);
      if (kind === "begin") groups.push(name.text);
    }
  }

  #readSurvey(): readonly FormNode[] {
    const top: FormNode[] = [];
    const open: { node: GroupNode; children: FormNode[]; cell: Cell }[] = [];
    for (const row of this.#rows) {
      const type = row.get("type");
      if (!type) {
        this.#error({ row: row.row, column: 1 }, "the row has no type", "fill the cell or delete the row");
        continue;
      }
      const rowType = rowTypeOf(type.text);
      const into = open.at(-1)?.children ?? top;
      if (rowType.kind === "end") {
        if (!open.pop()) this.#error(type, "there is no group to end", "delete the row or begin the group");
        continue;
      }
      if (rowType.kind === "other") {
        this.#error(
          type,
          `the type "${type.text}" is not supported`,
          "use one of text, integer, decimal, date, select_one LIST, select_multiple LIST, note, calculate, image, acknowledge, begin_group, end_group",
        );
        continue;
      }
      const name = row.get("name");
      if (!name) {
        this.#error(type, "the row has no name", "give it a name");
        continue;
      }
      const path = this.#paths.get(name.text) ?? `/${name.text}`;
      const label = this.#texts.take({ row, field: "label", key: `${path}:label` });
      const common = {
        path,
        ...(label ? { label } : {}),
        ...this.#expressions(row, path, ["relevant"]),
        ...this.#plain(row, { appearance: "appearance" }),
      };
      if (rowType.kind === "begin") {
        const children: FormNode[] = [];
        const node: GroupNode = { kind: "group", ...common, children };
        open.push({ node, children, cell: type });
        into.push(node);
      } else into.push(this.#question({ row, rowType, common, type }));
    }
    for (const { cell } of open) this.#error(cell, "the group is not ended", "add a row end_group");
    return top;
  }

  #question({
    row,
    rowType,
    common,
    type,
  }: {
    row: Row;
    rowType: Extract<RowType, { kind: "question" }>;
    common: Pick<QuestionNode, "path" | "label" | "relevant" | "appearance">;
    type: Cell;
  }): QuestionNode {
    const { path } = common;
    if (!common.label && rowType.type !== "calculate")
      this.#faults.add(
        "warning",
        { sheet: "survey", cell: type },
        "the question has no label",
        "write what people read",
      );
    if (rowType.list !== null && !this.#lists.has(rowType.list))
      this.#error(type, `there is no list "${rowType.list}"`, "add it to the sheet choices or correct the name");
    const calculation = row.get("calculation");
    if (rowType.type === "calculate" && !calculation)
      this.#error(type, "a calculate without a calculation", "fill the column calculation");
    const text = (field: string) => this.#texts.take({ row, field, key: `${path}:${field}` });
    const hint = text("hint");
    const why = text("why");
    const reader = text("reader");
    const requiredMessage = text("required_message");
    const constraintMessage = text("constraint_message");
    return {
      kind: "question",
      type: rowType.type,
      ...common,
      ...(hint ? { hint } : {}),
      ...(why ? { why } : {}),
      ...(reader ? { reader } : {}),
      ...(requiredMessage ? { requiredMessage } : {}),
      ...(constraintMessage ? { constraintMessage } : {}),
      ...this.#plain(row, { meaning: "meaning" }),
      ...this.#expressions(row, path, ["required", "constraint", "calculation", "default", "choice_filter"]),
      ...(/^(yes|true|true\(\))$/i.test(row.get("read_only")?.text ?? "") ? { readOnly: true } : {}),
      ...(rowType.list === null ? {} : { choices: rowType.list }),
    };
  }

  #plain<Field extends "meaning" | "appearance">(
    row: Row,
    fields: Readonly<Partial<Record<Field, Field>>>,
  ): Partial<Record<Field, string>> {
    // Only the keys asked for are filled.
    return Object.fromEntries(
      Object.keys(fields).flatMap((field) => {
        const cell = row.get(field);
        return cell ? [[field, cell.text]] : [];
      }),
    ) as Partial<Record<Field, string>>;
  }

  #expressions(
    row: Row,
    path: string,
    fields: readonly string[],
  ): Partial<Pick<QuestionNode, "relevant" | "required" | "constraint" | "calculation" | "default" | "choiceFilter">> {
    const found: Record<string, Expression> = {};
    for (const field of fields) {
      const cell = row.get(field);
      if (!cell) continue;
      const key = field === "choice_filter" ? "choiceFilter" : field;
      if (field === "required" && /^(no|false|false\(\))$/i.test(cell.text)) continue;
      if (field === "required" && /^(yes|true|true\(\))$/i.test(cell.text)) found[key] = ["true"];
      // A default without operators, calls and references is a plain text.
      else if (field === "default" && !/[(){}$]/.test(cell.text)) found[key] = cell.text;
      else {
        const expression = this.#parse(cell.text, { cell, self: path, isFilter: field === "choice_filter" });
        if (expression !== undefined) found[key] = expression;
      }
    }
    return found;
  }

  #parse(
    source: string,
    { cell, self, isFilter }: { cell: Cell; self: string | null; isFilter: boolean },
  ): Expression | undefined {
    try {
      return parseExpression(source, {
        pathOf: (name) => this.#paths.get(name),
        self,
        choiceFields: isFilter ? this.#choiceFields : new Set(),
      });
    } catch (error) {
      if (!(error instanceof ExpressionFault)) throw error;
      this.#error(cell, error.message, error.cure);
      return undefined;
    }
  }
}
