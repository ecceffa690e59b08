/** axe on every screen, in every language, light and dark, 360 px wide; nothing leaves the origin meanwhile. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { playwrightTab, watchTrespasses } from "./chromium-driver.ts";
import { openFirst, reply } from "./desk-steps.ts";
import { enrolAtHub } from "./enrol-at-hub.ts";
import * as person from "./person-steps.ts";
import { writePhoto } from "./photo.ts";
import { type ServedHub, serveHub } from "./served-hub.ts";
import type { Tab } from "./tab.ts";
import { contentText, interfacePattern, interfaceText } from "./words.ts";

const width = 360;
let hub: ServedHub;
let folder: string;
let photo: string;
let deskContext: BrowserContext;
let deskPage: Page;
let trespasses: string[] = [];

// Languages share the work of two workers; each worker has a hub and an officer of its own.
test.describe.configure({ mode: "parallel" });

test.beforeAll(async ({ browser }) => {
  hub = await serveHub();
  folder = mkdtempSync(join(tmpdir(), "passerelle-e2e-axe-"));
  photo = join(folder, "letter.jpg");
  writePhoto({ file: photo, description: "a letter" });
  deskContext = await browser.newContext({ locale: "fr", viewport: { width, height: 740 } });
  trespasses = watchTrespasses(deskContext, hub.origin);
  deskPage = await deskContext.newPage();
  await enrolAtHub({
    tab: playwrightTab(deskPage),
    hub,
    language: "fr",
    place: "Example Town (PRACTICE)",
    desk: "Registry desk (PRACTICE)",
  });
});
test.afterAll(async () => {
  await deskContext.close();
  await hub.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Adds what is wrong on the screen that is shown, in both colour schemes. */
async function look(of: { page: Page; screen: string; found: string[] }): Promise<void> {
  const { page, screen, found } = of;
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    for (const { id, nodes } of violations)
      found.push(`${screen}, ${colorScheme}: ${id} at ${nodes.map(({ target }) => target.join(" ")).join("; ")}`);
  }
  const needed = await page.evaluate(() => document.documentElement.scrollWidth);
  if (needed > width) found.push(`${screen}: needs ${needed} px and scrolls sideways`);
  await page.emulateMedia({ colorScheme: "light" });
}

const reading: readonly { readonly screen: string; readonly path: string }[] = [
  { screen: "home", path: "/" },
  { screen: "place", path: "/example-town/" },
  { screen: "procedure", path: "/example-town/p/register-address" },
  { screen: "page", path: "/example-town/i/how-a-form-travels" },
  { screen: "office", path: "/example-town/o/town-hall-registry" },
  { screen: "document", path: "/example-town/d/proof-of-address" },
  { screen: "life event", path: "/example-town/e/home" },
  { screen: "a place of laws", path: "/eu/" },
];
const own = ["search", "mine", "settings", "claim", "receipt", "about"] as const;

async function firstTerm(page: Page, language: string): Promise<string> {
  await page.goto(`${hub.origin}/${language}/example-town/`);
  return (await page.locator(`a[href^="/${language}/example-town/t/"]`).first().getAttribute("href")) ?? "";
}

async function lookWhileFilling(of: { page: Page; tab: Tab; language: string; found: string[] }): Promise<void> {
  const { page, tab, language, found } = of;
  const say = (source: string): string => interfaceText(language, source);
  const filler = { tab, language, answers: person.exampleAnswers };
  await tab.goto(`${hub.origin}${person.formAddress(language)}`);
  await tab.see(say("Begin"));
  await look({ page, screen: "form, introduction", found });
  await person.begin(filler);
  await look({ page, screen: "form, questions", found });
  await person.fillPerson(filler);
  await person.next(filler);
  await person.next(filler);
  await tab.see(say("Please correct this first"));
  await look({ page, screen: "form, problems", found });
  await person.fillAddress(filler);
  await person.next(filler);
  await person.addPhoto(filler, photo);
  await look({ page, screen: "form, photo", found });
  await person.next(filler);
  await tab.choose(say("Yes, I agree"));
  await person.next(filler);
  await tab.see(say("Check your answers"));
  await look({ page, screen: "form, check", found });
  await person.next(filler);
  await tab.see(say("Before you send"));
  await tab.see(say("Finish and send"));
  await look({ page, screen: "form, before you send", found });
  await tab.click({ role: "button", name: say("Finish and send") });
  await tab.see(say("Your form is finished"));
  await look({ page, screen: "form, done", found });
}

