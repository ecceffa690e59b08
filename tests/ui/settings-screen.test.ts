import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { orderLanguages } from "../../src/ui/components/settings/order-languages.ts";
import { keptPlace, type ScreenBrowser, startScreenBrowser } from "./device-screens/open-screen.ts";
import { aCase, aDraft, aKeptPlace, type Kept, type Scenario } from "./device-screens/scenario.ts";

let browser: ScreenBrowser;
let town: Kept;
beforeAll(async () => {
  [browser, town] = await Promise.all([startScreenBrowser(), keptPlace("example-town")]);
}, 120_000);
afterAll(() => browser.close());

const notKept = aKeptPlace({
  place: "eu",
  titles: { en: "European Union" },
  practice: false,
  isKept: false,
  issuedAt: null,
  changedAt: null,
  checkedAt: null,
  languages: aKeptPlace().languages.map((one) => ({ ...one, isKept: false })),
});
const open = (more: Partial<Scenario> = {}) =>
  browser.open({ path: "/en/settings", scenario: { kept: [town], places: [aKeptPlace(), notKept], ...more } });

describe("settings", () => {
  test("[LOOP-13][P8] the three dates of a place are named as what they are", async () => {
    const { page } = await open();
    const dates = page.getByRole("article").first().locator("dl");
    expect(await dates.locator("dt").allTextContents()).toEqual([
      "Content checked by its publisher",
      "Last changed on this device",
      "Last asked whether there is something new",
    ]);
    expect(await dates.locator("dd").allTextContents()).toEqual([
      expect.stringContaining("24"),
      expect.stringMatching(/24.*9:00/),
      expect.stringMatching(/24.*(14:00|2:00)/),
    ]);
  });

  test("[LOOP-13] the size is told before a language is fetched, and only the button fetches", async () => {
    const { page, calls } = await open();
    const town = page.getByRole("article").filter({ hasText: "Example Town" });
    await town.getByText("25 kB to download").waitFor();
    await town.getByRole("checkbox", { name: "العربية" }).check();
    expect((await calls()).map(({ name }) => name)).not.toContain("packs.keep");
    await town.getByRole("button", { name: "Keep these languages: download 25 kB" }).click();
    await town.getByText("Done. It works without a connection.").waitFor();
    expect(await calls()).toContainEqual({
      name: "packs.keep",
      of: { place: "example-town", languages: ["en", "fr", "ar"] },
    });
  });

  test("[LOOP-13] the first language of a place brings its structure, and its size is counted", async () => {
    const { page } = await open();
    const eu = page.getByRole("article").filter({ hasText: "European Union" });
    await eu.getByRole("checkbox", { name: "Français" }).check();
    await eu.getByRole("button", { name: "Keep these languages: download 52 kB" }).waitFor();
  });

  test("[LOOP-13] a place is removed only after a second step, and a failure is told", async () => {
    const { page, calls } = await open({ answers: { "packs.keep": { ok: false, problem: "storage-failed" } } });
    await page.getByRole("button", { name: "Remove this place" }).click();
    await page.getByText("Your requests and drafts stay.").waitFor();
    await page.getByRole("button", { name: "Yes, remove" }).click();
    await page.getByRole("alert").getByText("This browser could not save it.").waitFor();
    expect(await calls()).toContainEqual({ name: "packs.keep", of: { place: "example-town", languages: [] } });
  });

  test("[LOOP-13] looking for updates without a connection says that everything here still works", async () => {
    const { page } = await open({ answers: { "packs.checkNow": { ok: false, problem: "no-connection" } } });
    await page.getByRole("button", { name: "Look for updates now" }).click();
    await page.getByRole("alert").getByText("Everything on this device still works.").waitFor();
  });

  test("[LOOP-13] without any list of places the screen says so instead of waiting", async () => {
    const { page } = await open({ places: [] });
    await page.getByText("No place is on this device, and the list of places could not be fetched.").waitFor();
  });

  test("[LOOP-13] space, its limit and the browser's promise are told, and a refusal is no failure", async () => {
    const { page } = await open({ answers: { "storage.persist": false } });
    await page.getByText("Passerelle uses 1.2 MB of 600 MB that the browser gives.").waitFor();
    await page.getByRole("button", { name: "Ask the browser to keep it" }).click();
    await page.getByRole("status").getByText("The browser said no.").waitFor();
  });

  test("[LOOP-13] what is here and what left this device are counted", async () => {
    const { page } = await open({
      drafts: [aDraft()],
      cases: [aCase({ id: "a" }), aCase({ id: "b", state: "waiting", receivedBetween: null })],
    });
    await page.getByText("1 draft").waitFor();
    await page.getByRole("link", { name: "2 requests" }).waitFor();
    await page.getByText("1 form was received.").waitFor();
  });

  test("[LOOP-13] everything can be saved as one file", async () => {
    const { page } = await open();
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save everything as a file" }).click();
    expect((await download).suggestedFilename()).toBe("passerelle.zip");
  });

  test("[LOOP-13] deleting everything takes two steps and says what is lost", async () => {
    const { page, calls } = await open();
    await page.getByRole("button", { name: "Delete everything" }).click();
    await page.getByText("Drafts and what was not sent yet are lost.").waitFor();
    await page.getByRole("button", { name: "No, keep everything" }).click();
    expect((await calls()).map(({ name }) => name)).not.toContain("storage.deleteAll");
    await page.getByRole("button", { name: "Delete everything" }).click();
    await page.getByRole("button", { name: "Yes, delete everything" }).click();
    // The page is loaded anew: nothing that was in its memory is left, and back does not lead to it.
    await page.waitForURL("http://localhost/");
  });

  test("[LOOP-13] a deletion or an export that fails is told, and the screen stays", async () => {
    const { page } = await open({ failing: ["storage.deleteAll", "storage.exportAll"] });
    await page.getByRole("button", { name: "Delete everything" }).click();
    await page.getByRole("button", { name: "Yes, delete everything" }).click();
    await page.getByRole("alert").getByText("Not everything could be deleted.").waitFor();
    await page.getByRole("button", { name: "Save everything as a file" }).click();
    await page.getByRole("alert").getByText("The file could not be made.").waitFor();
    expect(page.url()).toBe("http://localhost/en/settings");
  });

  test.each(["en", "fr", "ar", "uk"])(
    "[LOOP-13] axe finds nothing in the settings in %s, light and dark",
    async (language) => {
      for (const dark of [false, true]) {
        const { page, axe } = await browser.open({
          path: `/${language}/settings`,
          dark,
          scenario: { kept: [town], places: [aKeptPlace(), notKept] },
        });
        await page.getByRole("article").nth(1).waitFor();
        expect(await axe()).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      }
    },
  );
});

describe("choice of language", () => {
  test("[LOOP-13] languages stand by their own names in their own direction, the current one marked", async () => {
    const { page, axe } = await browser.open({
      path: "/fr/settings#language",
      scenario: { kept: [town], places: [aKeptPlace()] },
    });
    const arabic = page.getByRole("link", { name: "العربية" });
    expect(await arabic.getAttribute("href")).toBe("/ar/");
    expect(await page.locator("li[lang=ar]").getAttribute("dir")).toBe("rtl");
    expect(await page.getByRole("link", { name: "Français" }).getAttribute("aria-current")).toBe("true");
    expect(await axe()).toEqual([]);
  });

  test("[LOOP-13] the languages of the device come first, in its order", () => {
    expect(orderLanguages({ offered: ["ar", "en", "fr", "uk", "ar"], preferred: ["uk-UA", "fr"] })).toEqual([
      "uk",
      "fr",
      "ar",
      "en",
    ]);
  });
});
