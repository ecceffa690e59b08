import { join } from "node:path";
import type { Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DraftService } from "../../src/ui/services.ts";
import { keptPlace, type ScreenBrowser, startScreenBrowser } from "./device-screens/open-screen.ts";
import type { Kept } from "./device-screens/scenario.ts";

type Finalised = Parameters<DraftService["finalise"]>[0];

let browser: ScreenBrowser;
let town: Kept;
beforeAll(async () => {
  [browser, town] = await Promise.all([
    startScreenBrowser(join(import.meta.dirname, "form-screens/page.tsx")),
    keptPlace("example-town"),
  ]);
}, 120_000);
afterAll(() => browser.close());

const open = (language: string, more: { canSeal?: boolean; dark?: boolean; form?: string } = {}) =>
  browser.open({
    path: `/${language}/example-town/f/${more.form ?? "register-address"}`,
    scenario: { kept: [town], answers: { "packs.canSeal": more.canSeal ?? true } },
    dark: more.dark ?? false,
  });
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const field = (page: Page, path: string) => page.locator(`[id="q:${path}"]`);
const next = (page: Page) => page.locator(".bottom-bar .button:not(.quiet-button)").click();
const heading = (page: Page, text: string) => page.getByRole("heading", { level: 1, name: text }).waitFor();
const focused = (page: Page) => page.evaluate(() => document.activeElement?.id || document.activeElement?.tagName);

/** Begins the form and passes its first screen, which only says that this is practice. */
async function beginPerson(page: Page): Promise<void> {
  await next(page);
  await page.locator(".form-heading").waitFor();
  await next(page);
  await field(page, "/person/family_name").waitFor();
}
async function fillPerson(page: Page): Promise<void> {
  await beginPerson(page);
  await field(page, "/person/family_name").fill("Haddad");
  await field(page, "/person/birth_date").fill("1990-05-04");
  await next(page);
  await field(page, "/address/people").waitFor();
}
async function fillAll(page: Page): Promise<void> {
  await fillPerson(page);
  await field(page, "/address/part_of_town").check();
  await field(page, "/address/district").check();
  await field(page, "/address/street").fill("1 Example Street");
  await field(page, "/address/postal_code").fill("٠٠٠٠٠");
  await field(page, "/address/moved_in").fill("2026-11-01");
  await page.locator('input[value="rent"]').check();
  await field(page, "/address/people").fill("٣");
  await next(page);
  await field(page, "/proof/proof_photo").setInputFiles({ name: "a.png", mimeType: "image/png", buffer: png });
  await page.locator("img.photo").waitFor();
  await next(page);
  await field(page, "/confirm/agree").check();
  await next(page);
  await page.locator(".answers").first().waitFor();
}
const finalised = (calls: readonly { name: string; of: unknown }[]): Finalised => {
  const call = calls.find(({ name }) => name === "drafts.finalise");
  if (!call) throw new Error("nothing was finalised");
  // The page's draft service writes down exactly what it was called with.
  return call.of as Finalised;
};

