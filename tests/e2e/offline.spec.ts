/** The built app in a real browser against a real hub that is really stopped: what works without a connection, and how it updates. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { loadSite } from "../../src/cli/load-site.ts";
import { publishFilesIn, readPublishKeys } from "../../src/cli/publish-keys.ts";
import { publish } from "../../src/publish/publish.ts";
import { captivePortal, type Fault, type FaultProxy, startFaultProxy } from "../faults/fault-proxy.ts";
import {
  expectQuietlyReady,
  newPerson,
  offlineWords,
  openUntilReady,
  readyPattern,
  recordShifts,
  saidInStatus,
  shiftedInMain,
} from "./offline-steps.ts";
import { type ServedHub, serveHub } from "./served-hub.ts";
import { interfaceText } from "./words.ts";

const root = join(import.meta.dirname, "../..");
let hub: ServedHub;
let proxy: FaultProxy;
/** What the proxy before the hub does with a path. */
let faultOf: (path: string) => Fault;
const pass: Fault = { kind: "pass" };

test.beforeAll(async () => {
  hub = await serveHub();
  proxy = await startFaultProxy({ target: hub.origin, script: ({ path }) => faultOf(path) });
});
test.beforeEach(() => {
  faultOf = () => pass;
});
test.afterAll(async () => {
  await proxy?.close();
  await hub?.remove();
});

/** Addresses of the place's procedures, forms, offices and words, as its own page lists them. */
const linksOf = (page: Page): Promise<readonly string[]> =>
  page
    .locator("main a[href^='/']")
    .evaluateAll((links) => [...new Set(links.map((link) => link.getAttribute("href") ?? ""))]);

/** Publishes the content again with other words in a text of the example town. */
async function republish(find: string, replace: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "passerelle-e2e-content-"));
  cpSync(join(root, "content"), folder, { recursive: true });
  const file = join(folder, "example-town/place.yaml");
  const before = readFileSync(file, "utf8");
  if (!before.includes(find)) throw new Error(`${file} does not hold ${find}`);
  writeFileSync(file, before.replace(find, replace));
  const { keys, certified } = await readPublishKeys(publishFilesIn(join(hub.data, "keys")));
  await publish({
    contentDirs: ["eu", "example-town"].map((place) => join(folder, place)),
    outDir: join(hub.data, "site"),
    keys,
    certified,
    now: new Date(),
    site: await loadSite(),
  });
  rmSync(folder, { recursive: true });
}

const scriptOf = async (path: string): Promise<string> => (await fetch(hub.origin + path)).text();
const asScript = (body: string): Fault => ({
  kind: "answer",
  status: 200,
  headers: { "content-type": "text/javascript", "cache-control": "no-cache" },
  body,
});

test("[LOOP-6][P2] after ready was said once, everything of the place opens in every kept language with the hub stopped", async ({
  browser,
}) => {
  const { context, page, trespasses } = await newPerson(browser, { origin: hub.origin, locale: "fr" });
  await openUntilReady(page, { address: `${hub.origin}/fr/example-town/`, language: "fr" });
  const said = (await saidInStatus(page)).filter((text) => readyPattern("fr").test(text));
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/\d/);
  await openUntilReady(page, { address: `${hub.origin}/ar/example-town/`, language: "ar" });
  await page.reload();
  await expectQuietlyReady(page, "ar");
  expect((await saidInStatus(page)).some((text) => readyPattern("ar").test(text))).toBe(false);

  await hub.kill();
  try {
    for (const language of ["fr", "ar", "en"]) {
      await page.goto(`${hub.origin}/${language}/example-town/`);
      await expect(page.locator("html")).toHaveAttribute("dir", language === "ar" ? "rtl" : "ltr");
      const links = await linksOf(page);
      expect(links.length).toBeGreaterThan(10);
      for (const address of links.filter((link) => link.includes("/example-town/"))) {
        await page.goto(hub.origin + address);
        await expect(page.locator("main h1")).not.toHaveText("Passerelle");
        await expect(page.locator("footer[data-place='example-town']")).toBeVisible();
      }
      await expect(page.locator(".status")).toContainText(offlineWords(language));
      for (const screen of ["search", "mine", "settings", "about"]) {
        await page.goto(`${hub.origin}/${language}/${screen}`);
        await expect(page.locator("main h1")).toBeVisible();
      }
    }
    await page.goto(`${hub.origin}/en/search`);
    await page.getByRole("searchbox").or(page.getByRole("textbox")).first().fill("interpreter");
    await expect(page.locator("main a[href*='/example-town/']").first()).toBeVisible();
    // What is not kept is told, not left blank; the words of a language that was never chosen are not here either.
    await page.goto(`${hub.origin}/uk/example-town/`);
    await expect(
      page.getByRole("heading", { name: interfaceText("en", "This is not on this device yet") }),
    ).toBeVisible();
  } finally {
    await hub.start();
  }
  expect(trespasses).toEqual([]);
  await context.close();
});

