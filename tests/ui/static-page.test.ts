import { existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parseAddress } from "../../src/core/address.ts";
import { publishForTests } from "../publish/built-site.ts";

const root = join(import.meta.dirname, "../..");
const now = new Date();
const app = join(root, "dist/app");
let site = "";

const htmlFiles = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".html"));
const page = (path: string): string => readFileSync(join(site, "html", `${path}.html`), "utf8");

// The built components and the real content, as `start` publishes them.
beforeAll(async () => {
  const dir = mkdtempSync(join(tmpdir(), "passerelle-site-"));
  await publishForTests({
    contentDirs: ["eu", "example-town"].map((place) => join(root, "content", place)),
    outDir: dir,
    now,
  });
  site = join(dir, "current");
}, 300_000);

describe("prerendered pages", () => {
  test("[P1][LOOP-5] every page of both places fits the first response of 14,000 bytes with its headers", () => {
    const sizes = htmlFiles(join(site, "html")).map((name) => readFileSync(join(site, "html", `${name}.br`)).length);
    expect(sizes.length).toBeGreaterThan(200);
    expect(Math.max(...sizes) + 1_200).toBeLessThanOrEqual(14_000);
  });

  test.each(["en", "fr", "ar", "uk"])(
    "[LOOP-13][P8] a procedure in %s shows steps, office, law, origin and date without script",
    (language) => {
      const html = page(`${language}/eu/p/ask-for-asylum`);
      expect(html).toContain(`<html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}">`);
      expect(html).toContain('<ol class="steps">');
      expect(html).toContain('data-origin="machine"');
      expect(html).toContain("2024/1348");
      expect(html).toContain(`/${language}/eu/k/`);
      expect(html).toContain(new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(now));
      expect(html).not.toMatch(/<script(?![^>]* src="\/assets\/)|style="/);
      expect(html).not.toContain("undefined");
    },
  );

  test("[LOOP-3] every page of the example town says PRACTICE in its language", () => {
    const words = { en: "PRACTICE", fr: "EXERCICE", ar: "تدريب", uk: "НАВЧАННЯ" };
    for (const [language, word] of Object.entries(words)) {
      const folder = join(site, "html", language, "example-town");
      expect(existsSync(folder)).toBe(true);
      for (const name of htmlFiles(folder)) expect(readFileSync(join(folder, name), "utf8"), name).toContain(word);
    }
  });

  test("[LOOP-13] every link leads to a page that was published, to a screen of the device or to a file of the app", () => {
    const files = htmlFiles(join(site, "html"));
    const known = new Set(files.map((name) => `/${name.replace(/index\.html$/, "").replace(/\.html$/, "")}`));
    const dead = files.flatMap((name) =>
      [...readFileSync(join(site, "html", name), "utf8").matchAll(/href="(\/[^"]*)"/g)].flatMap(([, href]) =>
        href === undefined || known.has(href) || parseAddress(href).kind === "own" || existsSync(join(app, href))
          ? []
          : [`${name}: ${href}`],
      ),
    );
    expect(dead).toEqual([]);
  });

  test("[LOOP-13] no language of the interface lacks a word", () => {
    for (const language of ["fr", "ar", "uk"])
      for (const area of ["", "app", "desk"])
        expect(readFileSync(join(root, "locales", area, `${language}.po`), "utf8")).not.toMatch(/msgstr ""\n(\n|$)/);
  });
});
