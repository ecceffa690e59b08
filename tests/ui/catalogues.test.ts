/** The interface's catalogues are whole: nothing that the source says is missing, empty, or says less in another language. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCompiledCatalog } from "@lingui/cli/api";
import PO from "pofile";
import { describe, expect, it } from "vitest";
import { hiddenCharacter } from "../../src/publish/content/hidden-characters.ts";

const root = join(import.meta.dirname, "../..");
const source = "en";
const translated = ["fr", "ar", "uk"] as const;
const languages = [source, ...translated] as const;
/** Folders of locales/, as lingui.config.ts names them. */
const areas = ["", "app", "desk"] as const;
type Area = (typeof areas)[number];
type Catalogue = ReadonlyMap<string, string>;

const fileOf = (folder: string, area: Area, language: string): string => join(folder, area, `${language}.po`);
const poOf = (file: string) => PO.parse(readFileSync(file, "utf8"));
/** Translations by the English words; nothing uses a context. */
function catalogueOf(folder: string, area: Area, language: string): Catalogue {
  const { items } = poOf(fileOf(folder, area, language));
  return new Map(items.filter(({ obsolete }) => !obsolete).map(({ msgid, msgstr }) => [msgid, msgstr[0] ?? ""]));
}
const locales = join(root, "locales");

