/** A real county of the Integreat CMS, both languages: imported, published, kept by a browser, and read with the hub stopped. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "@playwright/test";
import { loadSite } from "../../src/cli/load-site.ts";
import { publishFilesIn, readPublishKeys } from "../../src/cli/publish-keys.ts";
import { importIntegreat } from "../../src/publish/integreat/import-integreat.ts";
import { publish } from "../../src/publish/publish.ts";
import { newPerson, offlineWords } from "./offline-steps.ts";
import { type ServedHub, serveHub } from "./served-hub.ts";
import { interfacePattern } from "./words.ts";

const root = join(import.meta.dirname, "../..");
const fixtures = resolve(root, process.env.PASSERELLE_FIXTURES ?? "../shared/fixtures", "integreat");
const files = ["de", "en"].map((language) => join(fixtures, `pages_lkaugsburg_${language}.json`));
const isMissing = !files.every((file) => existsSync(file));

let hub: ServedHub;
let folder = "";

test.beforeAll(async () => {
  test.skip(isMissing, `the fixtures of Integreat are not in ${fixtures}`);
  folder = mkdtempSync(join(tmpdir(), "passerelle-e2e-county-"));
  const county = join(folder, "county");
  importIntegreat({ files, place: "county", out: county, title: "Landkreis" });
  hub = await serveHub();
  const { keys, certified } = await readPublishKeys(publishFilesIn(join(hub.data, "keys")));
  const contentDirs = [...["eu", "example-town"].map((place) => join(root, "content", place)), county];
  await publish({
    contentDirs,
    outDir: join(hub.data, "site"),
    keys,
    certified,
    now: new Date(),
    site: await loadSite(),
  });
});
test.afterAll(async () => {
  await hub?.remove();
  if (folder !== "") rmSync(folder, { recursive: true });
});

test("[LOOP-4][P2] a county of 238 pages is kept with its size told before, and read and searched with the hub stopped", async ({
  browser,
}) => {
  const { context, page, trespasses } = await newPerson(browser, { origin: hub.origin, locale: "en" });
  await page.goto(`${hub.origin}/en/county/`);
  const keep = page.getByRole("button", { name: interfacePattern("en", "Keep this place on this device ({size})") });
  const ready = page.locator(".status", { hasText: /Ready (to work )?offline \(/ });
  await expect(keep.or(ready).first()).toBeVisible();
  if (await keep.isVisible()) {
    expect(await keep.innerText()).toMatch(/\d.*B/);
    await keep.click();
  }
  await expect(ready).toBeVisible({ timeout: 60_000 });

  await hub.kill();
  for (const [language, title] of [
    ["de", "Schule"],
    ["en", "School"],
  ] as const) {
    await page.goto(`${hub.origin}/${language}/search`);
    await page.getByRole("searchbox").or(page.getByRole("textbox")).first().fill(title);
    const found = page.locator("main a[href*='/county/i/']").first();
    await expect(found).toBeVisible();
    const [name, address] = [await found.innerText(), await found.getAttribute("href")];
    await page.goto(`${hub.origin}${address}`);
    await expect(page.locator("main h1")).toContainText(name.trim());
    await expect(page.locator("footer[data-place='county']")).toHaveAttribute("data-origin", /imported|machine/);
    await expect(page.locator(".status")).toContainText(offlineWords(language));
  }
  expect(trespasses).toEqual([]);
  await context.close();
});
