import type { CompiledForm } from "../../core/form/model.ts";
import type { Place } from "../../core/place.ts";
import type { LanguageBlock, Text, TextId, TextOrigin } from "../../core/text.ts";
import type { Catalogue } from "../content/catalogue.ts";
import type { LoadedPlace, Sourced, SourceText } from "../content/load-place.ts";
import { type ItemKind, mapTexts } from "../content/text-fields.ts";
import { markdownToTree } from "../markdown/markdown-to-tree.ts";
import { plainTextOf } from "../markdown/tree-shape.ts";

/** A place as it is published: its structure, and its texts by language. The same files give the same value. */
export type CompiledPlace = { readonly place: Place; readonly texts: ReadonlyMap<string, LanguageBlock> };

/** A compiled form and the hash of its block. */
export type VersionedForm = { readonly form: CompiledForm; readonly version: string };

const byId = (a: { readonly id: string }, b: { readonly id: string }): number =>
  a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

function withIds<T extends { readonly id: string }>(kind: ItemKind, items: readonly Sourced<T>[]): readonly T[] {
  return items.map(({ item }) => mapTexts(kind, item, ({ id }) => id)).sort(byId);
}

function compileStructure(loaded: LoadedPlace, forms: ReadonlyMap<string, VersionedForm>): Place {
  return {
    ...mapTexts("place", loaded.sheet.item, ({ id }) => id),
    v: 1,
    procedures: withIds("procedure", loaded.procedures),
    pages: withIds("page", loaded.pages),
    documents: withIds("document", loaded.documents),
    offices: withIds("office", loaded.offices),
    officeKinds: withIds("office-kind", loaded.officeKinds),
    terms: withIds("term", loaded.terms),
    forms: withIds("form", loaded.forms).map((sheet) => {
      const version = forms.get(sheet.id)?.version;
      if (version === undefined) throw new Error(`the form ${sheet.id} was not compiled`);
      return { ...sheet, version };
    }),
  };
}

const compileText = ({ style }: SourceText, text: string): Text =>
  style === "rich" ? markdownToTree(text).tree : text;

const wordsIn = (text: Text): number =>
  (typeof text === "string" ? text : plainTextOf(text)).split(/\s+/u).filter((word) => word !== "").length;

/** Reviews that the catalogue names; a text is `machine` or `imported` until an outside person reviewed it. */
function reviewsOf(catalogue: Catalogue | undefined, texts: Record<TextId, Text>): Record<TextId, TextOrigin> {
  const origins: Record<TextId, TextOrigin> = {};
  for (const { id, reviewed } of catalogue?.entries.values() ?? [])
    if (reviewed && Object.hasOwn(texts, id)) origins[id] = { kind: "reviewed", ...reviewed };
  return origins;
}

function compileLanguage(loaded: LoadedPlace, language: string): LanguageBlock {
  const { sourceLanguage, importedFrom } = loaded.sheet.item;
  const catalogue = loaded.catalogues.get(language);
  const isSource = language === sourceLanguage;
  const texts: Record<TextId, Text> = {};
  const stale: TextId[] = [];
  for (const [id, source] of loaded.texts) {
    const entry = catalogue?.entries.get(id);
    // A text that is empty in the source is empty in every language, not missing.
    const text = isSource || source.text === "" ? source.text : (entry?.translation ?? "");
    if (text === "" && source.text !== "") continue;
    texts[id] = compileText(source, text);
    if (entry && (entry.isFuzzy || entry.source !== source.text)) stale.push(id);
  }
  const kind = isSource ? (importedFrom === undefined ? "machine" : "imported") : (catalogue?.origin ?? "machine");
  const origins = reviewsOf(catalogue, texts);
  return {
    v: 1,
    language,
    origin: { kind, ...(importedFrom === undefined ? {} : { from: importedFrom }) },
    texts,
    ...(Object.keys(origins).length > 0 ? { origins } : {}),
    ...(stale.length > 0 ? { stale: stale.sort() } : {}),
    words: Object.values(texts).reduce((sum, text) => sum + wordsIn(text), 0),
  };
}

/** Compiles a checked place; `forms` by id. */
export function compilePlace(loaded: LoadedPlace, forms: ReadonlyMap<string, VersionedForm>): CompiledPlace {
  return {
    place: compileStructure(loaded, forms),
    texts: new Map(loaded.sheet.item.languages.map((language) => [language, compileLanguage(loaded, language)])),
  };
}