/** Runs the extraction of package.json on a copy of the catalogues; the caller removes the folder. */
function extractCopy(): string {
  const folder = mkdtempSync(join(tmpdir(), "passerelle-catalogues-"));
  cpSync(locales, folder, { recursive: true });
  const config = join(folder, "lingui.config.ts");
  const text = `import config from ${JSON.stringify(join(root, "lingui.config.ts"))};
const moved = ({ path, ...rest }) => ({ ...rest, path: path.replace("<rootDir>/locales", ${JSON.stringify(folder)}) });
export default { ...config, rootDir: ${JSON.stringify(root)}, catalogs: config.catalogs.map(moved) };
`;
  writeFileSync(config, text);
  const cli = join(root, "node_modules/@lingui/cli/dist/lingui.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, "extract", "--clean", "--config", config], {
    cwd: root,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the extraction failed: ${stdout}${stderr}`);
  return folder;
}

/** A compiled message: words, `#`, `[name]`, `[name, "plural", {form: tokens}]`. */
type Token = string | readonly [string] | readonly [string, string, Readonly<Record<string, Tokens>>];
type Tokens = string | readonly Token[];

/** @throws when a message is no ICU message */
function compile(language: string, message: string): Tokens {
  const { source: json, errors } = createCompiledCatalog(language, { message }, { namespace: "json", strict: true });
  const [wrong] = errors;
  if (wrong) throw wrong.error;
  // What Lingui writes under this namespace.
  return (JSON.parse(json) as { messages: { message: Tokens } }).messages.message;
}
const tokensOf = (tokens: Tokens): readonly Token[] => (typeof tokens === "string" ? [tokens] : tokens);

/** Names in braces, each once. */
const placeholdersOf = (tokens: Tokens): readonly string[] =>
  [
    ...new Set(
      tokensOf(tokens).flatMap((token) =>
        typeof token === "string" ? [] : [token[0], ...Object.values(token[2] ?? {}).flatMap(placeholdersOf)],
      ),
    ),
  ].sort();

/** Forms that may leave out the number: the language has a word for it. */
const formsWithoutNumber = ["zero", "one", "two"];

function pluralFaults(language: string, tokens: Tokens): readonly string[] {
  const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  return tokensOf(tokens).flatMap((token) => {
    if (typeof token === "string" || token[1] !== "plural") return [];
    const forms = token[2] ?? {};
    const named = Object.keys(forms).filter((form) => !/^\d+$/.test(form));
    return [
      ...needed.filter((form) => !named.includes(form)).map((form) => `lacks the plural form ${form}`),
      ...named.filter((form) => !needed.some((one) => one === form)).map((form) => `has a plural form ${form}`),
      ...named
        .filter((form) => !formsWithoutNumber.includes(form) && !tokensOf(forms[form] ?? []).includes("#"))
        .map((form) => `does not say the number in the plural form ${form}`),
    ];
  });
}

/** Beside what no text may hold: marks of direction, joiners, and hyphens that nobody sees. */
const mark = /[\u00ad\u061c\u200b-\u200f\u2060]/u;

const longestSentence = 20;
const sentencesOf = (message: string): readonly string[] =>
  message.includes(", plural,") ? [] : message.split(/[.?!؟](?:\s|$)/u);
const wordsOf = (sentence: string): number =>
  sentence.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

function faultsOf(language: string, english: string, translation: string): readonly string[] {
  if (translation.trim() === "") return ["is empty"];
  const tokens = compile(language, translation);
  const [mine, theirs] = [placeholdersOf(tokens), placeholdersOf(compile(source, english))].map(String);
  return [
    ...(mine === theirs ? [] : [`has the placeholders "${mine}", not "${theirs}"`]),
    ...pluralFaults(language, tokens),
    ...(hiddenCharacter.test(translation) || mark.test(translation) ? ["holds a character that nobody sees"] : []),
    ...sentencesOf(translation)
      .filter((sentence) => wordsOf(sentence) > longestSentence)
      .map((sentence) => `has a sentence of ${wordsOf(sentence)} words`),
  ];
}

describe("the interface's catalogues", () => {
  it("[LOOP-13] hold every message of the source and no other, in every language", () => {
    const folder = extractCopy();
    try {
      for (const area of areas) {
        const extracted = [...catalogueOf(folder, area, source).keys()].sort();
        expect(extracted.length).toBeGreaterThan(0);
        for (const language of languages) {
          const kept = catalogueOf(locales, area, language);
          const name = `${fileOf("locales", area, language)}: run "npm run extract" and translate`;
          expect({ name, missing: extracted.filter((id) => !kept.has(id)) }).toEqual({ name, missing: [] });
          expect({ name, tooMany: [...kept.keys()].filter((id) => !extracted.includes(id)) }).toEqual({
            name,
            tooMany: [],
          });
        }
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each(languages)(
    "[LOOP-13] are whole in %s: nothing empty, the same placeholders, every plural form, short sentences",
    (language) => {
      const faults = areas.flatMap((area) =>
        [...catalogueOf(locales, area, language)].flatMap(([english, translation]) =>
          faultsOf(language, english, translation).map((fault) => `${area} "${english}" ${fault}`),
        ),
      );
      expect(faults).toEqual([]);
    },
  );

  it.each(translated)("[LOOP-13] translate a message alike wherever it stands in %s", (language) => {
    const seen = new Map<string, string>();
    for (const area of areas)
      for (const [english, translation] of catalogueOf(locales, area, language)) {
        expect({ english, translation }).toEqual({ english, translation: seen.get(english) ?? translation });
        seen.set(english, translation);
      }
  });

  it("[LOOP-13] are marked as written by a machine", () => {
    for (const area of areas)
      for (const language of languages) {
        const { headers } = poOf(fileOf(locales, area, language));
        expect([headers.Language, headers["X-Passerelle-Origin"]]).toEqual([language, "machine"]);
      }
  });

  const days = "{n, plural, one {# day} other {# days}}";
  it.each([
    ["an empty translation", "uk", "Sent", " ", "is empty"],
    ["a placeholder that is lost", "fr", "Until {day}", "Jusque-là", 'has the placeholders "", not "day"'],
    ["a plural form that is lost", "uk", days, "{n, plural, one {# день} few {# дні} other {# дня}}", "form many"],
    ["a plural form of another language", "en", days, "{n, plural, one {# day} few {#} other {# days}}", "form few"],
    [
      "a number that is lost",
      "fr",
      days,
      "{n, plural, one {# jour} many {#} other {jours}}",
      "number in the plural form other",
    ],
    ["a mark of direction", "ar", "Sent", "تم \u200fالإرسال", "nobody sees"],
    ["an override of direction", "ar", "Sent", "تم \u202eالإرسال", "nobody sees"],
    ["a long sentence", "fr", "Sent", "mot ".repeat(21), "21 words"],
  ])("[LOOP-13] with %s are refused", (_, language, english, translation, fault) => {
    expect(faultsOf(language, english, translation).join()).toContain(fault);
  });
});