test("[LOOP-6] links are followed without loading a page: title, heading and language follow, the back button goes back", async ({
  browser,
}) => {
  const { context, page, trespasses } = await newPerson(browser, { origin: hub.origin, locale: "fr" });
  await openUntilReady(page, { address: `${hub.origin}/fr/example-town/`, language: "fr" });
  await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
  await page.locator("main a[href='/fr/example-town/p/register-address']").first().click();
  await expect(page).toHaveURL(`${hub.origin}/fr/example-town/p/register-address`);
  await expect(page.locator("main h1")).toBeFocused();
  const title = await page.title();
  expect(title).toContain(await page.locator("main h1").innerText());
  await page.getByRole("link", { name: "العربية" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "ar");
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  expect(await page.title()).not.toBe(title);
  await page.goBack();
  await expect(page).toHaveTitle(title);
  await expect(page.locator("html")).toHaveAttribute("dir", "ltr");
  expect(await page.evaluate(() => "isSamePage" in globalThis)).toBe(true);
  expect(trespasses).toEqual([]);
  await context.close();
});

test("[LOOP-6][P1] taking over a published page moves nothing that is being read", async ({ browser }) => {
  const { context, page } = await newPerson(browser, { origin: hub.origin, locale: "fr" });
  await recordShifts(context);
  await openUntilReady(page, { address: `${hub.origin}/fr/example-town/p/register-address`, language: "fr" });
  expect(await shiftedInMain(page)).toEqual([]);
  await context.close();
});

test("[LOOP-6][S11.2] half an update is never current: old words stay until the last block came", async ({
  browser,
}) => {
  const { context, page } = await newPerson(browser, { origin: proxy.url, locale: "en" });
  await openUntilReady(page, { address: `${proxy.url}/en/example-town/`, language: "en" });
  const about = page.locator("main");
  await expect(about).not.toContainText("NEW WORDS");
  await republish("**PRACTICE.** Example Town", "**PRACTICE.** NEW WORDS. Example Town");
  let isBroken = true;
  faultOf = (path) =>
    isBroken && path.includes("/packs/example-town/b/") ? { kind: "cutResponse", afterBytes: 20 } : pass;
  await page.reload();
  await expect(page.locator(".status")).toContainText(offlineWords("en"));
  await page.reload();
  await expect(about).not.toContainText("NEW WORDS");
  isBroken = false;
  await page.reload();
  await expectQuietlyReady(page, "en");
  await expect(async () => {
    await page.reload();
    await expect(about).toContainText("NEW WORDS", { timeout: 2_000 });
  }).toPass();
  await context.close();
});

test("[LOOP-6] a new version waits for the person, and takes over when asked", async ({ browser }) => {
  const { context, page, trespasses } = await newPerson(browser, { origin: proxy.url, locale: "en" });
  await openUntilReady(page, { address: `${proxy.url}/en/example-town/`, language: "en" });
  const restart = page.getByRole("button", { name: interfaceText("en", "Restart now") });
  await expect(restart).toHaveCount(0);
  const newer = `${await scriptOf("/sw.js")}\n// newer`;
  faultOf = (path) => (path === "/sw.js" ? asScript(newer) : pass);
  await page.reload();
  await expect(restart).toBeVisible();
  // A draft with words that are not saved yet says so as it would to a page that is being closed.
  await page.evaluate(() => addEventListener("beforeunload", (event) => event.preventDefault(), { once: true }));
  await page.evaluate(() => Object.assign(globalThis, { isOld: true }));
  await restart.click();
  await expect.poll(() => page.evaluate(() => "isOld" in globalThis).catch(() => true)).toBe(false);
  await expectQuietlyReady(page, "en");
  await expect(restart).toHaveCount(0);
  expect(trespasses).toEqual([]);
  await context.close();
});

test("[LOOP-6][S6.2] a sign-in page in place of a file of a new version fails it, and the old version stays", async ({
  browser,
}) => {
  const { context, page } = await newPerson(browser, { origin: proxy.url, locale: "en" });
  await openUntilReady(page, { address: `${proxy.url}/en/example-town/`, language: "en" });
  const script = await scriptOf("/sw.js");
  const newer = script.replace(/("revision":|revision:)["'`][0-9a-f]{8,}["'`]/, '$1"newer"');
  expect(newer).not.toBe(script);
  const asked: string[] = [];
  faultOf = (path) => {
    asked.push(path);
    if (path === "/sw.js") return asScript(newer);
    return path.startsWith("/index.html") || path.startsWith("/app.webmanifest") || path.startsWith("/icons")
      ? captivePortal
      : pass;
  };
  await page.reload();
  await expectQuietlyReady(page, "en");
  await expect.poll(() => asked.some((path) => path === "/sw.js")).toBe(true);
  await page.waitForTimeout(2_000);
  expect(
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting ?? null),
  ).toBeNull();
  faultOf = () => captivePortal;
  await page.reload();
  await expect(page.locator("main h1")).not.toHaveText("Sign in to the Wi-Fi");
  await expect(page.locator("footer[data-place='example-town']")).toBeVisible();
  // What is not kept is answered by whoever answers, and is not kept for later.
  await page.goto(`${proxy.url}/uk/eu/`);
  await expect(page.locator("body")).toContainText("Sign in to the Wi-Fi");
  const kept = await page.evaluate(async () => {
    const texts: string[] = [];
    for (const name of await caches.keys())
      for (const response of await (await caches.open(name)).matchAll()) texts.push(await response.text());
    return texts.some((text) => text.includes("Sign in to the Wi-Fi</body>"));
  });
  expect(kept).toBe(false);
  await context.close();
});

test("[LOOP-6] without service worker the app reads and opens its screens, and never says that it is ready offline", async ({
  browser,
}) => {
  const { context, page } = await newPerson(browser, { origin: hub.origin, locale: "en" });
  // The browser gives its own; an old one has none.
  await context.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, "serviceWorker"));
  await page.goto(`${hub.origin}/en/example-town/`);
  await expect(page.locator(".status")).toContainText(
    interfaceText("en", "Last contact today {time}").replace("{time}", ""),
  );
  await page.getByRole("link", { name: interfaceText("en", "Settings") }).click();
  await expect(page.getByRole("heading", { level: 1, name: interfaceText("en", "Settings") })).toBeVisible();
  await page.goto(`${hub.origin}/en/example-town/f/register-address`);
  await expect(page.getByRole("button").first()).toBeVisible();
  expect((await saidInStatus(page)).some((text) => readyPattern("en").test(text))).toBe(false);
  await context.close();
});

