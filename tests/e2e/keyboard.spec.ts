/** A whole form by keyboard alone, 360 px wide: every control is reached by Tab, seen when it has the focus, and worked by keys. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { watchTrespasses } from "./chromium-driver.ts";
import { deskRequest } from "./node-desk.ts";
import { exampleAnswers as answers, formAddress } from "./person-steps.ts";
import { writePhoto } from "./photo.ts";
import { type ServedHub, serveHub } from "./served-hub.ts";
import { choiceLabel, interfaceText, questionLabel } from "./words.ts";

const language = "en";
const form = "register-address";
const say = (source: string): string => interfaceText(language, source);
const question = (name: string): string => questionLabel({ form, name, language });
const choice = (list: string, name: string): string => choiceLabel({ form, list, name, language });

let hub: ServedHub;
let folder: string;
test.beforeAll(async () => {
  hub = await serveHub();
  await hub.certify(await deskRequest({ place: "example-town", desk: "registry" }));
  folder = mkdtempSync(join(tmpdir(), "passerelle-e2e-keys-"));
});
test.afterAll(async () => {
  await hub.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** More stops than any screen has. */
const mostStops = 120;

const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluateAll((all) => all.some((one) => one === document.activeElement));

/** The focused control is in the window and nothing lies over the whole of it (WCAG 2.4.11). */
const isInSight = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const focused = document.activeElement;
    if (!focused) return false;
    const { left, right, top, bottom } = (focused.closest("label") ?? focused).getBoundingClientRect();
    const points = [0.1, 0.5, 0.9].map((part) => ({ x: left + (right - left) / 2, y: top + (bottom - top) * part }));
    return points.some(({ x, y }) => {
      const top = document.elementFromPoint(x, y);
      return top !== null && (focused.contains(top) || (focused.closest("label")?.contains(top) ?? false));
    });
  });

async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.first().waitFor({ state: "attached" });
  for (let stop = 0; stop < mostStops; stop += 1) {
    await page.keyboard.press("Tab");
    if (!(await hasFocus(target))) continue;
    expect(await isInSight(page), `${String(target)} is in sight when it has the focus`).toBe(true);
    return;
  }
  throw new Error(`Tab does not reach ${String(target)}`);
}

/** A group of radio buttons is one stop; arrow keys choose in it. */
async function choose(page: Page, group: string, label: string): Promise<void> {
  const wanted = page.getByRole("radio", { name: label });
  await tabTo(page, page.getByRole("group", { name: group }).getByRole("radio"));
  await page.keyboard.press("Space");
  for (let step = 0; !(await wanted.isChecked()); step += 1) {
    if (step > 12) throw new Error(`the arrow keys do not reach ${label}`);
    await page.keyboard.press("ArrowDown");
  }
}

async function write(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, page.getByLabel(label));
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
}

/** The parts of a date field in the order of an American browser. */
async function writeDate(page: Page, label: string, iso: string): Promise<void> {
  const [year = "", month = "", day = ""] = iso.split("-");
  await tabTo(page, page.getByLabel(label));
  await page.keyboard.type(`${month}${day}${year}`);
  await expect(page.getByLabel(label)).toHaveValue(iso);
}

async function press(page: Page, role: "button" | "link", name: string): Promise<void> {
  await tabTo(page, page.getByRole(role, { name, exact: true }));
  await page.keyboard.press("Enter");
}

test.use({ locale: "en-US", viewport: { width: 360, height: 740 } });

test("[LOOP-13] [P10] a whole form is filled in and finished by keyboard alone at 360 px", async ({ page }) => {
  const photo = join(folder, "letter.jpg");
  writePhoto({ file: photo, description: "a letter" });
  const trespasses = watchTrespasses(page.context(), hub.origin);
  // The window of the system in which a file is chosen is not ours; listened for from the beginning, it never opens.
  page.on("filechooser", (chooser) => void chooser.setFiles(photo));
  await page.goto(`${hub.origin}${formAddress(language)}`);
  await press(page, "button", say("Begin"));
  await expect(page.getByText(question("practice_note"))).toBeVisible();
  await press(page, "button", say("Next"));
  await write(page, question("given_name"), "Yasmin");
  await write(page, question("family_name"), "Example");
  await writeDate(page, question("birth_date"), answers.birthDate);
  await press(page, "button", say("Next"));
  await choose(page, question("part_of_town"), choice("part", "north"));
  await choose(page, question("district"), choice("district", "hill"));
  await write(page, question("street"), "1 Example Street");
  await write(page, question("postal_code"), "00000");
  await writeDate(page, question("moved_in"), answers.movedIn);
  await choose(page, question("housing"), choice("housing", "host"));
  await write(page, question("host_name"), "Oksana Example");
  await press(page, "button", say("Next"));
  await tabTo(page, page.locator("input[type=file]"));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: say("Remove the photo") })).toBeVisible();
  await press(page, "button", say("Next"));
  await tabTo(page, page.getByRole("checkbox", { name: say("Yes, I agree") }));
  await page.keyboard.press("Space");
  await press(page, "button", say("Next"));
  await expect(page.getByRole("heading", { name: say("Check your answers") })).toBeFocused();
  await press(page, "button", say("Next"));
  await press(page, "button", say("Finish and send"));
  await expect(page.getByRole("heading", { name: say("Your form is finished") })).toBeFocused();
  await expect.poll(() => hub.envelopes().map(({ kind }) => kind)).toEqual(["submission"]);
  expect(trespasses).toEqual([]);
});
