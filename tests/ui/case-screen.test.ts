import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CaseView } from "../../src/ui/services.ts";
import { keptPlace, type ScreenBrowser, startScreenBrowser } from "./device-screens/open-screen.ts";
import { aCase, type Kept, aReply as reply, type Scenario } from "./device-screens/scenario.ts";

let browser: ScreenBrowser;
let town: Kept;
beforeAll(async () => {
  [browser, town] = await Promise.all([startScreenBrowser(), keptPlace("example-town")]);
}, 120_000);
afterAll(() => browser.close());

const openCase = (
  of: Partial<CaseView>,
  { language = "en", dark = false, ...more }: Partial<Scenario> & { language?: string; dark?: boolean } = {},
) => browser.open({ path: `/${language}/mine#case-1`, dark, scenario: { kept: [town], ...more, cases: [aCase(of)] } });
/** Text of a pack in a language, by the id of a phrase of the form. */
const phraseIn = (language: string, id: string): string => {
  const form = town.place.forms.find((one) => one.id === "register-address");
  const text = town.texts[language]?.texts[form?.phrases.find((one) => one.id === id)?.text ?? ""];
  if (typeof text !== "string") throw new Error(`${id} is not translated into ${language}`);
  return text;
};

describe("where a request stands", () => {
  test("[LOOP-12] received tells the hour, the number, the legal effect and the deadline of the form", async () => {
    const { page } = await openCase({});
    const state = page.locator("[data-state=received]");
    const words = await state.textContent();
    expect(words).toMatch(/Received on .*20.* between 11:00.* and 12:00/);
    expect(words).toContain("7K4-Q2M-9TX");
    expect(words).toContain("No authority gets this form.");
    expect(words).toContain("30 days after you moved in.");
  });

  test("[LOOP-12] waiting names the day and the office to go to when no connection comes", async () => {
    const { page } = await openCase({ state: "waiting", receivedBetween: null, timeline: [] });
    const state = page.locator("[data-state=waiting]");
    expect(await state.textContent()).toMatch(/not sent yet.*If there is no connection by .*30.*, go to:/);
    expect(await state.getByRole("link").getAttribute("href")).toBe("/en/example-town/o/town-hall-registry");
  });

  test("[LOOP-12] refused says what happened, that nothing is lost, and offers to correct it", async () => {
    const { page, calls } = await openCase({
      state: "refused",
      refusal: "form-version-unknown",
      receivedBetween: null,
    });
    const words = await page.locator("[data-state=refused]").textContent();
    expect(words).toContain("Could not be delivered · nothing is lost");
    expect(words).toContain("does not know this version of the form");
    expect(await page.getByRole("button", { name: "Show the claim slip" }).count()).toBe(0);
    await page.getByRole("button", { name: "Correct it and send it again" }).click();
    await page.waitForURL("**/en/example-town/f/question-to-newcomers-desk#draft=correction");
    expect(await calls()).toContainEqual({ name: "cases.correct", of: { id: "case-1", language: "en" } });
  });

  test("[S8.5] a request that another device took over says so and offers nothing that would go out", async () => {
    const { page } = await openCase({ movedAway: true, state: "action needed", timeline: [reply()] });
    await page.getByText("Moved to another device.").waitFor();
    for (const name of ["Send", "Show the claim slip", "Take it back", "Correct it and send it again"])
      expect(await page.getByRole("button", { name, exact: true }).count(), name).toBe(0);
    expect(await page.getByRole("button", { name: "Save a copy as a file" }).count()).toBe(1);
  });

  test("[S8.3] a gap and an unverified message are told, and what was verified stays", async () => {
    const { page } = await openCase({
      state: "action needed",
      timeline: [reply()],
      faults: [
        { kind: "gap", from: 2, until: 3 },
        { kind: "fork", number: 4 },
        { kind: "broken", number: 5 },
        { kind: "unverified", number: 6 },
      ],
    });
    const faults = await page.locator("[data-faults]").textContent();
    expect(faults).toContain("Messages 2 to 3 of the office are missing here.");
    expect(faults).toContain("two different messages with the number 4");
    expect(faults).toContain("Message 5 does not follow");
    expect(faults).toContain("Message 6 is not signed by an officer");
    await page.getByText("Envoyez la page 2.").waitFor();
  });

  test("[LOOP-12] an id that is not on this device is told, with a way back", async () => {
    const { page } = await browser.open({ path: "/en/mine#other", scenario: { kept: [town], cases: [aCase()] } });
    await page.getByText("It is not on this device any more.").waitFor();
    await page.getByRole("link", { name: "All my requests" }).click();
    await page.getByRole("heading", { name: "My requests" }).waitFor();
  });
});

describe("what the office says", () => {
  test("[LOOP-12] a reply shows its phrases in the reader's language and free text as it was written, marked with its language", async () => {
    const { page } = await openCase({ state: "action needed", timeline: [reply()] }, { language: "ar" });
    await page.getByText(phraseIn("ar", "clearer-photo")).waitFor();
    const free = page.getByText("Envoyez la page 2.");
    expect(await free.getAttribute("lang")).toBe("fr");
    expect(await free.getAttribute("dir")).toBe("ltr");
    expect(await page.locator("figcaption").textContent()).toContain("الفرنسية");
  });

  test("[LOOP-12] a phrase that this device does not have is told, not left out", async () => {
    const { page } = await openCase({ timeline: [reply({ phrases: ["phrase-of-tomorrow"], text: null })] });
    await page.getByText("The office used a phrase that this device does not have.").waitFor();
  });

  test("[LOOP-12] the timeline keeps its order: finished, received, the office, you", async () => {
    const { page } = await openCase({
      state: "action needed",
      timeline: [
        ...aCase().timeline,
        { kind: "downloaded" },
        reply(),
        {
          kind: "message",
          id: "m",
          text: "Here it is",
          attachments: [{ path: "/a", fileName: "p.jpg", mediaType: "image/jpeg", part: 0, bytes: 9_000 }],
          request: null,
          at: "2026-11-23T09:00:00.000Z",
          state: "waiting",
        },
      ],
    });
    const entries = await page.locator(".timeline > li").allTextContents();
    expect(entries.map((text) => text.trim().split(" · ")[0])).toEqual([
      expect.stringMatching(/^You finished the form/),
      "Received for the office",
      expect.stringMatching(/^The office has fetched it/),
      "The office",
      "You",
    ]);
    expect(entries[4]).toContain("Saved on this device · not sent yet");
    await page.getByRole("button", { name: "Show the photo" }).click();
    await page.getByRole("img", { name: "Photo: p.jpg" }).waitFor();
  });
});

describe("every reader", () => {
  test.each([
    ["en", false],
    ["fr", false],
    ["ar", false],
    ["uk", false],
    ["fr", true],
    ["ar", true],
  ])(
    "[LOOP-13] axe finds nothing in a request in %s (dark: %s), and nothing is wider than 360 px",
    async (language, dark) => {
      const { page, axe } = await openCase(
        {
          state: "action needed",
          timeline: [...aCase().timeline, reply()],
          faults: [{ kind: "gap", from: 2, until: 2 }],
        },
        { language, dark },
      );
      await page.locator(".timeline").waitFor();
      expect(await axe()).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    },
  );
});
