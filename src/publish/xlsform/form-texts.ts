/** The texts of a form while it is compiled: per language, and those of the columns without a language. */
import type { CompiledForm, Expression, FormTextKey } from "../../core/form/model.ts";
import type { Row } from "./columns.ts";
import type { Cell } from "./sheet.ts";

type CompiledText = string | readonly (string | { readonly out: Expression })[];

export class FormTexts {
  readonly #texts = new Map<string, Map<FormTextKey, CompiledText>>();
  readonly #defaultLanguage: string;
  /** Parses the inside of `${...}` at a cell; undefined when it is faulty and was reported. */
  readonly #output: (name: string, cell: Cell) => Expression | undefined;

  constructor(from: { defaultLanguage: string; output: (name: string, cell: Cell) => Expression | undefined }) {
    this.#defaultLanguage = from.defaultLanguage;
    this.#output = from.output;
  }

  /** Takes a row's texts of a field; the key, or undefined when the row has none. */
  take({ row, field, key }: { row: Row; field: string; key: FormTextKey }): FormTextKey | undefined {
    const found = row.texts(field);
    for (const { language, cell } of found) this.#of(language ?? this.#defaultLanguage).set(key, this.#compile(cell));
    return found.length > 0 ? key : undefined;
  }

  languages(): readonly string[] {
    return [...this.#texts.keys()];
  }

  all(): CompiledForm["texts"] {
    return Object.fromEntries([...this.#texts].map(([language, texts]) => [language, Object.fromEntries(texts)]));
  }

  #of(language: string): Map<FormTextKey, CompiledText> {
    const texts = this.#texts.get(language) ?? new Map<FormTextKey, CompiledText>();
    this.#texts.set(language, texts);
    return texts;
  }

  #compile(cell: Cell): CompiledText {
    const parts = cell.text.split(/\$\{\s*([^}\s]+)\s*\}/);
    if (parts.length === 1) return cell.text;
    return parts.flatMap((part, index): (string | { out: Expression })[] => {
      if (index % 2 === 0) return part ? [part] : [];
      const out = this.#output(part, cell);
      return out === undefined ? [] : [{ out }];
    });
  }
}
