import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { checkContent } from "../../src/publish/content/check-content.ts";
import { InputError } from "../../src/publish/content/fault.ts";
import { type ImportReport, importIntegreat } from "../../src/publish/integreat/import-integreat.ts";
import { compilePlace } from "../../src/publish/pack/compile-place.ts";
import { newFolder, removeSamples, today } from "./sample-place.ts";

afterAll(removeSamples);

const fixtures = resolve(
  import.meta.dirname,
  "../..",
  process.env.PASSERELLE_FIXTURES ?? "../shared/fixtures",
  "integreat",
);
const county = ["de", "en"].map((language) => join(fixtures, `pages_lkaugsburg_${language}.json`));
const hasCounty = county.every((file) => existsSync(file));

type Page = Record<string, unknown>;
const page = (path: string, more: Page = {}): Page => ({
  path,
  title: path,
  content: "<p>x</p>",
  parent: { id: 0, url: null, path: null },
  order: 1,
  available_languages: {},
  ...more,
});
/** Writes responses and returns how to import them. */
function given(...files: readonly unknown[]) {
  const dir = newFolder();
  const names = files.map((content, index) => {
    const file = join(dir, `${index}.json`);
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
    return file;
  });
  return { files: names, place: "here", out: join(dir, "here") };
}

describe("import of Integreat", () => {
  it("[LOOP-4] joins languages by path, keeps the order and the tree, and says what it left out", () => {
    const de = [
      page("/here/de/eltern/", { title: "Eltern &  Ich", content: "" }),
      page("/here/de/eltern/kind-ä/", {
        parent: { id: 5, path: "/here/de/eltern/" },
        order: 7,
        content: '<a href="https://integreat.app/here/en/parents/">p</a>',
        available_languages: { en: { id: null, path: "/here/en/child/" } },
      }),
      page("/here/de/andere/kind-ä/"),
      page("/here/de/leer/", { title: " " }),
    ];
    de[0] = { ...de[0], available_languages: { en: { id: 9, path: "/here/en/parents/" } } };
    const en = [
      page("/here/en/parents/", {
        title: "Parents",
        content: "",
        available_languages: { de: { path: "/here/de/eltern/" } },
      }),
      page("/here/en/child/", { title: "Child", available_languages: { de: { path: "/here/de/eltern/kind-%C3%A4" } } }),
      page("/here/en/lonely/"),
    ];
    const input = given(de, en);
    const report = importIntegreat(input);
    expect(
      report.languages.map(({ language, pagesIn, pagesOut, folders }) => [language, pagesIn, pagesOut, folders]),
    ).toEqual([
      ["de", 4, 3, 1],
      ["en", 3, 2, 1],
    ]);
    expect(report.languages.flatMap(({ leftOut }) => leftOut)).toEqual([
      { path: "/here/de/leer/", why: "it has no title" },
      { path: "/here/en/lonely/", why: "there is no page in de for it" },
    ]);
    const { place, faults } = checkContent({ dir: input.out, today });
    expect(faults.filter((fault) => fault.severity === "error")).toEqual([]);
    if (!place) throw new Error("not imported");
    const compiled = compilePlace(place, new Map());
    expect(compiled.place.pages.map(({ id, parent, order }) => [id, parent, order])).toEqual([
      ["andere-kind-ae", null, 1],
      ["eltern", null, 1],
      ["kind-ae", "eltern", 7],
    ]);
    expect(compiled.texts.get("de")?.texts["page.eltern.title"]).toBe("Eltern & Ich");
    expect(compiled.texts.get("de")?.texts["page.eltern.body"]).toEqual([]);
    expect(compiled.texts.get("de")?.texts["page.kind-ae.body"]).toEqual([
      { t: "p", c: [{ t: "a", to: "page:eltern", c: ["p"] }] },
    ]);
    expect(compiled.texts.get("en")?.texts["page.kind-ae.title"]).toBe("Child");
    expect(compiled.texts.get("de")?.origin.kind).toBe("imported");
    expect(compiled.texts.get("en")?.origin.kind).toBe("machine");
  });

  it.each<readonly [string, readonly unknown[], RegExp]>([
    ["no JSON", ["[{"], /0\.json: is not valid JSON/],
    ["no list", [{ a: 1 }], /0\.json: .*must be a list/],
    ["a page without a title", [[{ ...page("/here/de/a/"), title: 5 }]], /0\.json: \[0\]\.title: must be a text/],
    ["a broken path", [[page("nowhere")]], /0\.json: \[0\]\.path: must be a path/],
    [
      "two languages in one file",
      [[page("/here/de/a/"), page("/here/en/a/")]],
      /0\.json: \[1\]\.path: .*not below \/here\/de\//,
    ],
    ["a path twice", [[page("/here/de/a/"), page("/here/de/a")]], /0\.json: \[1\]\.path: .*stands twice/],
    ["two counties", [[page("/here/de/a/")], [page("/there/en/a/")]], /1\.json: is of "there", not of "here"/],
    ["one language twice", [[page("/here/de/a/")], [page("/here/de/b/")]], /1\.json: a second file in de/],
    ["a code that is no language", [[page("/here/de-si/a/")]], /0\.json: the language "de-si" has no BCP 47 tag/],
    ["no page", [[]], /0\.json: holds no page/],
  ])("[BAD-import] refuses %s, naming file and place, and writes nothing", (_what, files, message) => {
    const input = given(...files);
    const attempt = () => importIntegreat(input);
    expect(attempt).toThrow(InputError);
    expect(attempt).toThrow(message);
    expect(readdirSync(join(input.out, "..")).filter((name) => !name.endsWith(".json"))).toEqual([]);
  });

  it("[BAD-import] never replaces a folder that was written by hand; an earlier import is replaced whole", () => {
    const input = given([page("/here/de/a/")]);
    mkdirSync(input.out);
    writeFileSync(join(input.out, "place.yaml"), "id: here\n");
    expect(() => importIntegreat(input)).toThrow(/holds files that were not imported/);
    expect(readFileSync(join(input.out, "place.yaml"), "utf8")).toBe("id: here\n");
    writeFileSync(join(input.out, "place.yaml"), "importedFrom: x\n");
    writeFileSync(join(input.out, "old"), "");
    importIntegreat(input);
    expect(readdirSync(input.out).sort()).toEqual(
      ["locales", "pages", "place.yaml"].filter((name) => name !== "locales"),
    );
  });

  it("[BAD-import] refuses a place id that is none and a folder of another name", () => {
    const input = given([page("/here/de/a/")]);
    expect(() => importIntegreat({ ...input, place: "Not An Id" })).toThrow(/--place: must be lower-case words/);
    expect(() => importIntegreat({ ...input, place: "there" })).toThrow(/the folder is not named like the place/);
  });

  describe.skipIf(!hasCounty)(
    `a real county${hasCounty ? "" : " (skipped: PASSERELLE_FIXTURES has no integreat folder)"}`,
    () => {
      let report: ImportReport;
      const out = () => join(folder, "lkaugsburg");
      const folder = newFolder();

      it("[LOOP-4] comes in whole: 238 pages in German, 233 in English", () => {
        report = importIntegreat({ files: county, place: "lkaugsburg", out: out(), title: "Landkreis Augsburg" });
        expect(
          report.languages.map(({ language, pagesIn, pagesOut, folders, leftOut }) => [
            language,
            pagesIn,
            pagesOut,
            folders,
            leftOut.length,
          ]),
        ).toEqual([
          ["de", 238, 238, 28, 0],
          ["en", 233, 233, 28, 0],
        ]);
        expect(report.counts["<img> dropped"]).toBe(1576);
      });

      it("[LOOP-4] passes the content check, and every page opens in both languages", () => {
        const { place, faults } = checkContent({ dir: out(), today });
        expect(faults.filter((fault) => fault.severity === "error")).toEqual([]);
        if (!place) throw new Error("not imported");
        const { place: structure, texts } = compilePlace(place, new Map());
        expect(structure.pages).toHaveLength(238);
        const roots = structure.pages.filter(({ parent }) => parent === null);
        expect(roots.length).toBeGreaterThan(3);
        const opened = ["de", "en"].map((language) => {
          const block = texts.get(language)?.texts ?? {};
          return structure.pages.filter(
            ({ title, body }) => typeof block[title] === "string" && Array.isArray(block[body]),
          ).length;
        });
        expect(opened).toEqual([238, 233]);
        expect(JSON.stringify([...texts.values()])).not.toMatch(/<(p|div|script|span)|javascript:/);
      });

      it("[LOOP-4] gives the same files when it is imported again", () => {
        const read = () =>
          readdirSync(join(out(), "pages")).map((name) => readFileSync(join(out(), "pages", name), "utf8"));
        const before = read();
        importIntegreat({ files: county, place: "lkaugsburg", out: out(), title: "Landkreis Augsburg" });
        expect(read()).toEqual(before);
      });
    },
  );
});
