import { join } from "node:path";
import { stringify } from "yaml";
import { type CatalogueRow, formatCatalogue } from "../content/catalogue.ts";
import { InputError } from "../content/fault.ts";
import { treeToMarkdown } from "../markdown/tree-to-markdown.ts";
import { htmlToTree } from "./html-to-tree.ts";
import { assignPageIds } from "./page-ids.ts";
import { type IntegreatFile, type IntegreatPage, normalPath, readIntegreatFile } from "./read-pages.ts";
import { makeLinkResolver } from "./resolve-link.ts";
import { checkTarget, swapIn } from "./target-folder.ts";

/** What came in, what went out, what was left out and why. */
export type ImportReport = {
  readonly languages: readonly {
    readonly language: string;
    readonly file: string;
    readonly pagesIn: number;
    readonly pagesOut: number;
    /** Pages that only group others. */
    readonly folders: number;
    readonly leftOut: readonly { readonly path: string; readonly why: string }[];
  }[];
  /** Links kept, pictures and scripts dropped, by name. */
  readonly counts: Readonly<Record<string, number>>;
};

export type ImportInput = {
  /** The first is the source language; the others are its translations. */
  readonly files: readonly string[];
  readonly place: string;
  readonly out: string;
  readonly title?: string;
  readonly licence?: string;
};

type Converted = { readonly title: string; readonly body: string; readonly page: IntegreatPage };

const cleanTitle = (title: string): string => title.replaceAll(/[\s\u00a0]+/gu, " ").trim();

/** Path of the same page in the source language, as the page itself says. */
const sourcePathOf = (page: IntegreatPage, source: IntegreatFile): string | null => {
  const path = page.available_languages?.[source.code]?.path;
  return typeof path === "string" ? normalPath(path) : null;
};

function knownPaths(source: IntegreatFile, ids: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const known = new Map(ids);
  for (const page of source.pages) {
    const id = ids.get(normalPath(page.path));
    for (const { path } of Object.values(page.available_languages ?? {}))
      if (id !== undefined && typeof path === "string" && !known.has(normalPath(path))) known.set(normalPath(path), id);
  }
  return known;
}

function readFiles(input: ImportInput): readonly [IntegreatFile, readonly IntegreatFile[]] {
  const [source, ...others] = input.files.map(readIntegreatFile);
  if (!source) throw new InputError("no file was given", "give one response a language, the source first");
  const languages = new Set([source.language]);
  for (const other of others) {
    if (other.region !== source.region)
      throw new InputError(
        `${other.file}: is of "${other.region}", not of "${source.region}"`,
        "import one county at a time",
      );
    if (languages.has(other.language))
      throw new InputError(`${other.file}: a second file in ${other.language}`, "give one file a language");
    languages.add(other.language);
  }
  return [source, others];
}

function pageYaml(id: string, { title, body, page }: Converted, ids: ReadonlyMap<string, string>): string {
  const parentPath = page.parent?.path;
  const parent = typeof parentPath === "string" ? (ids.get(normalPath(parentPath)) ?? null) : null;
  const order = typeof page.order === "number" && Number.isSafeInteger(page.order) && page.order >= 0 ? page.order : 0;
  return stringify({ id, title, parent, order, body }, { lineWidth: 0, blockQuote: "literal" });
}

/**
 * Imports a county of Integreat into a new folder of `content/`. Everything is read and converted before anything is written;
 * the folder is written beside and renamed, so that a failure leaves nothing behind. Throws {@link InputError}.
 */
export function importIntegreat(input: ImportInput): ImportReport {
  checkTarget(input);
  const [source, others] = readFiles(input);
  const counts: Record<string, number> = {};
  const count = (what: string): void => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  const isUsable = (page: IntegreatPage): boolean => cleanTitle(page.title) !== "";
  const ids = assignPageIds(source.pages.filter(isUsable).map((page) => page.path));
  const pages = knownPaths(source, ids);
  const convert = (page: IntegreatPage): Converted => {
    const base = `https://integreat.app${encodeURI(normalPath(page.path))}`;
    const resolveLink = makeLinkResolver({ pages, base, count });
    const tree = htmlToTree(page.content, { resolveLink, count: (tag) => count(`<${tag}> dropped`) });
    return { title: cleanTitle(page.title), body: treeToMarkdown(tree), page };
  };

  const byId = new Map<string, Converted>();
  const languages: ImportReport["languages"][number][] = [];
  const noTitle = source.pages.filter((page) => !isUsable(page)).map(({ path }) => ({ path, why: "it has no title" }));
  for (const page of source.pages.filter(isUsable)) byId.set(ids.get(normalPath(page.path)) ?? "", convert(page));
  const foldersOf = (converted: readonly Converted[]): number => converted.filter(({ body }) => body === "").length;
  languages.push({
    language: source.language,
    file: source.file,
    pagesIn: source.pages.length,
    pagesOut: byId.size,
    folders: foldersOf([...byId.values()]),
    leftOut: noTitle,
  });

  const title = input.title ?? source.region;
  const catalogues = others.map((other) => {
    const translated = new Map<string, Converted>();
    const leftOut: { path: string; why: string }[] = [];
    for (const page of other.pages) {
      const path = sourcePathOf(page, source);
      const id = path === null ? undefined : ids.get(path);
      if (!isUsable(page)) leftOut.push({ path: page.path, why: "it has no title" });
      else if (id === undefined)
        leftOut.push({ path: page.path, why: `there is no page in ${source.language} for it` });
      else if (translated.has(id)) leftOut.push({ path: page.path, why: `another page translates ${id} already` });
      else translated.set(id, convert(page));
    }
    const row = (id: string, from: string, to: string): CatalogueRow => ({
      id,
      source: from,
      translation: to,
      isFuzzy: false,
      reviewed: null,
      comments: [],
    });
    const rows = [
      row("place.title", title, title),
      ...[...byId].flatMap(([id, from]) => {
        const to = translated.get(id);
        const body = from.body === "" ? [] : [row(`page.${id}.body`, from.body, to?.body ?? "")];
        return [row(`page.${id}.title`, from.title, to?.title ?? ""), ...body];
      }),
    ];
    languages.push({
      language: other.language,
      file: other.file,
      pagesIn: other.pages.length,
      pagesOut: translated.size,
      folders: foldersOf([...translated.values()]),
      leftOut,
    });
    const po = formatCatalogue({ place: input.place, language: other.language, origin: "machine", rows });
    return { name: `${other.language}.po`, po };
  });

  const sheet = {
    id: input.place,
    title,
    kind: "city",
    about: "",
    sourceLanguage: source.language,
    hostLanguages: [source.language],
    languages: [source.language, ...others.map(({ language }) => language)],
    practice: false,
    licence: input.licence ?? "CC-BY-4.0",
    importedFrom: `https://integreat.app/${source.region}/`,
    lifeEvents: [],
    helplines: [],
  };
  const files = new Map([
    ["place.yaml", stringify(sheet, { lineWidth: 0 })],
    ...[...byId].map(([id, converted]) => [join("pages", `${id}.yaml`), pageYaml(id, converted, ids)] as const),
    ...catalogues.map(({ name, po }) => [join("locales", name), po] as const),
  ]);
  swapIn(input.out, files);
  return { languages, counts };
}
