import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packPaths, manifest as parseManifest } from "../../src/core/pack.ts";
import type { Place } from "../../src/core/place.ts";
import { languageBlock, type Text } from "../../src/core/text.ts";
import { importIntegreat } from "../../src/publish/integreat/import-integreat.ts";
import type { PublishReport } from "../../src/publish/publish.ts";
import { readJws } from "../../src/seal/jws.ts";
import { type HubProcess, startHubProcess } from "../hub/start-hub-process.ts";
import { publishForTests } from "./built-site.ts";
import { type Counted, getCounted } from "./get-counted.ts";

const root = join(import.meta.dirname, "../..");
const fixtures = resolve(root, process.env.PASSERELLE_FIXTURES ?? "../shared/fixtures", "integreat");
const county = ["de", "en"].map((language) => join(fixtures, `pages_lkaugsburg_${language}.json`));
const hasCounty = county.every((file) => existsSync(file));
const now = new Date("2026-11-24T12:00:00Z");
const firstResponseBytes = 14_000;

type Served = { readonly hub: HubProcess; readonly folder: string; readonly report: PublishReport };

async function serve(contentDirs: readonly string[]): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), "passerelle-served-"));
  const report = await publishForTests({ contentDirs, outDir: join(folder, "site"), now });
  cpSync(join(root, "dist/app"), join(folder, "app"), { recursive: true });
  return { hub: await startHubProcess(folder), folder, report };
}

/** Addresses of every page that was prerendered. */
const addressesOf = ({ report }: Served): readonly string[] =>
  readdirSync(join(report.dir, "html"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".html"))
    .map((name) => `/${name.replace(/(index)?\.html$/, "")}`);

