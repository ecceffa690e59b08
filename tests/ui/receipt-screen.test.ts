import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ReceiptView } from "../../src/ui/services.ts";
import { keptPlace, type ScreenBrowser, startScreenBrowser } from "./device-screens/open-screen.ts";
import { aKeptPlace, type Kept } from "./device-screens/scenario.ts";

let browser: ScreenBrowser;
let town: Kept;
beforeAll(async () => {
  [browser, town] = await Promise.all([startScreenBrowser(), keptPlace("example-town")]);
}, 120_000);
afterAll(() => browser.close());

const proof: ReceiptView = {
  id: "case-1",
  number: "7K4-Q2M-9TX",
  place: "example-town",
  desk: "registry",
  form: "register-address",
  standing: "received",
  receivedFrom: "2026-11-20T10:00:00.000Z",
  receivedUntil: "2026-11-20T11:00:00.000Z",
  parts: 2,
  practice: true,
  fitsSubmissionHere: null,
};
const open = (path: string, answer: unknown, dark = false) =>
  browser.open({
    path,
    dark,
    scenario: { kept: [town], places: [aKeptPlace()], answers: { "cases.verifyReceipt": answer } },
  });
const genuine = (more: Partial<ReceiptView> = {}) => ({ ok: true, proof: { ...proof, ...more } });

describe("checking a receipt", () => {
  test("[LOOP-12] a receipt in the fragment is checked at once, and the screen tells what it proves and what not", async () => {
    const { page, calls } = await open("/en/receipt#aaa.bbb.ccc", genuine());
    const shown = page.getByRole("status");
    await shown.getByText("This receipt is genuine").waitFor();
    expect(await calls()).toEqual([{ name: "cases.verifyReceipt", of: "aaa.bbb.ccc" }]);
    const words = await shown.textContent();
    expect(words).toContain("7K4-Q2M-9TX");
    expect(words).toMatch(/20.*between 11:00.* and 12:00/);
    expect(words).toContain("PRACTICE: it counts for no authority.");
    expect(words).toContain("It says nothing about what was written, who wrote it, or what the office decided.");
  });

  test("[S2.7] a relay's receipt never says that the office has it", async () => {
    const { page } = await open("/en/receipt#aaa.bbb.ccc", genuine({ standing: "relayed" }));
    const words = (await page.getByRole("status").textContent()) ?? "";
    expect(words).toContain("Received by a box on the way");
    expect(words).toContain("It does not prove that the office has it.");
    expect(words).not.toContain("Received for the office");
  });

  test.each([
    [true, "what was sent from here is exactly what arrived"],
    [false, "but not its content"],
    [null, "is not on this device"],
  ])("[LOOP-12] it says whether the request is on this device (%s)", async (fitsSubmissionHere, words) => {
    const { page } = await open("/en/receipt#aaa.bbb.ccc", genuine({ fitsSubmissionHere }));
    await page.getByRole("status").getByText(words).waitFor();
  });

  test.each([
    ["receipt-wrong", "This is no receipt, or it was changed. It proves nothing."],
    ["not-found", "This device does not know the server that signed this receipt."],
  ])("[S2.6] %s is told as what it is", async (problem, words) => {
    const { page } = await open("/en/receipt#aaa.bbb.ccc", { ok: false, problem });
    await page.getByRole("alert").getByText(words).waitFor();
    expect(await page.getByText("This receipt is genuine").count()).toBe(0);
  });

  test("[LOOP-12] a pasted text and a file are checked, and editing the text takes the proof away", async () => {
    const { page, calls } = await open("/en/receipt", genuine());
    const field = page.getByRole("textbox", { name: "Text of the receipt" });
    await field.fill("  pasted.by.hand \n");
    await page.getByRole("button", { name: "Check it" }).click();
    await page.getByText("This receipt is genuine").waitFor();
    await field.press("Backspace");
    expect(await page.getByText("This receipt is genuine").count()).toBe(0);
    await page
      .getByLabel("Choose a file")
      .setInputFiles({ name: "r.jws", mimeType: "application/jose", buffer: Buffer.from("from.a.file\n") });
    await page.getByText("This receipt is genuine").waitFor();
    expect((await calls()).map(({ of }) => of)).toEqual(["pasted.by.hand", "from.a.file"]);
  });

  test.each(["fr", "ar"])(
    "[LOOP-13] axe finds nothing in the receipt screen in %s, light and dark",
    async (language) => {
      for (const dark of [false, true]) {
        const { page, axe } = await open(`/${language}/receipt#aaa.bbb.ccc`, genuine(), dark);
        await page.getByRole("status").waitFor();
        expect(await axe()).toEqual([]);
      }
    },
  );
});
