import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keptPlace, type ScreenBrowser, startScreenBrowser } from "./device-screens/open-screen.ts";
import { aCase, aDraft, type Kept } from "./device-screens/scenario.ts";

let browser: ScreenBrowser;
let town: Kept;
beforeAll(async () => {
  [browser, town] = await Promise.all([startScreenBrowser(), keptPlace("example-town")]);
}, 120_000);
afterAll(() => browser.close());

const everyState = () => [
  aCase({ id: "a", state: "waiting", receivedBetween: null }),
  aCase({ id: "b", state: "action needed" }),
  aCase({ id: "c", state: "in review" }),
  aCase({ id: "d", state: "decided" }),
  aCase({ id: "e", state: "received", movedAway: true }),
  aCase({ id: "f", state: "refused", refusal: "malformed", receivedBetween: null }),
];

describe("my requests", () => {
  test("[LOOP-12] cases stand by what they need, each with its state in words", async () => {
    const { page } = await browser.open({
      path: "/en/mine",
      scenario: { kept: [town], drafts: [aDraft()], cases: everyState() },
    });
    expect(await page.getByRole("heading", { level: 2 }).allTextContents()).toEqual([
      "You are needed",
      "Not finished",
      "Waiting to be sent",
      "Sent",
      "Ended",
    ]);
    const needed = page.locator("section", { has: page.getByRole("heading", { name: "You are needed" }) });
    expect(await needed.getByRole("article").count()).toBe(2);
    expect(await needed.textContent()).toContain("The office asks you for something");
    expect(await needed.textContent()).toContain("Could not be delivered");
    const ended = page.locator("section", { has: page.getByRole("heading", { name: "Ended" }) });
    expect(await ended.getByRole("article").count()).toBe(2);
    expect(await ended.textContent()).toContain("Moved to another device");
  });

  test("[LOOP-12] a request opens from its card by the fragment, and the back button leads to the list again", async () => {
    const { page } = await browser.open({
      path: "/en/mine",
      scenario: { kept: [town], cases: [aCase({ id: "b-1" })] },
    });
    await page.getByRole("link", { name: "Register your address" }).click();
    await page.getByRole("heading", { name: "What happened so far" }).waitFor();
    expect(new URL(page.url()).hash).toBe("#b-1");
    await page.goBack();
    await page.getByRole("heading", { name: "My requests" }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("My requests");
  });

  test("[LOOP-12] a draft says that it is saved, leads back into its form, and is deleted only after a second step", async () => {
    const { page, calls } = await browser.open({
      path: "/en/mine",
      scenario: { kept: [town], drafts: [aDraft({ id: "draft-7" })] },
    });
    await page.getByText("Not finished · saved on this device").waitFor();
    expect(await page.getByRole("link", { name: "Continue" }).getAttribute("href")).toBe(
      "/en/example-town/f/question-to-newcomers-desk#draft=draft-7",
    );
    await page.getByRole("button", { name: "Delete this draft" }).click();
    await page.getByRole("button", { name: "No, keep it" }).click();
    expect((await calls()).map(({ name }) => name)).not.toContain("drafts.remove");
    await page.getByRole("button", { name: "Delete this draft" }).click();
    await page.getByRole("button", { name: "Yes, delete" }).click();
    await page.getByText("You have not begun any form on this device.").waitFor();
    expect(await calls()).toContainEqual({ name: "drafts.remove", of: "draft-7" });
  });

  test("[LOOP-12] while the store is being read nobody is told that there is nothing", async () => {
    const { page } = await browser.open({ path: "/en/mine", scenario: { kept: [town], isLoaded: false } });
    await page.getByText("Reading what is on this device").waitFor({ state: "attached" });
    expect(await page.getByText("You have not begun any form").count()).toBe(0);
  });

  test("[LOOP-12] an empty list after an emptied store names the claim slip as the way back", async () => {
    const { page } = await browser.open({
      path: "/en/mine",
      scenario: { kept: [town], status: { storeWasEmptied: true } },
    });
    await page.getByText("Open it again with your claim slip.").waitFor();
  });

  test("[LOOP-12] asking for news without a connection says what happened, what is safe and what to do", async () => {
    const { page, calls } = await browser.open({
      path: "/en/mine",
      scenario: {
        kept: [town],
        cases: [aCase()],
        status: { connection: "no-connection" },
        answers: { "cases.refresh": { ok: false, problem: "no-connection" } },
      },
    });
    await page.getByText("No connection. Everything here can still be read.").waitFor();
    await page.getByRole("button", { name: "Ask for news now" }).click();
    const alert = page.getByRole("alert");
    await alert.getByText("Nothing is lost.").waitFor();
    expect((await calls()).filter(({ name }) => name === "cases.refresh")).toHaveLength(2);
  });

  test("[LOOP-12] a request of a place that is not kept any more is still listed", async () => {
    const { page } = await browser.open({
      path: "/en/mine",
      scenario: { kept: [], cases: [aCase({ place: "elsewhere", form: "some-form" })] },
    });
    await page.getByRole("link", { name: "Form some-form" }).waitFor();
  });

  test.each([
    ["en", false],
    ["fr", false],
    ["ar", false],
    ["uk", false],
    ["fr", true],
    ["ar", true],
  ])(
    "[LOOP-13] axe finds nothing in my requests in %s (dark: %s), and nothing is wider than 360 px",
    async (language, dark) => {
      const { page, axe } = await browser.open({
        path: `/${language}/mine`,
        dark,
        scenario: { kept: [town], drafts: [aDraft()], cases: everyState() },
      });
      await page.getByRole("article").nth(6).waitFor();
      expect(await axe()).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    },
  );
});
