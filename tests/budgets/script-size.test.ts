/** Budgets of script, after brotli, measured on the built app; the reader's catalogue is counted with what needs it. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "vite";
import { beforeAll, describe, expect, test } from "vitest";
import { appEntry, type BuiltManifest, filesOf, personCatalogues, personFiles } from "../../src/cli/app-assets.ts";
import { compressBrotli } from "../../src/publish/pack/precompress.ts";
import { buildOnce } from "../publish/built-site.ts";

const root = resolve(import.meta.dirname, "../..");
const app = join(root, "dist/app");
/** The kilobyte of the budgets. */
const kB = 1_000;
let manifest: BuiltManifest;

beforeAll(async () => {
  await buildOnce(async () => {
    // Written by Vite.
    manifest = JSON.parse(readFileSync(join(app, ".vite/manifest.json"), "utf8")) as BuiltManifest;
  });
}, 300_000);

async function scriptBytes(files: Iterable<string>): Promise<number> {
  let sum = 0;
  for (const file of new Set(files))
    if (file.endsWith(".js")) sum += (await compressBrotli(readFileSync(join(app, file)))).length;
  return sum;
}

const languages = ["en", "fr", "ar", "uk"];
/** Catalogue files of a language: the first screens' only, or the app's too. */
const words = (language: string, { isFirst }: { isFirst: boolean }): readonly string[] => {
  const first = manifest[`locales/${language}.po`]?.file;
  return personCatalogues(manifest)
    .filter((one) => one.language === language && (!isFirst || one.file === first))
    .map(({ file }) => file);
};
/** Before a first visit is interactive the pack is verified; later it is read from the device. */
const firstVisit = [appEntry, "src/app/first-visit.ts", "src/sync/http-transport.ts"];

describe("budgets of script", () => {
  test.each(languages)(
    "[LOOP-13] home and procedure load at most 30 kB before they are interactive, in %s",
    async (language) => {
      const visit = await scriptBytes([
        ...filesOf(manifest, { sources: firstVisit }),
        ...words(language, { isFirst: true }),
      ]);
      expect(visit).toBeLessThanOrEqual(30 * kB);
      const again = await scriptBytes([
        ...filesOf(manifest, { sources: [appEntry, "src/app/open-packs.ts"] }),
        ...words(language, { isFirst: true }),
      ]);
      expect(again).toBeLessThanOrEqual(30 * kB);
    },
  );

  test.each(languages)("[LOOP-13] a form loads at most 75 kB before it is interactive, in %s", async (language) => {
    const sources = [
      ...firstVisit,
      "src/app/open-packs.ts",
      "src/app/create-services.ts",
      "src/ui/screens/form-screen.tsx",
    ];
    const bytes = await scriptBytes([...filesOf(manifest, { sources }), ...words(language, { isFirst: false })]);
    expect(bytes).toBeLessThanOrEqual(75 * kB);
  });

  test.each(languages)(
    "[LOOP-13] a person's device keeps at most 160 kB, worker and catalogue included, in %s",
    async (language) => {
      const bytes = await scriptBytes([...personFiles(manifest), ...words(language, { isFirst: false }), "sw.js"]);
      expect(bytes).toBeLessThanOrEqual(160 * kB);
    },
  );

  test("[LOOP-13] what is not kept for a person is only the desk's and other languages' words", () => {
    const kept = new Set([...personFiles(manifest), ...personCatalogues(manifest).map(({ file }) => file)]);
    const others = readdirSync(join(app, "assets")).filter(
      (name) => name.endsWith(".js") && !kept.has(`assets/${name}`),
    );
    const ofDesk = filesOf(manifest, { sources: ["src/desk/desk-app.tsx"], follows: () => true });
    const deskWords = Object.entries(manifest).filter(([source]) => source.startsWith("locales/desk/"));
    const expected = new Set([...ofDesk, ...deskWords.map(([, { file }]) => file)]);
    expect(others.filter((name) => !expected.has(`assets/${name}`))).toEqual([]);
  });

  test("[LOOP-13][LOOP-7] the form engine, model and evaluator, takes at most 15 kB", async () => {
    const built = await build({
      configFile: false,
      root,
      logLevel: "silent",
      build: { write: false, minify: true, lib: { entry: "src/core/form/form-session.ts", formats: ["es"] } },
    });
    // One library in one format is one output of one chunk.
    const [result] = built as readonly { readonly output: readonly { readonly code: string }[] }[];
    const code = result?.output[0]?.code ?? "";
    expect(code.length).toBeGreaterThan(1_000);
    expect((await compressBrotli(Buffer.from(code))).length).toBeLessThanOrEqual(15 * kB);
  });
});
