import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { array, type Parser } from "../../core/parse.ts";
import * as shapes from "../../core/place.ts";
import type { TextId } from "../../core/text.ts";
import { type Catalogue, parseCatalogue } from "./catalogue.ts";
import { collectParseFaults } from "./collect-parse-faults.ts";
import { errorAt, type Fault, type Position } from "./fault.ts";
import { type ItemKind, mapTexts, type TextStyle } from "./text-fields.ts";
import { parseYamlFile, type YamlFile } from "./yaml-file.ts";

/** An item and where each of its fields stands. */
export type Sourced<T> = { readonly item: T } & Pick<YamlFile, "at" | "textAt">;

/** A source text: what translators see. */
export type SourceText = { readonly text: string; readonly style: TextStyle; readonly at: Position };

/** A place as its files say it, before anything was compiled. */
export type LoadedPlace = {
  readonly dir: string;
  readonly sheet: Sourced<shapes.PlaceSheet>;
  readonly procedures: readonly Sourced<shapes.Procedure>[];
  readonly pages: readonly Sourced<shapes.Page>[];
  readonly documents: readonly Sourced<shapes.DocumentType>[];
  readonly offices: readonly Sourced<shapes.Office>[];
  readonly officeKinds: readonly Sourced<shapes.OfficeKind>[];
  readonly terms: readonly Sourced<shapes.Term>[];
  readonly forms: readonly Sourced<shapes.FormSheet>[];
  /** By text id, in reading order. */
  readonly texts: ReadonlyMap<TextId, SourceText>;
  /** By language; the source language's catalogue, if there is one, carries reviews only. */
  readonly catalogues: ReadonlyMap<string, Catalogue>;
};

type Reading = { readonly faults: Fault[] };

function readYaml(reading: Reading, file: string): YamlFile | undefined {
  const yaml = parseYamlFile({ file, source: readFileSync(file, "utf8") });
  reading.faults.push(...yaml.faults);
  return yaml.faults.length === 0 ? yaml : undefined;
}

function readOne<T>(reading: Reading, file: string, parse: Parser<T>): Sourced<T> | undefined {
  const yaml = readYaml(reading, file);
  if (!yaml) return undefined;
  const { value, faults } = collectParseFaults(yaml, parse);
  reading.faults.push(...faults);
  return value === undefined ? undefined : { item: value, at: yaml.at, textAt: yaml.textAt };
}

function readList<T>(reading: Reading, file: string, parse: Parser<T>): readonly Sourced<T>[] {
  const whole = existsSync(file) ? readOne(reading, file, array(parse)) : undefined;
  return (whole?.item ?? []).map((item, index) => ({
    item,
    at: (path) => whole?.at(`[${index}].${path}`) ?? { file, line: 1 },
    textAt: (path) => whole?.textAt(`[${index}].${path}`) ?? { file, line: 1 },
  }));
}

const namesIn = (dir: string): readonly string[] => (existsSync(dir) ? readdirSync(dir).sort() : []);

function readFolder<T extends { readonly id: string }>(
  reading: Reading,
  dir: string,
  parse: Parser<T>,
): readonly Sourced<T>[] {
  return namesIn(dir).flatMap((name) => {
    const file = join(dir, name);
    if (statSync(file).isDirectory() || extname(name) !== ".yaml") {
      if (extname(name) === ".yml")
        reading.faults.push(errorAt({ file, line: 1 }, "this file would not be read", "name it .yaml"));
      return [];
    }
    const one = readOne(reading, file, parse);
    if (!one) return [];
    if (one.item.id !== basename(name, ".yaml"))
      reading.faults.push(
        errorAt(one.at("id"), `the id "${one.item.id}" is not the file's name`, `name the file ${one.item.id}.yaml`),
      );
    return [one];
  });
}

function readCatalogues(reading: Reading, dir: string): ReadonlyMap<string, Catalogue> {
  const found = new Map<string, Catalogue>();
  for (const name of namesIn(dir).filter((entry) => extname(entry) === ".po")) {
    const file = join(dir, name);
    const { catalogue, faults } = parseCatalogue({ file, source: readFileSync(file, "utf8") });
    reading.faults.push(...faults);
    found.set(basename(name, ".po"), catalogue);
  }
  return found;
}

type Items = Pick<
  LoadedPlace,
  "sheet" | "procedures" | "pages" | "documents" | "offices" | "officeKinds" | "terms" | "forms"
>;

/** Every item of a place with its kind, in reading order. */
export function* itemsOf(place: Items): Generator<readonly [ItemKind, Sourced<{ readonly id: string }>]> {
  yield ["place", place.sheet];
  for (const item of place.procedures) yield ["procedure", item];
  for (const item of place.pages) yield ["page", item];
  for (const item of place.documents) yield ["document", item];
  for (const item of place.offices) yield ["office", item];
  for (const item of place.officeKinds) yield ["office-kind", item];
  for (const item of place.terms) yield ["term", item];
  for (const item of place.forms) yield ["form", item];
}

function collectTexts(items: Items): ReadonlyMap<TextId, SourceText> {
  const texts = new Map<TextId, SourceText>();
  for (const [kind, { item, textAt }] of itemsOf(items))
    mapTexts(kind, item, ({ id, path, text, style }) => {
      texts.set(id, { text, style, at: textAt(path) });
      return id;
    });
  return texts;
}

const knownEntries = new Set([
  "place.yaml",
  "procedures",
  "pages",
  "documents.yaml",
  "offices.yaml",
  "office-kinds.yaml",
  "terms.yaml",
  "forms",
  "locales",
]);

/**
 * Reads the folder of one place. Never throws on what an editor wrote: `place` is undefined when `place.yaml` cannot be used,
 * and an item with faults is left out, each fault naming file, line and cure.
 */
export function loadPlace(dir: string): { readonly place?: LoadedPlace; readonly faults: readonly Fault[] } {
  const reading: Reading = { faults: [] };
  const sheetFile = join(dir, "place.yaml");
  if (!existsSync(sheetFile)) {
    const cure = "give the folder of a place, for example content/eu, and write its place.yaml";
    return { faults: [errorAt({ file: sheetFile, line: 1 }, "there is no such file", cure)] };
  }
  for (const name of namesIn(dir))
    if (!knownEntries.has(name) && !name.startsWith("."))
      reading.faults.push(
        errorAt(
          { file: join(dir, name), line: 1 },
          "this is no part of a place and would not be read",
          `move or rename it; known are ${[...knownEntries].join(", ")}`,
        ),
      );
  const sheet = readOne(reading, sheetFile, shapes.placeSheet);
  const others = {
    procedures: readFolder(reading, join(dir, "procedures"), shapes.procedure),
    pages: readFolder(reading, join(dir, "pages"), shapes.page),
    documents: readList(reading, join(dir, "documents.yaml"), shapes.documentType),
    offices: readList(reading, join(dir, "offices.yaml"), shapes.office),
    officeKinds: readList(reading, join(dir, "office-kinds.yaml"), shapes.officeKind),
    terms: readList(reading, join(dir, "terms.yaml"), shapes.term),
    forms: readFolder(reading, join(dir, "forms"), shapes.formSheet),
    catalogues: readCatalogues(reading, join(dir, "locales")),
  };
  if (!sheet) return { faults: reading.faults };
  const items = { dir, sheet, ...others };
  return { place: { ...items, texts: collectTexts(items) }, faults: reading.faults };
}
