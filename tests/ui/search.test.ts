import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkContent } from "../../src/publish/content/check-content.ts";
import { compileForms } from "../../src/publish/content/check-forms.ts";
import { importIntegreat } from "../../src/publish/integreat/import-integreat.ts";
import { compilePlace } from "../../src/publish/pack/compile-place.ts";
import type { Reading } from "../../src/ui/reading.tsx";
import { entriesOfPlace, flatText } from "../../src/ui/search/entries-of-place.ts";
import { normalise, wordsOf } from "../../src/ui/search/normalise.ts";
import { indexOf, type SearchEntry, search } from "../../src/ui/search/search.ts";

const root = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "passerelle-search-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A place as the device keeps it, from its files. */
async function readingOf(dir: string, language: string): Promise<Reading> {
  const { place } = checkContent({ dir, today: "2026-11-24" });
  if (!place) throw new Error(`${dir} cannot be read`);
  const { forms } = await compileForms(place);
  const compiled = compilePlace(place, forms);
  return {
    language,
    place: compiled.place,
    texts: Object.fromEntries(compiled.texts),
    manifest: { issuedAt: "2026-11-24T00:00:00Z", sequence: 1, practice: true },
    route: { kind: "place" },
    places: [],
  };
}

const entry = (title: string, body = ""): SearchEntry => ({
  place: "here",
  placeTitle: "Here",
  kind: "page",
  id: title,
  icon: "book",
  title,
  titleLanguage: "en",
  alsoCalled: "",
  body,
});
const found = (entries: readonly SearchEntry[], query: string) =>
  search(indexOf(entries), query).map(({ title }) => title);

describe("words that search compares", () => {
  test.each([
    ["Étrangère", "etrangere"],
    ["l'asile", "l asile"],
    ["Straße", "strasse"],
    ["Œuvre", "oeuvre"],
    ["Їжак", "іжак"],
    ["مُـــقَدِّمَة", "مقدمه"],
    ["أُسْرَة", "اسره"],
    ["إقامة", "اقامه"],
    ["اللجوء", "لجوء"],
    ["والعمل", "عمل"],
    ["الى", "الي"],
  ])("[LOOP-13] %s is compared as %s", (text, plain) => {
    expect(normalise(text).trim()).toBe(plain.trim());
  });

  test("[LOOP-13] a query of signs alone has no words", () => {
    expect(wordsOf(" ... '’ ـ ")).toEqual([]);
    expect(found([entry("Anything")], "...")).toEqual([]);
  });
});

describe("search", () => {
  test("[LOOP-13] titles come before bodies, and the title that begins with the words before a longer one", () => {
    const entries = [
      entry("Cards", "Here you register."),
      entry("How to register a car", "x"),
      entry("Register your address", "x"),
      entry("Other", "nothing"),
    ];
    expect(found(entries, "register")).toEqual(["Register your address", "How to register a car", "Cards"]);
  });

  test("[LOOP-13] each word counts as the beginning of a word, never as its middle", () => {
    const entries = [entry("Residence permit"), entry("Unresident"), entry("Presidency")];
    expect(found(entries, "resid perm")).toEqual(["Residence permit"]);
  });

  test("[LOOP-13] where nothing has every word, what has the most comes first", () => {
    const entries = [entry("Bank", "open"), entry("Bank account", "money"), entry("School")];
    expect(found(entries, "bank account holiday")).toEqual(["Bank account", "Bank"]);
  });

  test("[LOOP-13] words of a rich text are found in lists, tables and links", () => {
    expect(
      flatText([
        { t: "ul", items: [[{ t: "p", c: ["one ", { t: "a", to: "page:x", c: ["two"] }] }]] },
        { t: "table", head: [["three"]], rows: [[["four", { t: "br" }, "five"]]] },
      ]),
    ).toMatch(/one two three four five/);
  });

  test.each([
    ["en", "asylum", "ask-for-asylum"],
    ["fr", "compte banc", "open-a-bank-account"],
    ["ar", "لجوء", "ask-for-asylum"],
    ["uk", "рахунок", "open-a-bank-account"],
  ])("[LOOP-13] the EU's procedures are found by their title in %s", async (language, query, id) => {
    const reading = await readingOf(join(root, "content/eu"), language);
    const [first] = search(indexOf(entriesOfPlace(reading)), query);
    expect(first?.id).toBe(id);
  });

  test("[LOOP-13] an office is found by its official word in the host language", async () => {
    const reading = await readingOf(join(root, "content/example-town"), "ar");
    const office = reading.place.offices.find(({ host }) => host !== undefined);
    const hits = search(indexOf(entriesOfPlace(reading)), office?.host?.word ?? "");
    expect(hits.map(({ id }) => id)).toContain(office?.id);
  });
});

const fixtures = resolve(root, process.env.PASSERELLE_FIXTURES ?? "../shared/fixtures", "integreat");
const county = ["de", "en"].map((language) => join(fixtures, `pages_lkaugsburg_${language}.json`));

describe.skipIf(!county.every((file) => existsSync(file)))("search in an imported county", () => {
  const dir = join(folder, "county");
  beforeAll(() => {
    importIntegreat({ files: county, place: "county", out: dir });
  });

  test.each(["de", "en"])("[LOOP-4] search finds every page by its title in %s", async (language) => {
    const reading = await readingOf(dir, language);
    const entries = entriesOfPlace(reading);
    expect(entries.length).toBeGreaterThan(200);
    const index = indexOf(entries);
    const lost = entries.filter(({ title, id }) => !search(index, title).some((hit) => hit.id === id));
    expect(lost.map(({ title }) => title)).toEqual([]);
  });

  test("[LOOP-4] a search over both languages of the county takes less than 20 ms", async () => {
    const entries = (await Promise.all(["de", "en"].map((language) => readingOf(dir, language)))).flatMap((reading) => [
      ...entriesOfPlace(reading),
    ]);
    const index = indexOf(entries);
    search(index, "warm");
    const times = ["arbeit", "wohn geld", "school", "sprachkurs anmelden", "zzz"].map((query) => {
      const start = performance.now();
      search(index, query);
      return performance.now() - start;
    });
    expect(Math.max(...times), `${times.map((ms) => ms.toFixed(1))} ms`).toBeLessThan(20);
  });
});