/** What a person reads without script: no tags, no scripts, entities decoded. */
const wordsOf = (html: string): string =>
  html
    .replaceAll(/<(script|style)[\s\S]*?<\/\1>/g, "")
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(
      /&(amp|lt|gt|quot|#39);/g,
      (_, name: string) => ({ amp: "&", lt: "<", gt: ">", quot: '"' })[name] ?? "'",
    )
    .replaceAll(/\s+/g, " ");

/** The pack as a device gets it: verified elsewhere, read here. */
async function packOf(
  { hub }: Served,
  id: string,
): Promise<{ place: Place; texts: Map<string, Record<string, Text>> }> {
  const get = async (path: string) => (await fetch(hub.address + path)).text();
  const read = readJws({ jws: (await get(packPaths.manifest(id))).trim(), type: "manifest", parse: parseManifest });
  if (!read) throw new Error(`no manifest of ${id}`);
  const blockOf = async (name: string): Promise<unknown> =>
    JSON.parse(await get(packPaths.block(id, read.payload.blocks.find((block) => block.name === name)?.hash ?? "")));
  const texts = new Map<string, Record<string, Text>>();
  for (const language of read.payload.languages)
    texts.set(language, { ...languageBlock(await blockOf(`texts.${language}`)).texts });
  return { place: (await blockOf("place")) as Place, texts }; // published just now from a checked place
}

describe("the places of the project, as a hub serves them", () => {
  let served: Served;
  const pages = new Map<string, Counted>();
  beforeAll(async () => {
    served = await serve(["eu", "example-town"].map((id) => join(root, "content", id)));
    for (const address of addressesOf(served)) pages.set(address, await getCounted(served.hub.address + address));
  }, 300_000);
  afterAll(() => {
    served.hub.kill();
    rmSync(served.folder, { recursive: true });
  });

  test("[P1][LOOP-5] every page comes in at most 14,000 bytes on the wire, headers included", () => {
    expect(pages.size).toBeGreaterThan(200);
    for (const [address, page] of pages) {
      expect([page.status, page.headers["content-encoding"]], address).toEqual([200, "br"]);
      expect(page.wireBytes, address).toBeLessThanOrEqual(firstResponseBytes);
    }
  });

  test("[P1] the wire is counted with its headers", () => {
    for (const [address, page] of pages) {
      const file = join(served.report.dir, "html", `${address}${address.endsWith("/") ? "index" : ""}.html.br`);
      const headers = page.wireBytes - readFileSync(file).length;
      expect(headers, address).toBeGreaterThan(300);
      // What publishing keeps free for headers is enough.
      expect(headers, address).toBeLessThanOrEqual(1_200);
    }
  });

  test.each(["eu", "example-town"])(
    "[P1][P8][LOOP-5] every procedure of %s shows title, steps, office, law, origin and date without script, in four languages",
    async (id) => {
      const { place, texts } = await packOf(served, id);
      expect(place.languages).toHaveLength(4);
      for (const language of place.languages)
        for (const procedure of place.procedures) {
          const address = `/${language}/${id}/p/${procedure.id}`;
          const html = pages.get(address)?.text ?? "";
          const words = wordsOf(html);
          const shows = (text: string) => {
            const inLanguage = texts.get(language)?.[text];
            if (typeof inLanguage === "string") expect(words, address).toContain(inLanguage.replaceAll(/\s+/g, " "));
            else throw new Error(`${address}: no text ${text}`);
          };
          shows(procedure.title);
          for (const step of procedure.steps) {
            shows(step.title);
            const where = step.office ?? step.officeKind ?? "";
            expect(html, address).toContain(`/${language}/${id}/${step.office === undefined ? "k" : "o"}/${where}"`);
            const office = [...place.offices, ...place.officeKinds].find((one) => one.id === where);
            shows(office?.title ?? "");
          }
          for (const law of procedure.law) expect(words, address).toContain(law.act);
          expect(html, address).toContain('data-origin="machine"');
          expect(words, address).toContain(
            new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(now),
          );
        }
    },
  );

  test("[LOOP-10] pages are asked for again, content-addressed blocks and assets never, and each in the encoding asked for", async () => {
    const [page] = pages.values();
    expect(page?.headers).toMatchObject({ "cache-control": "no-cache", vary: "Accept-Encoding" });
    const manifest = await fetch(served.hub.address + packPaths.manifest("eu"));
    expect(manifest.headers.get("cache-control")).toBe("no-cache");
    const block = readdirSync(join(served.report.dir, "packs/eu/b")).find((name) => !name.includes(".")) ?? "";
    const asset = "counted-0a1b2c3d.js";
    mkdirSync(join(served.folder, "app/assets"), { recursive: true });
    writeFileSync(join(served.folder, "app/assets", asset), "export {};");
    for (const path of [packPaths.block("eu", block), `/assets/${asset}`]) {
      const answer = await fetch(served.hub.address + path, { headers: { "accept-encoding": "gzip" } });
      expect(answer.headers.get("cache-control"), path).toBe("public, max-age=31536000, immutable");
      expect(answer.headers.get("vary"), path).toBe("Accept-Encoding");
    }
    const packed = await fetch(served.hub.address + packPaths.block("eu", block), {
      headers: { "accept-encoding": "gzip" },
    });
    expect(packed.headers.get("content-encoding")).toBe("gzip");
  });
});

describe.skipIf(!hasCounty)(
  `a real county${hasCounty ? "" : " (skipped: PASSERELLE_FIXTURES has no integreat folder)"}`,
  () => {
    let served: Served;
    const id = "lkaugsburg";
    beforeAll(async () => {
      const out = join(mkdtempSync(join(tmpdir(), "passerelle-county-")), id);
      importIntegreat({ files: county, place: id, out, title: "Landkreis Augsburg" });
      served = await serve([out]);
    }, 300_000);
    afterAll(() => {
      served.hub.kill();
      rmSync(served.folder, { recursive: true });
    });

    test("[LOOP-4][LOOP-5] all its pages in both languages are published by the real renderer", async () => {
      const { place } = await packOf(served, id);
      expect(place.pages).toHaveLength(238);
      expect(place.languages).toEqual(["de", "en"]);
      const addresses = addressesOf(served);
      for (const language of ["de", "en"])
        expect(addresses.filter((address) => address.startsWith(`/${language}/${id}/i/`))).toHaveLength(238);
      expect(served.report.site.pages).toBe(addresses.length);
    });

    test("[LOOP-4] a page is found by its title in both languages and opens over HTTP", async () => {
      const { place, texts } = await packOf(served, id);
      const titleIn = (language: string, title: string) => texts.get(language)?.[title];
      const wanted = place.pages.filter(({ title }) => typeof titleIn("en", title) === "string");
      expect(wanted).toHaveLength(233);
      for (const page of [wanted[0], wanted[100], wanted.at(-1)])
        for (const language of ["de", "en"]) {
          const title = titleIn(language, page?.title ?? "");
          if (typeof title !== "string") throw new Error(`no title in ${language}`);
          const found = place.pages.find((one) => titleIn(language, one.title) === title);
          const answer = await getCounted(`${served.hub.address}/${language}/${id}/i/${found?.id}`);
          expect([answer.status, answer.headers["content-encoding"]]).toEqual([200, "br"]);
          expect(wordsOf(answer.text)).toContain(title.replaceAll(/\s+/g, " "));
          expect(answer.text).toMatch(
            language === "de" ? /data-origin="imported"/ : /data-origin="(machine|imported)"/,
          );
        }
    });

    test("[P1][LOOP-4] the pages that do not fit 14,000 bytes are listed by name and size, and no others", async () => {
      const listed = new Map(
        served.report.site.tooLarge.map((line) => {
          const [, address = "", bytes = ""] = /^(\S+): (\d+) bytes/.exec(line) ?? [];
          return [address, Number(bytes)] as const;
        }),
      );
      expect(listed.size).toBeLessThan(40);
      for (const address of addressesOf(served)) {
        const { wireBytes } = await getCounted(served.hub.address + address);
        if (!listed.has(address)) expect(wireBytes, address).toBeLessThanOrEqual(firstResponseBytes);
      }
      for (const bytes of listed.values()) expect(bytes).toBeGreaterThan(firstResponseBytes);
    });
  },
);
