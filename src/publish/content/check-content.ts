import { checkCatalogues } from "./check-catalogues.ts";
import { checkReferences } from "./check-references.ts";
import { checkRules } from "./check-rules.ts";
import { checkText, findHiddenCharacters } from "./check-texts.ts";
import { type Fault, sortFaults } from "./fault.ts";
import { type LoadedPlace, loadPlace } from "./load-place.ts";

/** A place and everything wrong with it. A place with errors must not be published. */
export type CheckedPlace = { readonly place?: LoadedPlace; readonly faults: readonly Fault[] };

const isError = (fault: Fault): boolean => fault.severity === "error";

/** Official words and addresses are no translated texts, yet they are shown. */
function checkFacts(place: LoadedPlace): readonly Fault[] {
  const hosts = [...place.documents, ...place.offices, ...place.terms].flatMap(({ item, at }) =>
    item.host ? findHiddenCharacters(item.host.word, at("host.word")) : [],
  );
  const addresses = place.offices.flatMap(({ item, at }) =>
    item.address.flatMap((line, index) => findHiddenCharacters(line, at(`address[${index}]`))),
  );
  return [...hosts, ...addresses];
}

/**
 * Checks the folder of one place: files, fields, references, rules, texts, translations. Forms' workbooks are checked by
 * compiling them (check-forms.ts). `today` is a date like `2026-11-24`.
 */
export function checkContent({ dir, today }: { readonly dir: string; readonly today: string }): CheckedPlace {
  const { place, faults } = loadPlace(dir);
  if (!place) return { faults: sortFaults(faults) };
  const texts = [...place.texts.values()].flatMap(({ text, style, at }) => checkText(text, style, at));
  // An item that could not be read is missing from the lists, so references to it would be told a second time.
  const references = faults.some(isError) ? [] : checkReferences(place);
  const all = [
    ...faults,
    ...references,
    ...checkRules(place, today),
    ...texts,
    ...checkFacts(place),
    ...checkCatalogues(place),
  ];
  return { place, faults: sortFaults(all) };
}