test("[LOOP-6] a browser that refuses storage reads from memory and says why it only reads", async ({ browser }) => {
  const { context, page } = await newPerson(browser, { origin: hub.origin, locale: "en" });
  await context.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("storage is refused", "SecurityError");
    };
  });
  await page.goto(`${hub.origin}/en/example-town/p/register-address`);
  await expect(page.locator(".status")).toContainText(
    interfaceText("en", "This browser lets us save nothing. Here you can only read."),
  );
  await page.locator(".brand").click();
  await expect(page).toHaveURL(`${hub.origin}/en/example-town/`);
  await expect(page.locator("main h1")).toBeVisible();
  await context.close();
});

test("[LOOP-6] a page without https only reads, and says why", async ({ playwright }) => {
  const { chromiumFlags, findChromium } = await import("./browsers.ts");
  const { executablePath } = await findChromium();
  const browser = await playwright.chromium.launch({
    executablePath,
    args: [...chromiumFlags, "--host-resolver-rules=MAP hub.insecure.test 127.0.0.1"],
  });
  const page = await browser.newPage({ locale: "en" });
  await page.goto(`http://hub.insecure.test:${new URL(hub.origin).port}/en/example-town/p/register-address`);
  await expect(page.locator("[role='status']").first()).toContainText(
    interfaceText("en", "This address is not secure (no https). Here you can only read."),
  );
  await expect(page.locator("ol.steps > li").first()).toBeVisible();
  await browser.close();
});
