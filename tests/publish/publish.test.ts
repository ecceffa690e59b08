import { existsSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { ensurePracticeKeys } from "../../src/cli/key-store.ts";
import { publishFilesIn, readPublishKeys } from "../../src/cli/publish-keys.ts";
import { placeIndex } from "../../src/core/pack.ts";
import type { Place } from "../../src/core/place.ts";
import { languageBlock } from "../../src/core/text.ts";
import { ContentError, InputError } from "../../src/publish/content/fault.ts";
import { publish } from "../../src/publish/publish.ts";
import { readTemplate } from "../../src/publish/site/html-document.ts";
import type { RenderPage } from "../../src/publish/site/write-site.ts";
import { rootsFile } from "../../src/seal/key-file.ts";
import { verifyBlock, verifyManifest } from "../../src/seal/manifest.ts";
import { changed, newFolder, removeSamples, sampleFiles, writeSample } from "./sample-place.ts";

afterAll(removeSamples);

const day = (number: number): Date => new Date(Date.UTC(2026, 10, number, 12));
const keysDir = newFolder();
const made = ensurePracticeKeys(keysDir, day(20));

/** Renders enough to see that route, texts and manifest arrive; the app's own components are tested in ui. */
const renderPage: RenderPage = ({ language, place, texts, manifest, route }) => ({
  title: `${route.kind} <${place.id}>`,
  description: 'a "page"',
  bodyHtml: `<h1>${"id" in route ? route.id : ""} ${language} ${manifest.sequence} ${Object.keys(texts).join()}</h1>`,
});
const template = readTemplate(
  '<!doctype html><html><head><meta charset="utf-8"><title>x</title><style>p{color:red}</style><script type="module" src="/assets/a.js"></script></head><body><div id="app"></div></body></html>',
);

async function publishSample(options: { contentDir?: string; outDir?: string; now?: Date; withSite?: boolean } = {}) {
  await made;
  const { contentDir = writeSample(), outDir = newFolder(), now = day(24), withSite = false } = options;
  const { keys, certified } = await readPublishKeys(publishFilesIn(keysDir));
  const site = withSite ? { site: { template, renderPage } } : {};
  const report = await publish({ contentDirs: [contentDir], outDir, keys, certified, now, ...site });
  return { report, outDir, contentDir, current: join(outDir, "current") };
}
const jwsIn = (current: string): string => readFileSync(join(current, "packs/sample/manifest.jws"), "utf8");

async function verified(current: string, now = day(24)) {
  const roots = rootsFile(JSON.parse(readFileSync(join(keysDir, "roots.json"), "utf8")));
  const result = await verifyManifest({
    jws: jwsIn(current),
    roots,
    place: "sample",
    now,
    source: "network",
    allowPractice: true,
  });
  if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`);
  return result;
}

describe("publishing", () => {
  it("[LOOP-5] signs a manifest that verifies down to the root, and names blocks whose hashes fit", async () => {
    const { current } = await publishSample();
    const { manifest } = await verified(current);
    expect(manifest).toMatchObject({ sequence: 1, previous: null, practice: true, languages: ["en", "fr"] });
    expect(manifest.hubs).toHaveLength(1);
    expect(Date.parse(manifest.expiresAt) - Date.parse(manifest.issuedAt)).toBe(90 * 86_400_000);
    expect(manifest.blocks.map(({ name }) => name)).toEqual(["place", "texts.en", "texts.fr"]);
    for (const block of manifest.blocks) {
      const bytes = readFileSync(join(current, "packs/sample/b", block.hash));
      expect(await verifyBlock(bytes, block)).toEqual({ ok: true });
      const brotli = readFileSync(join(current, "packs/sample/b", `${block.hash}.br`));
      expect(brotli).toHaveLength(block.wireBytes);
      expect(brotliDecompressSync(brotli).equals(bytes)).toBe(true);
      expect(gunzipSync(readFileSync(join(current, "packs/sample/b", `${block.hash}.gz`))).equals(bytes)).toBe(true);
    }
    expect(placeIndex(JSON.parse(readFileSync(join(current, "packs/index.json"), "utf8"))).places).toEqual([
      { id: "sample", titles: { en: "Sample (PRACTICE)" }, practice: true, languages: ["en", "fr"] },
    ]);
  });

  it("[LOOP-5] publishes the structure with text ids and one block of texts a language, a missing text being missing", async () => {
    const po = `msgid ""\nmsgstr ""\n"X-Passerelle-Origin: machine\\n"\n\n# reviewed-by: Ada Example, 2026-11-01\nmsgctxt "page.start.title"\nmsgid "Start"\nmsgstr "Commencer"\n`;
    const { current } = await publishSample({ contentDir: writeSample({ "locales/fr.po": po }) });
    const { manifest } = await verified(current);
    const block = (name: string): unknown => {
      const hash = manifest.blocks.find((entry) => entry.name === name)?.hash ?? "";
      return JSON.parse(readFileSync(join(current, "packs/sample/b", hash), "utf8"));
    };
    const place = block("place") as Place; // what this test reads of it is compared below
    expect(place.procedures[0]?.steps[0]).toMatchObject({
      title: "procedure.get-a-card.steps.ask.title",
      officeKind: "town-hall",
      needs: [],
      gives: ["card"],
    });
    const english = languageBlock(block("texts.en"));
    expect(english.origin).toEqual({ kind: "machine" });
    expect(english.texts["procedure.get-a-card.steps.ask.body"]).toEqual([{ t: "p", c: ["Go there."] }]);
    expect(english.words).toBeGreaterThan(20);
    expect(languageBlock(block("texts.fr"))).toEqual({
      v: 1,
      language: "fr",
      origin: { kind: "machine" },
      origins: { "page.start.title": { kind: "reviewed", by: "Ada Example", at: "2026-11-01" } },
      stale: ["page.start.title"],
      texts: { "page.start.title": "Commencer" },
      words: 1,
    });
  });

  it("[LOOP-5] gives the same blocks for the same content", async () => {
    const one = await verified((await publishSample()).current);
    const other = await verified((await publishSample({ now: day(26) })).current, day(26));
    expect(other.manifest.blocks).toEqual(one.manifest.blocks);
  });

  it("[LOOP-5] keeps the manifest while nothing changed, follows it when something did, and renews it in time", async () => {
    const contentDir = writeSample();
    const first = await publishSample({ contentDir });
    const before = await verified(first.current);
    const again = await publishSample({ contentDir, outDir: first.outDir, now: day(25) });
    expect(again.report.places).toEqual([{ id: "sample", sequence: 1, isNew: false }]);
    writeFileSync(join(contentDir, "pages/start.yaml"), (sampleFiles["pages/start.yaml"] ?? "").replace("Hello", "Hi"));
    await publishSample({ contentDir, outDir: first.outDir, now: day(26) });
    const after = await verified(first.current, day(26));
    expect(after.manifest).toMatchObject({ sequence: 2, previous: before.hash });
    const blocks = readdirSync(join(first.current, "packs/sample/b"));
    for (const { hash } of before.manifest.blocks) expect(blocks).toContain(hash);
    const late = await publishSample({ contentDir, outDir: first.outDir, now: day(26 + 61) }).catch((error) => error);
    expect(late).toBeInstanceOf(ContentError); // the sample's law is to be read again by then
    const { report } = await publishSample({ contentDir, outDir: first.outDir, now: day(25 + 37) });
    expect(report.places[0]?.isNew).toBe(false);
  });

  it("[LOOP-5] prerenders every address in every language with language, direction, other languages and one style", async () => {
    const { current, report } = await publishSample({ withSite: true });
    // Home and, in the place: itself, a procedure, a page, an office kind, a document, a life event.
    expect(report.site).toEqual({ pages: 2 * (1 + 6), tooLarge: [] });
    const html = readFileSync(join(current, "html/fr/sample/p/get-a-card.html"), "utf8");
    expect(html).toContain('<html lang="fr" dir="ltr">');
    expect(html).toContain("<title>procedure &lt;sample&gt;</title>");
    expect(html).toContain('<link rel="alternate" hreflang="en" href="/en/sample/p/get-a-card">');
    expect(html).toContain('<div id="app"><h1>get-a-card fr 1 en,fr</h1></div>');
    expect(html.match(/<style>/g)).toHaveLength(1);
    expect(html).toContain('src="/assets/a.js"');
    for (const file of [
      "html/en/index.html",
      "html/en/sample/index.html",
      "html/en/sample/k/town-hall.html",
      "html/en/sample/e/arriving.html.br",
    ])
      expect(existsSync(join(current, file))).toBe(true);
    const site: unknown = JSON.parse(readFileSync(join(current, "site.json"), "utf8"));
    expect(site).toMatchObject({
      styleHash: template.styleHash,
      practice: true,
      places: [{ id: "sample", sequence: 1 }],
    });
  });

  it("[LOOP-5] refuses a page that does not fit the first response, and changes nothing", async () => {
    const first = await publishSample({ withSite: true });
    const before = realpathSync(first.current);
    const { keys, certified } = await readPublishKeys(publishFilesIn(keysDir));
    const large: RenderPage = () => ({
      title: "",
      description: "",
      bodyHtml: Array.from({ length: 12_000 }, (_, index) => ((index * 7_919) % 65_537).toString(36)).join(""),
    });
    const attempt = publish({
      contentDirs: [first.contentDir],
      outDir: first.outDir,
      keys,
      certified,
      now: day(25),
      site: { template, renderPage: large },
    });
    await expect(attempt).rejects.toThrow(/^\/en\/: \d+ bytes with headers, more than 14000/);
    expect(realpathSync(first.current)).toBe(before);
    expect(readdirSync(first.outDir)).toHaveLength(2);
  });

  it("[LOOP-5] refuses content with errors, an unreadable last manifest and a broken template, and changes nothing", async () => {
    const first = await publishSample();
    const before = realpathSync(first.current);
    const contentDir = writeSample(changed("place.yaml", "id: sample", "id: desk"));
    await expect(publishSample({ outDir: first.outDir, contentDir, now: day(25) })).rejects.toThrow(
      /place\.yaml:1: error/,
    );
    writeFileSync(join(first.current, "packs/sample/manifest.jws"), "broken");
    await expect(publishSample({ outDir: first.outDir, now: day(25) })).rejects.toThrow(
      /manifest\.jws: .*cannot be read/,
    );
    expect(realpathSync(first.current)).toBe(before);
    expect(() => readTemplate("<html><head></head><body></body></html>")).toThrow(InputError);
  });
});
