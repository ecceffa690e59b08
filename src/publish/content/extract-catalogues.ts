import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type CatalogueRow, formatCatalogue, parseCatalogue } from "./catalogue.ts";
import { ContentError, InputError } from "./fault.ts";
import { type LoadedPlace, loadPlace } from "./load-place.ts";

/** What was done to one catalogue. */
export type Extraction = {
  readonly language: string;
  readonly file: string;
  readonly texts: number;
  readonly translated: number;
  /** Translations whose source changed. */
  readonly stale: number;
  /** Entries of texts that are no more. */
  readonly removed: number;
};

/** Writes beside the file and renames, so that a reader never sees half a file. */
export function replaceFile(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  const beside = `${file}.${process.pid}.new`;
  writeFileSync(beside, content);
  renameSync(beside, file);
}

function extractLanguage(place: LoadedPlace, language: string): Extraction {
  const file = join(place.dir, "locales", `${language}.po`);
  const old = existsSync(file) ? parseCatalogue({ file, source: readFileSync(file, "utf8") }) : undefined;
  const errors = (old?.faults ?? []).filter((fault) => fault.severity === "error");
  if (errors.length > 0) throw new ContentError(errors);
  const entries = old?.catalogue.entries;
  const rows = [...place.texts.entries()].map(([id, { text }]): CatalogueRow => {
    const entry = entries?.get(id);
    const isTranslated = entry !== undefined && entry.translation !== "";
    return {
      id,
      source: text,
      translation: entry?.translation ?? "",
      isFuzzy: isTranslated && (entry.isFuzzy || entry.source !== text),
      reviewed: entry?.reviewed ?? null,
      comments: entry?.comments ?? [],
    };
  });
  const origin = old?.catalogue.origin ?? "machine";
  replaceFile(file, formatCatalogue({ place: place.sheet.item.id, language, origin, rows }));
  return {
    language,
    file,
    texts: rows.length,
    translated: rows.filter((row) => row.translation !== "").length,
    stale: rows.filter((row) => row.isFuzzy).length,
    removed: [...(entries?.keys() ?? [])].filter((id) => !place.texts.has(id)).length,
  };
}

/**
 * Writes one PO catalogue per language of the place but its source language: new texts empty, translations kept, those whose
 * source changed marked fuzzy, texts that are no more taken out. Throws a {@link ContentError} when the place cannot be read.
 */
export function extractCatalogues(dir: string): readonly Extraction[] {
  const { place, faults } = loadPlace(dir);
  const errors = faults.filter((fault) => fault.severity === "error");
  if (errors.length > 0) throw new ContentError(errors);
  if (!place) throw new InputError(`${dir}: there is no place here`, "give the folder that holds place.yaml");
  const { languages, sourceLanguage } = place.sheet.item;
  return languages.filter((tag) => tag !== sourceLanguage).map((language) => extractLanguage(place, language));
}
