import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { formatCatalogue, parseCatalogue } from "../../src/publish/content/catalogue.ts";
import { checkContent } from "../../src/publish/content/check-content.ts";
import { extractCatalogues } from "../../src/publish/content/extract-catalogues.ts";
import { ContentError, type Fault } from "../../src/publish/content/fault.ts";
import { changed, removeSamples, today, writeSample } from "./sample-place.ts";

afterAll(removeSamples);

const entry = (id: string, source: string, translation: string, before = ""): string =>
  `${before}msgctxt "${id}"\nmsgid ${JSON.stringify(source)}\nmsgstr ${JSON.stringify(translation)}\n\n`;
const header = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"X-Passerelle-Origin: machine\\n"\n\n';

function faultsOf(po: string): readonly Fault[] {
  const dir = writeSample({ "locales/fr.po": header + po });
  return checkContent({ dir, today }).faults.filter((fault) => fault.file.endsWith("fr.po"));
}
const errorsOf = (po: string): readonly string[] =>
  faultsOf(po)
    .filter((fault) => fault.severity === "error")
    .map((fault) => `${fault.line}: ${fault.what}`);

const body = "## First\n\nHello {name}.";
const about = "Read **this** first, see [the card](document:card).\n\n- one\n- two";
const aboutId = "procedure.get-a-card.about";

