import { markdownToTree } from "../markdown/markdown-to-tree.ts";
import { linksOf, placeholdersOf, treeShape } from "../markdown/tree-shape.ts";
import type { Catalogue, CatalogueEntry } from "./catalogue.ts";
import { checkText } from "./check-texts.ts";
import { errorAt, type Fault, warningAt } from "./fault.ts";
import type { LoadedPlace, SourceText } from "./load-place.ts";

/** What one list has and the other has not, counting repetitions. */
function without(these: readonly string[], those: readonly string[]): readonly string[] {
  const left = [...those];
  return these.filter((entry) => {
    const index = left.indexOf(entry);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

function compare(input: {
  readonly what: string;
  readonly source: readonly string[];
  readonly translation: readonly string[];
  readonly entry: CatalogueEntry;
}): readonly Fault[] {
  const lost = without(input.source, input.translation);
  const added = without(input.translation, input.source);
  if (lost.length === 0 && added.length === 0) return [];
  const told = [
    ...(lost.length > 0 ? [`lost the ${input.what} ${lost.join(", ")}`] : []),
    ...(added.length > 0 ? [`added the ${input.what} ${added.join(", ")}`] : []),
  ];
  const cure = `keep every ${input.what} exactly as it is in msgid`;
  return [errorAt(input.entry.at, `the translation of ${input.entry.id} ${told.join(" and ")}`, cure)];
}

/**
 * A translation keeps the placeholders, the links and the order of paragraphs, headings and lists of the text that it
 * translates (its msgid, which may be older than the source).
 */
export function checkTranslation(entry: CatalogueEntry, style: SourceText["style"]): readonly Fault[] {
  const { source, translation } = entry;
  const texts = checkText(translation, style, entry.at).map((fault) => ({ ...fault, line: entry.at.line }));
  const placeholders = compare({
    what: "placeholder",
    source: placeholdersOf(source),
    translation: placeholdersOf(translation),
    entry,
  });
  if (style === "plain" || texts.length > 0) return [...texts, ...placeholders];
  const from = markdownToTree(source).tree;
  const to = markdownToTree(translation).tree;
  const links = compare({ what: "link", source: linksOf(from), translation: linksOf(to), entry });
  const shape = treeShape(from);
  const shapes =
    treeShape(to) === shape
      ? []
      : [
          errorAt(
            entry.at,
            `the translation of ${entry.id} has another structure (${treeShape(to)}) than its source (${shape})`,
            "keep the paragraphs, headings, list items and their order; only the words change",
          ),
        ];
  return [...placeholders, ...links, ...shapes];
}

function checkEntries(place: LoadedPlace, catalogue: Catalogue): readonly Fault[] {
  // The languages of an imported place were written apart from each other; their structure is the source's own.
  const isParallel = place.sheet.item.importedFrom !== undefined;
  return [...catalogue.entries.values()].flatMap((entry) => {
    const source = place.texts.get(entry.id);
    if (!source) {
      const what = `there is no text ${entry.id} any more`;
      return [warningAt(entry.at, what, "run `passerelle content extract`, which takes it out")];
    }
    if (entry.translation === "") return [];
    const faults = isParallel
      ? checkText(entry.translation, source.style, entry.at)
      : checkTranslation(entry, source.style);
    if (entry.source === source.text && !entry.isFuzzy) return faults;
    const what = `the source of ${entry.id} changed after it was translated; the translation is shown, marked as older`;
    return [...faults, warningAt(entry.at, what, "translate it again, then take the fuzzy mark away")];
  });
}

function countMissing(place: LoadedPlace, language: string, catalogue: Catalogue): readonly Fault[] {
  const missing = [...place.texts.entries()].filter(
    ([id, { text }]) => text !== "" && (catalogue.entries.get(id)?.translation ?? "") === "",
  );
  const first = missing[0]?.[0];
  if (first === undefined) return [];
  const at = catalogue.entries.get(first)?.at ?? { file: catalogue.file, line: 1 };
  const what = `${missing.length} of ${place.texts.size} texts have no translation into ${language}, the first is ${first}`;
  return [
    warningAt(at, what, "translate them, or leave them: the page says that the text is missing in this language"),
  ];
}

/** Faults of all translations of a place. */
export function checkCatalogues(place: LoadedPlace): readonly Fault[] {
  const { item: sheet, at } = place.sheet;
  const faults: Fault[] = [];
  for (const [language, catalogue] of place.catalogues) {
    if (language === sheet.sourceLanguage) continue; // carries reviews only
    if (!sheet.languages.includes(language)) {
      const cure = `add ${language} to languages in place.yaml, or delete the file`;
      faults.push(errorAt({ file: catalogue.file, line: 1 }, `the place does not list the language ${language}`, cure));
    }
    faults.push(...checkEntries(place, catalogue), ...countMissing(place, language, catalogue));
  }
  sheet.languages.forEach((language, index) => {
    if (language === sheet.sourceLanguage || place.catalogues.has(language)) return;
    const what = `there is no catalogue for ${language}`;
    faults.push(
      warningAt(at(`languages[${index}]`), what, "run `passerelle content extract`, then translate the file"),
    );
  });
  return faults;
}