describe("a form on the screen", () => {
  test("[LOOP-7] it is filled in, checked and finished, digits of another script included", async () => {
    const { page, calls } = await open("en");
    await fillAll(page);
    await heading(page, "Check your answers");
    await next(page);
    await heading(page, "Before you send");
    const told = await page.locator("section dl").allInnerTexts();
    await page.getByRole("button", { name: "Finish and send" }).click();
    await heading(page, "Your form is finished");
    const of = finalised(await calls());
    expect(of.answers).toEqual({
      "/person/family_name": "Haddad",
      "/person/birth_date": "1990-05-04",
      "/address/part_of_town": "north",
      "/address/district": "station",
      "/address/street": "1 Example Street",
      "/address/postal_code": "00000",
      "/address/town": "Example Town",
      "/address/moved_in": "2026-11-01",
      "/address/housing": "rent",
      "/address/people": "3",
      "/proof/proof_photo": "photo-1.jpg",
      "/confirm/full_name": "Haddad",
      "/confirm/agree": "OK",
    });
    expect(of.notice).toMatchObject({ sequence: 7, language: "en" });
    for (const list of told) expect(of.notice.text.replaceAll("\n", " ")).toContain(list.replace(/\s+/g, " "));
    const words = await page.locator("main").innerText();
    expect(words).toContain("not sent yet");
    expect(words).toContain("Open Passerelle when you have a connection");
    await page.goBack();
    expect(new URL(page.url()).hash).not.toContain("send");
    await page.getByText("It is not on this device any more.").waitFor();
    expect(await focused(page)).toBe("H1");
  });

  test("[LOOP-13] what is missing is named in a summary that takes the focus and leads to the field", async () => {
    const { page } = await open("en");
    await beginPerson(page);
    await next(page);
    const summary = page.locator(".problem-summary");
    await summary.waitFor();
    expect(await page.evaluate(() => document.activeElement?.className)).toBe("problem-summary");
    const links = summary.getByRole("link");
    expect(await links.count()).toBe(2);
    const before = page.url();
    await links.first().click();
    expect(await focused(page)).toBe("q:/person/family_name");
    expect(page.url()).toBe(before);
    const input = field(page, "/person/family_name");
    expect(await input.getAttribute("aria-invalid")).toBe("true");
    const described = (await input.getAttribute("aria-describedby")) ?? "";
    expect(await page.locator(`[id="${described.split(" ").at(-1)}"]`).innerText()).toContain("The desk needs it");
    await input.fill("Haddad");
    expect(await links.count()).toBe(1);
  });

  test("[LOOP-13] each screen begins at its heading, and one answer is changed and checked again", async () => {
    const { page } = await open("en");
    await fillAll(page);
    expect(await focused(page)).toBe("H1");
    const row = page.locator('[data-answer="/address/people"]');
    expect(await row.innerText()).toContain("3");
    await row.getByRole("link", { name: /^Change/ }).click();
    await field(page, "/address/people").waitFor();
    expect(await focused(page)).toBe("q:/address/people");
    await field(page, "/address/people").fill("4");
    await page.keyboard.press("Enter");
    await heading(page, "Check your answers");
    expect(await row.innerText()).toContain("4");
  });

  test("[LOOP-13] the language changes in the middle and nothing that was typed is lost", async () => {
    const { page } = await open("fr");
    await beginPerson(page);
    await field(page, "/person/family_name").fill("Haddad");
    await page.locator(".languages a[lang=ar]").click();
    await heading(page, "عنك");
    expect(await page.evaluate(() => document.documentElement.dir)).toBe("rtl");
    expect(await field(page, "/person/family_name").inputValue()).toBe("Haddad");
    await page.locator(".why summary").first().click();
    expect(await page.locator(".why .host").first().innerText()).toBe("Votre prénom");
  });

  test("[LOOP-7] a reload and leaving open the draft where it was", async () => {
    const { page } = await open("en");
    await fillPerson(page);
    await field(page, "/address/street").fill("1 Example Street");
    await page.getByText("Saved on this device").waitFor();
    await page.reload();
    await heading(page, "Your address");
    expect(await field(page, "/address/street").inputValue()).toBe("1 Example Street");
    await page.getByRole("link", { name: "Save and leave" }).click();
    await heading(page, "Register your address (PRACTICE)");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("What you began");
    await page.getByRole("link", { name: "Go on", exact: true }).click();
    await heading(page, "Your address");
  });

  test("[LOOP-7] what another window wrote is shown on wish, and this window's words are not lost before", async () => {
    const { page } = await open("en");
    await beginPerson(page);
    const id = new URLSearchParams(new URL(page.url()).hash.slice(1)).get("draft") ?? "";
    await page.getByText("Saved on this device").waitFor();
    await page.evaluate((of) => window.writeElsewhere(of), { id, path: "/person/given_name", value: "Other" });
    await field(page, "/person/given_name").fill("Mine");
    await page.getByText("changed in another window").waitFor();
    expect(await field(page, "/person/given_name").inputValue()).toBe("Mine");
    await page.getByRole("button", { name: "Use the other version" }).click();
    await expect.poll(() => field(page, "/person/given_name").inputValue()).toBe("Other");
  });

  test("[S7.7] what another window wrote meanwhile is not sent unseen", async () => {
    const { page, calls } = await open("en");
    await fillAll(page);
    await next(page);
    await heading(page, "Before you send");
    await page.getByText("Saved on this device").waitFor();
    const id = new URLSearchParams(new URL(page.url()).hash.slice(1)).get("draft") ?? "";
    await page.evaluate((of) => window.writeElsewhere(of), { id, path: "/person/given_name", value: "Other" });
    await page.getByRole("button", { name: "Finish and send" }).click();
    await page.getByText("changed in another window").first().waitFor();
    expect((await calls()).some(({ name }) => name === "drafts.finalise")).toBe(false);
    await page.getByRole("button", { name: "Use the other version" }).click();
    await page.getByRole("button", { name: "Finish and send" }).click();
    await heading(page, "Your form is finished");
    expect(finalised(await calls()).answers["/person/given_name"]).toBe("Other");
  });

  test("[LOOP-7] a full disk is told with what to do, and leaving the page asks first", async () => {
    const { page } = await open("en");
    await beginPerson(page);
    await page.evaluate(() => {
      window.savingProblem = "storage-full";
    });
    await field(page, "/person/given_name").fill("Amal");
    await page.getByRole("alert").getByText("no space left").waitFor();
    const asked = page.waitForEvent("dialog");
    await page.evaluate(() => void setTimeout(() => location.assign("/en/"), 0));
    const dialog = await asked;
    expect(dialog.type()).toBe("beforeunload");
    await dialog.dismiss();
    await page.evaluate(() => {
      window.savingProblem = null;
    });
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("Saved on this device").waitFor();
  });

  test("[S7.6] without a key of the desk nothing can be sent, and the screen says why", async () => {
    const { page, calls } = await open("en", { canSeal: false });
    await fillAll(page);
    await next(page);
    await page.getByText("Nothing can be sent yet.").waitFor();
    expect(await page.getByRole("button", { name: "Finish and send" }).count()).toBe(0);
    expect((await calls()).some(({ name }) => name === "drafts.finalise")).toBe(false);
  });

  test("[LOOP-7] a number that is none is told when the field is left", async () => {
    const { page } = await open("en");
    await fillPerson(page);
    await field(page, "/address/people").fill("many");
    expect(await page.locator(".field-error").count()).toBe(0);
    await field(page, "/address/street").focus();
    expect(await page.locator(".field-error").innerText()).toContain("Write a number in digits only");
    expect(await field(page, "/address/people").inputValue()).toBe("many");
    await field(page, "/address/people").fill("1");
    expect(await page.locator(".field-error").count()).toBe(0);
  });

  test("[LOOP-7] a file that is no picture is refused in words, and a photo can be taken away again", async () => {
    const { page } = await open("en", { form: "question-to-newcomers-desk" });
    await next(page);
    await page.locator(".form-heading").waitFor();
    await next(page);
    const photo = page.locator("input[type=file]").last();
    await photo.setInputFiles({ name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("no picture") });
    await page.getByRole("alert").getByText("not a picture").waitFor();
    await photo.setInputFiles({ name: "a.png", mimeType: "image/png", buffer: png });
    await page.locator("img.photo").waitFor();
    expect(await page.getByRole("alert").count()).toBe(0);
    await page.getByRole("button", { name: "Remove the photo" }).click();
    await expect.poll(() => page.locator(".photo").count()).toBe(0);
    expect(await focused(page)).toContain("q:/question/letter_photo");
  });

  test("[P7] no field may be kept by the browser, nor read by a spelling service", async () => {
    const { page } = await open("en");
    await fillPerson(page);
    expect(await page.locator("form").getAttribute("autocomplete")).toBe("off");
    const fields = page.locator("form input[type=text], form textarea");
    expect(await fields.count()).toBeGreaterThan(3);
    for (const one of await fields.all()) expect(await one.getAttribute("spellcheck")).toBe("false");
    expect(await field(page, "/address/postal_code").getAttribute("autocomplete")).toBe("postal-code");
  });

  test("[LOOP-13] everything works by keyboard alone, from the first screen to the next", async () => {
    const { page } = await open("en");
    await page.getByRole("button", { name: "Begin" }).focus();
    await page.keyboard.press("Enter");
    await page.locator(".form-heading").waitFor();
    for (let presses = 0; presses < 5 && (await focused(page)) !== "BUTTON"; presses += 1)
      await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await field(page, "/person/given_name").waitFor();
    expect(await focused(page)).toBe("H1");
  });

  test.each([
    ["en", false],
    ["fr", true],
    ["ar", true],
    ["uk", false],
  ])(
    "[LOOP-13][P10] axe finds nothing in %s, dark %s, at 360 px, and nothing is wider than the screen",
    async (language, dark) => {
      const { page, axe } = await open(language, { dark });
      const found: Record<string, readonly string[]> = {};
      const look = async (name: string) => {
        // The banner and the quiet line stand outside the landmarks in every screen; the frame's own tests look at them.
        const broken = (await axe()).filter((rule) => !rule.startsWith("region:"));
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (broken.length > 0 || wider > 0) found[name] = [...broken, ...(wider > 0 ? [`${wider} px too wide`] : [])];
      };
      await look("start");
      await beginPerson(page);
      await next(page);
      await page.locator(".problem-summary").waitFor();
      await look("problems");
      await page.reload();
      await field(page, "/person/family_name").fill("Haddad");
      await field(page, "/person/birth_date").fill("1990-05-04");
      await next(page);
      await field(page, "/address/people").waitFor();
      await page.locator(".why summary").first().click();
      await look("questions");
      await field(page, "/address/part_of_town").check();
      await field(page, "/address/district").check();
      await field(page, "/address/street").fill("1");
      await field(page, "/address/postal_code").fill("00000");
      await field(page, "/address/moved_in").fill("2026-11-01");
      await page.locator('input[value="rent"]').check();
      await next(page);
      await field(page, "/proof/proof_photo").setInputFiles({ name: "a.png", mimeType: "image/png", buffer: png });
      await page.locator("img.photo").waitFor();
      await look("photo");
      await next(page);
      await field(page, "/confirm/agree").check();
      await next(page);
      await page.locator(".answers").first().waitFor();
      await look("check");
      await next(page);
      await page.locator("section dl").first().waitFor();
      await look("send");
      await next(page);
      await page.locator(".done-number").waitFor();
      await look("done");
      expect(found).toEqual({});
    },
  );
});
