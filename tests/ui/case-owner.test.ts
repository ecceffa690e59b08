/** What an owner does with a request: answer, read what was sent, take the slip, take back, remove. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CaseView } from "../../src/ui/services.ts";
import { keptPlace, type ScreenBrowser, startScreenBrowser } from "./device-screens/open-screen.ts";
import { aCase, type Call, type Kept, aReply as reply, type Scenario } from "./device-screens/scenario.ts";

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
const names = async (calls: () => Promise<readonly Call[]>) => (await calls()).map(({ name }) => name);

describe("answering", () => {
  test("[LOOP-12] text and a photo go to the office; an empty answer does not", async () => {
    const { page, calls } = await openCase({ state: "action needed", timeline: [reply()] });
    await page.getByRole("heading", { name: "Answer the office" }).waitFor();
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.getByText("Write something, or add a photo.").waitFor();
    expect(await names(calls)).not.toContain("cases.sendMessage");
    await page.getByRole("textbox", { name: "Your message" }).fill("هذه هي الصورة");
    await page
      .getByLabel("Add photos")
      .setInputFiles({ name: "proof.png", mimeType: "image/png", buffer: Buffer.from("not opened here") });
    await page.getByText("proof.png").first().waitFor();
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.getByText("Saved on this device. It is sent when there is a connection").waitFor();
    expect(await calls()).toContainEqual({
      name: "cases.sendMessage",
      of: { id: "case-1", text: "هذه هي الصورة", language: "en", copies: 1 },
    });
    expect(await page.getByRole("textbox", { name: "Your message" }).inputValue()).toBe("");
  });

  test("[LOOP-12] what was begun is still there after looking elsewhere, and after a failure", async () => {
    const { page } = await openCase(
      { state: "action needed" },
      { answers: { "cases.sendMessage": { ok: false, problem: "storage-full" } } },
    );
    await page.getByRole("textbox", { name: "Your message" }).fill("half a senten");
    await page.getByRole("link", { name: "All my requests" }).click();
    await page.getByRole("link", { name: "Register your address" }).click();
    const field = page.getByRole("textbox", { name: "Your message" });
    expect(await field.inputValue()).toBe("half a senten");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.getByRole("alert").getByText("There is no space left on this device.").waitFor();
    expect(await field.inputValue()).toBe("half a senten");
  });
});

describe("what was sent", () => {
  const sent = {
    answers: { "/address/housing": "host", "/address/host_name": "Amina", "/proof/proof_photo": "proof.jpg" },
    attachments: [
      { path: "/proof/proof_photo", fileName: "proof.jpg", mediaType: "image/jpeg", part: 0, bytes: 200_000 },
    ],
  };

  test("[LOOP-12] answers stand with questions and choices in the reader's language, photos open on demand", async () => {
    const { page, calls } = await openCase({}, { language: "ar", sent });
    const section = page.locator("section").filter({ has: page.locator("button") });
    await section.first().locator("button").first().waitFor();
    // The button's words are of the interface; it is the only one in the section of the answers.
    await page.locator("section:has(> h2) > button").first().click();
    await page.getByText("كيف تسكن هناك؟").waitFor();
    await page.getByText("أسكن عند شخص ما").waitFor();
    await page.getByText("Amina").waitFor();
    expect(await names(calls)).not.toContain("cases.attachment");
    await page.locator("dd button").click();
    await page.locator("dd img").waitFor();
    expect(await calls()).toContainEqual({ name: "cases.attachment", of: { id: "case-1", part: 0 } });
  });

  test("[LOOP-12] without the form the answers are shown as they were sent", async () => {
    const { page } = await openCase({ form: "gone-form" }, { sent });
    await page.getByRole("button", { name: "Show what you sent" }).click();
    await page.getByText("The questions of this form are not on this device.").waitFor();
    await page.getByText("Amina").waitFor();
  });
});

describe("slip, receipt and copies", () => {
  test("[LOOP-12] the claim slip is made only when asked for, as code and text, under a warning", async () => {
    const { page, calls } = await openCase({});
    await page.getByText("Whoever has the slip can read this request and the answers of the office.").waitFor();
    expect(await names(calls)).not.toContain("cases.slip");
    await page.getByRole("button", { name: "Show the claim slip" }).click();
    await page.getByRole("img", { name: "Claim slip as a square code" }).waitFor();
    await page.getByText("SLIP-TEXT").waitFor();
    await page.getByRole("button", { name: "Hide" }).click();
    expect(await page.getByText("SLIP-TEXT").count()).toBe(0);
  });

  test("[LOOP-12] printing puts the slip alone on the paper", async () => {
    const { page } = await openCase({});
    await page.getByRole("button", { name: "Show the claim slip" }).click();
    await page.evaluate(() => {
      window.print = () => undefined;
    });
    await page.getByRole("button", { name: "Print" }).click();
    await page.emulateMedia({ media: "print" });
    expect(await page.getByText("SLIP-TEXT").isVisible()).toBe(true);
    expect(await page.getByRole("heading", { name: "Register your address" }).isVisible()).toBe(false);
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    expect(await page.getByRole("heading", { name: "Register your address" }).isVisible()).toBe(true);
  });

  test("[LOOP-12] the receipt and a copy of the case are saved as files", async () => {
    const { page } = await openCase({});
    const receipt = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save as a file" }).click();
    expect((await receipt).suggestedFilename()).toBe("passerelle-receipt-7K4-Q2M-9TX.jws");
    const copy = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save a copy as a file" }).click();
    // Its type is lost between the test and the page, its number is not.
    expect((await copy).suggestedFilename()).toMatch(/^passerelle-7K4-Q2M-9TX\./);
  });
});

describe("taking back and removing", () => {
  test.each([
    ["waiting", "If nothing was sent yet, it ends here.", "withdrawn", "Taken back. The office does not get it."],
    ["sending", "A part of it may have arrived already", "asked", "We ask the server first"],
    ["received", "The office has it already and decides.", "requested", "the office decides."],
  ] as const)(
    "[LOOP-12] taking back in the state %s says before what it will do, and after what it did",
    async (state, question, outcome, said) => {
      const { page, calls } = await openCase(
        { state, ...(state === "received" ? {} : { receivedBetween: null, timeline: [] }) },
        { answers: { "cases.withdraw": { ok: true, outcome } } },
      );
      await page.getByRole("button", { name: "Take it back" }).click();
      await page.getByText(question).waitFor();
      expect(await names(calls)).not.toContain("cases.withdraw");
      await page.getByRole("button", { name: "Yes, take it back" }).click();
      await page.getByRole("status").getByText(said).waitFor();
      expect(await calls()).toContainEqual({ name: "cases.withdraw", of: { id: "case-1", language: "en" } });
    },
  );

  test("[LOOP-12] a withdrawal that fails is told in words and can be asked again", async () => {
    const { page } = await openCase({}, { answers: { "cases.withdraw": { ok: false, problem: "no-connection" } } });
    await page.getByRole("button", { name: "Take it back" }).click();
    await page.getByRole("button", { name: "Yes, take it back" }).click();
    await page.getByRole("alert").getByText("There is no connection.").waitFor();
    expect(await page.getByRole("button", { name: "Take it back" }).count()).toBe(1);
  });

  test("[LOOP-12] what waits cannot be removed, what arrived is removed after a second step", async () => {
    const waiting = await openCase({ state: "waiting", receivedBetween: null });
    await waiting.page.getByText("It can be removed from this device once it has arrived").waitFor();
    expect(await waiting.page.getByRole("button", { name: "Remove from this device" }).count()).toBe(0);
    const { page, calls } = await openCase({});
    await page.getByRole("button", { name: "Remove from this device" }).click();
    await page.getByRole("button", { name: "Yes, remove" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Remove from this device" }).click();
    await page.getByRole("button", { name: "Yes, remove" }).click();
    await page.getByRole("heading", { name: "My requests" }).waitFor();
    expect((await names(calls)).filter((name) => name === "cases.remove")).toHaveLength(1);
  });
});