describe("catalogues", () => {
  it("[LOOP-3] are extracted for every language but the source, with ids by kind and field path", () => {
    const dir = writeSample();
    const [fr, ...others] = extractCatalogues(dir);
    expect(others).toEqual([]);
    const { catalogue, faults } = parseCatalogue({ file: "fr.po", source: readFileSync(fr?.file ?? "", "utf8") });
    expect(faults).toEqual([]);
    expect(catalogue.origin).toBe("machine");
    expect([...catalogue.entries.keys()]).toEqual([
      "place.title",
      "place.about",
      "place.lifeEvents.arriving.title",
      "procedure.get-a-card.title",
      "procedure.get-a-card.summary",
      "procedure.get-a-card.who",
      "procedure.get-a-card.about",
      "procedure.get-a-card.steps.ask.title",
      "procedure.get-a-card.steps.ask.body",
      "procedure.get-a-card.steps.ask.deadline.text",
      "procedure.get-a-card.steps.ask.deadline.ifMissed",
      "procedure.get-a-card.law.0.title",
      "procedure.get-a-card.law.0.territory",
      "page.start.title",
      "page.start.body",
      "document.card.title",
      "document.card.about",
      "office-kind.town-hall.title",
      "office-kind.town-hall.about",
      "office-kind.town-hall.consequences.legalEffect",
      "office-kind.town-hall.consequences.otherWays",
      "office-kind.town-hall.consequences.mayLearn.source",
      "office-kind.town-hall.consequences.adviser",
    ]);
    expect(catalogue.entries.get("page.start.body")?.source).toBe(body);
  });

  it("[LOOP-3] keep translations, comments and reviews, and mark what changed, when extracted again", () => {
    const review = "# a note\n# reviewed-by: Ada Example, 2026-11-01\n";
    const po = entry("page.start.title", "Start here", "Commencer", review) + entry("place.title", "Old", "Vieux");
    const dir = writeSample({ "locales/fr.po": header + po + entry("page.gone.title", "Gone", "Parti") });
    const [fr] = extractCatalogues(dir);
    expect(fr).toMatchObject({ translated: 2, stale: 1, removed: 1 });
    const source = readFileSync(fr?.file ?? "", "utf8");
    const { entries } = parseCatalogue({ file: "fr.po", source }).catalogue;
    expect(entries.get("page.start.title")).toMatchObject({
      translation: "Commencer",
      isFuzzy: false,
      comments: ["a note"],
      reviewed: { by: "Ada Example", at: "2026-11-01" },
    });
    expect(entries.get("place.title")).toMatchObject({
      source: "Sample (PRACTICE)",
      translation: "Vieux",
      isFuzzy: true,
    });
    extractCatalogues(dir);
    expect(readFileSync(fr?.file ?? "", "utf8")).toBe(source);
  });

  it("[LOOP-3] keep line ends, quotation marks and backslashes", () => {
    const text = 'a "b" \\ c\n\nline\\\nnext';
    const rows = [{ id: "page.x.body", source: text, translation: text, isFuzzy: false, reviewed: null, comments: [] }];
    const source = formatCatalogue({ place: "x", language: "fr", origin: "machine", rows });
    const { catalogue, faults } = parseCatalogue({ file: "fr.po", source });
    expect(faults).toEqual([]);
    expect(catalogue.entries.get("page.x.body")).toMatchObject({ source: text, translation: text });
  });

  it("[LOOP-3] change nothing when they cannot be read", () => {
    const broken = `${header}msgctxt "place.title\nmsgid "x"\n`;
    const dir = writeSample({ "locales/fr.po": broken });
    expect(() => extractCatalogues(dir)).toThrow(ContentError);
    expect(readFileSync(join(dir, "locales/fr.po"), "utf8")).toBe(broken);
  });

  it("[BAD-po] are refused with lost or added placeholders, naming the line", () => {
    expect(errorsOf(entry("page.start.body", body, "## Un\n\nBonjour {nom}."))).toEqual([
      "6: the translation of page.start.body lost the placeholder {name} and added the placeholder {nom}",
    ]);
    expect(errorsOf(entry("page.start.body", body, "## Un\n\nBonjour {name}."))).toEqual([]);
  });

  it("[BAD-po] are refused with lost or changed links", () => {
    const lost = errorsOf(entry(aboutId, about, "Lisez **ceci**.\n\n- un\n- deux"));
    expect(lost).toEqual([`6: the translation of ${aboutId} lost the link document:card`]);
    const other = errorsOf(entry(aboutId, about, "Lisez, voir [la carte](https://evil.example).\n\n- un\n- deux"));
    expect(other.join()).toMatch(/lost the link document:card and added the link https:\/\/evil\.example/);
  });

  it("[BAD-po] are refused with another structure", () => {
    const one = errorsOf(entry(aboutId, about, "Lisez, voir [la carte](document:card).\n\n- un"));
    expect(one.join()).toMatch(/another structure \(paragraph, list \(paragraph\)\) than its source/);
    expect(errorsOf(entry(aboutId, about, "Lisez <b>ceci</b>")).join()).toMatch(/HTML/);
  });

  it("[BAD-po] are refused when they are no PO, have no ids, or hold an entry twice", () => {
    expect(errorsOf('msgctxt "place.title"\nmsgid "a\nmsgstr "b"\n').join()).toMatch(
      /^7: this is not valid PO: msgid "a/,
    );
    expect(errorsOf('msgid "a"\nmsgstr "b"\n').join()).toMatch(/has no msgctxt/);
    const twice = entry("place.title", "Sample (PRACTICE)", "x");
    expect(errorsOf(twice + twice).join()).toMatch(/^10: the text place.title stands twice/);
  });

  it("[LOOP-3] warn of missing, unknown and older translations without refusing the place", () => {
    const warnings = faultsOf(entry("place.title", "Other", "Autre") + entry("page.gone.title", "Gone", "Parti"));
    expect(warnings.map((fault) => fault.severity)).toEqual(["warning", "warning", "warning"]);
    const words = warnings.map((fault) => fault.what).join("\n");
    expect(words).toMatch(/22 of 23 texts have no translation into fr/);
    expect(words).toMatch(/the source of place.title changed/);
    expect(words).toMatch(/no text page.gone.title any more/);
  });

  it("[LOOP-3] are refused in a language that the place does not list", () => {
    const dir = writeSample({ "locales/de.po": header, ...changed("place.yaml", "[en, fr]", "[en]") });
    const errors = checkContent({ dir, today }).faults.filter((fault) => fault.severity === "error");
    expect(errors.map((fault) => fault.what)).toEqual(["the place does not list the language de"]);
  });
});