async function lookAtCase(of: { page: Page; tab: Tab; language: string; found: string[] }): Promise<void> {
  const { page, tab, language, found } = of;
  const say = (source: string): string => interfaceText(language, source);
  await tab.goto(`${hub.origin}/${language}/mine`);
  await person.openRequest({ tab, language });
  await tab.see(interfacePattern(language, "Received on {day} between {start} and {end}"), { timeoutMs: 60_000 });
  await tab.goto(`${hub.origin}/${language}/mine`);
  await tab.see(contentText(language, person.formTitle));
  await look({ page, screen: "my requests, filled", found });
  await answerAtDesk({ language, found });
  await tab.reload();
  await person.openRequest({ tab, language });
  await tab.see(say("The office asks you for something"), { timeoutMs: 60_000 });
  const slip = await person.readSlip({ tab, language, answers: person.exampleAnswers });
  await look({ page, screen: "case", found });
  await tab.goto(`${hub.origin}/${language}/claim`);
  await tab.fill(say("Text of the slip"), slip);
  await tab.click({ role: "button", name: say("Read the slip") });
  await tab.see(say("Open here too"));
  await look({ page, screen: "claim, slip read", found });
}

async function answerAtDesk({ language, found }: { language: string; found: string[] }): Promise<void> {
  const tab = playwrightTab(deskPage);
  await deskPage.getByRole("combobox").first().selectOption(language);
  await tab.click({ role: "button", name: interfaceText(language, "Read again") });
  await tab.see(contentText(language, person.formTitle));
  await look({ page: deskPage, screen: "desk, inbox", found });
  await openFirst({ tab, language, form: person.formTitle });
  await look({ page: deskPage, screen: "desk, open", found });
  await reply({
    tab,
    language,
    phrases: ["We cannot read the photo. Please send a clearer photo of your proof of address. (PRACTICE)"],
    text: "Une photo plus claire, s'il vous plaît.",
  });
  await look({ page: deskPage, screen: "desk, answered", found });
  await tab.click({ role: "button", name: interfaceText(language, "Close, back to the list") });
}

for (const language of ["en", "fr", "ar", "uk"])
  test(`[LOOP-13] [P10] axe finds nothing on any screen in ${language}, light and dark; nothing leaves the origin [P7]`, async ({
    browser,
  }) => {
    test.setTimeout(300_000);
    const context = await browser.newContext({ locale: language, viewport: { width, height: 740 } });
    const seen = watchTrespasses(context, hub.origin);
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const tab = playwrightTab(page);
    const say = (source: string): string => interfaceText(language, source);
    const found: string[] = [];
    await page.goto(`${hub.origin}/${language}/example-town/`);
    await look({ page, screen: "first visit", found });
    const ready = [say("Ready to work offline ({size})"), say("Ready offline ({size})")].map(
      (text) => text.split("(")[0],
    );
    await tab.see(new RegExp(ready.join("|"), "u"), { timeoutMs: 60_000 });
    const term = await firstTerm(page, language);
    for (const { screen, path } of [...reading, { screen: "term", path: term.slice(language.length + 1) }]) {
      await page.goto(`${hub.origin}/${language}${path}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await look({ page, screen, found });
    }
    for (const screen of own) {
      await page.goto(`${hub.origin}/${language}/${screen}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForLoadState("networkidle");
      await look({ page, screen, found });
    }
    await page.goto(`${hub.origin}/desk`);
    await tab.click({ role: "button", name: say("Set up your desk") });
    await tab.choose(contentText(language, "Example Town (PRACTICE)"));
    await tab.choose(contentText(language, "Registry desk (PRACTICE)"));
    await tab.see(say("Make the keys"));
    await look({ page, screen: "desk, set-up", found });
    await lookWhileFilling({ page, tab, language, found });
    await lookAtCase({ page, tab, language, found });
    await context.close();
    expect(found).toEqual([]);
    expect(seen).toEqual([]);
    expect(trespasses).toEqual([]);
  });
