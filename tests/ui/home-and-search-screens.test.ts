import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keptPlace, type ScreenBrowser, startScreenBrowser } from "./device-screens/open-screen.ts";
import { aCase, aDraft, aKeptPlace, type Kept } from "./device-screens/scenario.ts";

let browser: ScreenBrowser;
let town: Kept;
let eu: Kept;
beforeAll(async () => {
  [browser, town, eu] = await Promise.all([startScreenBrowser(), keptPlace("example-town"), keptPlace("eu")]);
}, 120_000);
afterAll(() => browser.close());

const places = () => [aKeptPlace(), aKeptPlace({ place: "eu", titles: { en: "European Union" }, practice: false })];
const scenario = (more = {}) => ({ kept: [town, eu], places: places(), ...more });

describe("home", () => {
  test("[LOOP-13] what needs the person and what waits is counted, and leads to my requests", async () => {
    const { page } = await browser.open({
      path: "/en/",
      scenario: scenario({
        drafts: [aDraft()],
        cases: [
          aCase({ id: "a", state: "action needed" }),
          aCase({ id: "b", state: "waiting" }),
          aCase({ id: "c", state: "waiting" }),
        ],
      }),
    });
    const waits = page.getByRole("navigation", { name: "My requests" });
    expect(await waits.textContent()).toMatch(
      /1 request needs you.*1 form is not finished.*2 requests are not sent yet/,
    );
    await waits.getByRole("link", { name: "My requests" }).click();
    await page.getByRole("heading", { name: "My requests" }).waitFor();
  });

  test("[LOOP-13] without requests nothing about them stands on the home; urgent help always does", async () => {
    const { page } = await browser.open({ path: "/en/", scenario: scenario() });
    expect(await page.getByRole("navigation", { name: "My requests" }).count()).toBe(0);
    await page.getByRole("heading", { name: "Urgent help" }).waitFor();
    expect(await page.getByRole("link", { name: "112" }).getAttribute("href")).toBe("tel:112");
  });

  test("[P7] words that are looked for leave neither an address, nor a history entry, nor a request", async () => {
    const { page } = await browser.open({ path: "/en/", scenario: scenario() });
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.getByRole("searchbox").fill("trafficking");
    await page.getByRole("searchbox").press("Enter");
    await page.getByRole("heading", { name: "Search", level: 1 }).waitFor();
    expect(await page.getByRole("searchbox").inputValue()).toBe("trafficking");
    expect(page.url()).toBe("http://localhost/en/search");
    expect(await page.evaluate(() => JSON.stringify(history.state))).not.toContain("trafficking");
    expect(asked).toEqual([]);
  });

  test.each(["fr", "ar"])("[LOOP-13] axe finds nothing in the home in %s, light and dark", async (language) => {
    for (const dark of [false, true]) {
      const { page, axe } = await browser.open({
        path: `/${language}/`,
        dark,
        scenario: scenario({ cases: [aCase({ state: "action needed" })] }),
      });
      expect(await axe()).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    }
  });
});

describe("search", () => {
  test("[LOOP-4] search finds a page by title, with its kind and its place", async () => {
    const { page } = await browser.open({ path: "/en/search", scenario: scenario() });
    await page.getByRole("searchbox").fill("how to read the law");
    const hits = page.locator("section", { has: page.getByRole("heading", { name: "More to read" }) });
    const link = hits.getByRole("link").first();
    expect(await link.getAttribute("href")).toBe("/en/eu/i/how-to-read-the-law");
    expect(await hits.getByRole("listitem").first().textContent()).toContain("European");
  });

  test("[LOOP-13] search reads all kept places in the reader's language and puts procedures first", async () => {
    const { page } = await browser.open({ path: "/ar/search", scenario: scenario() });
    await page.getByRole("searchbox").fill("مُتَرْجِم");
    await page.getByRole("listitem").first().waitFor();
    const links = await page.locator("main .cards a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
    expect(links[0]).toMatch(/^\/ar\/(example-town|eu)\/p\//);
    expect(new Set(links.map((href) => href?.split("/")[2]))).toEqual(new Set(["example-town", "eu"]));
  });

  test("[LOOP-13] nothing found says where it looked, and offers the topics", async () => {
    const { page, axe } = await browser.open({ path: "/en/search", scenario: scenario() });
    await page.getByRole("searchbox").fill("qqqq");
    await page.getByText("Nothing was found in what is on this device.").waitFor();
    await page.getByRole("link", { name: "Your first days" }).waitFor();
    expect(await axe()).toEqual([]);
  });

  test("[LOOP-13] the words are still there after reading a result and going back", async () => {
    const { page } = await browser.open({ path: "/en/search", scenario: scenario() });
    await page.getByRole("searchbox").fill("interpreter");
    await page.locator("main .cards a").first().click();
    await page.goBack();
    expect(await page.getByRole("searchbox").inputValue()).toBe("interpreter");
  });

  test("[LOOP-13] with no place on the device the screen says how to get one", async () => {
    const { page } = await browser.open({ path: "/en/search", scenario: { kept: [] } });
    await page.getByText("No place is on this device yet.").waitFor();
  });
});
