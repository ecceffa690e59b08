/** Visible words in the language of a test, read from the same catalogues and workbooks as the app, never from its code. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import PO from "pofile";

const root = join(import.meta.dirname, "../..");
/** The interface has a catalogue for the first screens, for those of the device, and for the desk (lingui.config.ts). */
const areas = ["", "app/", "desk/"];
const parsed = new Map<string, ReadonlyMap<string, string>>();

/** Translations of a catalogue by their source; none when there is no such file. */
function catalogue(file: string): ReadonlyMap<string, string> {
  const before = parsed.get(file);
  if (before) return before;
  const path = join(root, file);
  const items = existsSync(path) ? PO.parse(readFileSync(path, "utf8")).items : [];
  const found = new Map<string, string>();
  // Of two items with the same source the first one counts.
  for (const { msgid, msgstr } of items) if (!found.has(msgid)) found.set(msgid, msgstr[0] ?? "");
  parsed.set(file, found);
  return found;
}

/** An interface text in a language; its English source where it is not translated, as the app shows it. */
export function interfaceText(language: string, source: string): string {
  const translations = areas.map((area) => catalogue(`locales/${area}${language}.po`).get(source));
  return translations.find((one) => one !== undefined && one !== "") ?? source;
}

/** The same as a pattern; what stands in braces may be anything. */
export function interfacePattern(language: string, source: string): RegExp {
  const parts = interfaceText(language, source).split(/\{[^{}]*\}/);
  return new RegExp(parts.map(escapePattern).join(".+"), "u");
}

export const escapePattern = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A text of the example town in a language. */
export const contentText = (language: string, source: string): string =>
  catalogue(`content/example-town/locales/${language}.po`).get(source) || source;

type Row = Readonly<Record<string, string>>;

/** Rows of a sheet of a workbook that is written as Markdown tables. */
function rowsOf(form: string, sheet: string): readonly Row[] {
  const lines = readFileSync(join(root, `content/example-town/forms/${form}.md`), "utf8").split("\n");
  const cells = lines
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const from = cells.findIndex(([name]) => name === sheet) + 1;
  const until = cells.findIndex(([name], index) => index >= from && name !== "");
  const [heads = [], ...rows] = cells.slice(from, until < 0 ? undefined : until);
  return rows.map((row) => Object.fromEntries(heads.map((head, index) => [head, row[index] ?? ""])));
}

function labelIn(row: Row | undefined, language: string, what: string): string {
  const head = Object.keys(row ?? {}).find((name) => name.startsWith("label::") && name.endsWith(`(${language})`));
  const label = head === undefined ? undefined : row?.[head];
  if (!label) throw new Error(`${what} has no label in ${language}`);
  return label;
}

/** Label of a question or of a group. */
export const questionLabel = (of: { form: string; name: string; language: string }): string =>
  labelIn(
    rowsOf(of.form, "survey").find(({ type, name }) => name === of.name && type !== "end_group"),
    of.language,
    `${of.form}: ${of.name}`,
  );

export const choiceLabel = (of: { form: string; list: string; name: string; language: string }): string =>
  labelIn(
    rowsOf(of.form, "choices").find(({ list_name, name }) => list_name === of.list && name === of.name),
    of.language,
    `${of.form}: ${of.list} ${of.name}`,
  );
