import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Problem } from "../../src/ui/services.ts";
import { keptPlace, type ScreenBrowser, startScreenBrowser } from "./device-screens/open-screen.ts";
import { aCase, aKeptPlace, type Kept, type Scenario } from "./device-screens/scenario.ts";

let browser: ScreenBrowser;
let town: Kept;
beforeAll(async () => {
  [browser, town] = await Promise.all([startScreenBrowser(), keptPlace("example-town")]);
}, 120_000);
afterAll(() => browser.close());

const open = (path: string, more: Partial<Scenario> = {}) =>
  browser.open({ path, scenario: { kept: [town], places: [aKeptPlace()], cases: [aCase()], ...more } });

describe("opening a request with a claim slip", () => {
  test("[LOOP-12] the secret leaves address and history before the slip is read", async () => {
    const { page, calls } = await open("/en/claim#SECRET-SLIP");
    await page.getByRole("button", { name: "Open here too" }).waitFor();
    expect(page.url()).toBe("http://localhost/en/claim");
    expect(await calls()).toContainEqual({ name: "cases.readSlip", of: "SECRET-SLIP" });
    await page.evaluate(() => {
      location.hash = "#elsewhere-by-hand";
    });
    await page.waitForFunction(() => location.hash === "");
    await page.goBack();
    expect(page.url()).not.toContain("SECRET");
    expect(await page.content()).not.toContain("SECRET-SLIP");
  });

  test("[LOOP-12] before anything is asked of the hub the screen says which place it is, and PRACTICE", async () => {
    const { page, calls } = await open("/en/claim#SLIP");
    await page.getByText("Example Town (PRACTICE)").waitFor();
    expect(await page.locator(".card").textContent()).toMatch(/· PRACTICE$/);
    expect((await calls()).map(({ name }) => name)).toEqual(["cases.readSlip"]);
  });

  test.each([
    ["Open here too", "open"],
    ["Take it over to this device", "take-over"],
  ])("[LOOP-12] %s claims it so and leads to the request, without the secret in the history", async (button, as) => {
    const { page, calls } = await open("/en/claim#SLIP");
    await page.getByRole("button", { name: button }).click();
    await page.getByRole("heading", { name: "What happened so far" }).waitFor();
    expect(page.url()).toBe("http://localhost/en/mine#case-1");
    expect(await calls()).toContainEqual({ name: "cases.claim", of: { text: "SLIP", as } });
  });

  test("[LOOP-12] a text can be entered by hand; an empty one asks nothing", async () => {
    const { page, calls } = await open("/en/claim");
    await page.getByRole("button", { name: "Read the slip" }).click();
    await page.getByRole("alert").getByText("This is not a claim slip of Passerelle.").waitFor();
    expect(await calls()).toEqual([]);
    await page.getByRole("textbox", { name: "Text of the slip" }).fill("http://localhost/en/claim#TYPED");
    await page.getByRole("button", { name: "Read the slip" }).click();
    await page.getByRole("button", { name: "Open here too" }).waitFor();
    expect(await calls()).toEqual([{ name: "cases.readSlip", of: "http://localhost/en/claim#TYPED" }]);
  });

  test.each([
    ["slip-damaged", "A part of this slip is wrong or missing."],
    ["slip-not-a-slip", "This is not a claim slip of Passerelle."],
    ["slip-newer-version", "made by a newer version of this app"],
    ["slip-practice", "This slip is from a PRACTICE."],
  ] satisfies readonly [Problem, string][])(
    "[LOOP-12] a slip that is %s is told in words, and the field stays",
    async (problem, words) => {
      const { page } = await open("/en/claim#SLIP", { answers: { "cases.readSlip": { ok: false, problem } } });
      await page.getByRole("alert").getByText(words).waitFor();
      expect(await page.getByRole("textbox", { name: "Text of the slip" }).count()).toBe(1);
    },
  );

  test.each([
    ["no-connection", "There is no connection."],
    ["case-moved", "This request was moved to another device."],
    ["not-found", "The server has no request for this slip."],
  ] satisfies readonly [Problem, string][])(
    "[LOOP-12] a claim that ends with %s is told in words and can be tried again",
    async (problem, words) => {
      const { page } = await open("/en/claim#SLIP", { answers: { "cases.claim": { ok: false, problem } } });
      await page.getByRole("button", { name: "Open here too" }).click();
      await page.getByRole("alert").getByText(words).waitFor();
      expect(await page.getByRole("button", { name: "Open here too" }).isEnabled()).toBe(true);
    },
  );

  test.each(["fr", "ar"])("[LOOP-13] axe finds nothing in the claim screen in %s, light and dark", async (language) => {
    for (const dark of [false, true]) {
      const { page, axe } = await browser.open({
        path: `/${language}/claim#SLIP`,
        dark,
        scenario: { kept: [town], places: [aKeptPlace()] },
      });
      await page.locator("button").nth(2).waitFor();
      expect(await axe()).toEqual([]);
    }
  });
});
