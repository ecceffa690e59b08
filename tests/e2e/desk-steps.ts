/** What an officer does at the desk's screens, by role and visible label, in any language that the interface has. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import PO from "pofile";
import type { Tab } from "./tab.ts";
import { contentText, escapePattern, interfacePattern, interfaceText } from "./words.ts";

export type OfficerScreen = {
  readonly tab: Tab;
  /** The officer's screen language: the browser's own at the first visit. */
  readonly language: string;
};

const labelsOf =
  ({ language }: OfficerScreen) =>
  (source: string): RegExp =>
    new RegExp(`^\\s*${interfacePattern(language, source).source}\\s*$`);

/**
 * A text of the example town. Offices, procedures, desks and forms share titles that are translated apart, so `of` names what is meant
 * by the beginning of its id.
 */
function textOf(of: "place." | "form.", language: string, source: string): string {
  if (language === "en") return source;
  const file = join(import.meta.dirname, `../../content/example-town/locales/${language}.po`);
  const { items } = PO.parse(readFileSync(file, "utf8"));
  const found = items.find(({ msgid, msgctxt }) => msgid === source && msgctxt?.startsWith(of));
  return found?.msgstr[0] || contentText(language, source);
}
/** The whole of a label. Without the flag `u`, under which Playwright does not escape an apostrophe in its own selectors. */
const whole = (text: string): RegExp => new RegExp(`^\\s*${escapePattern(text)}\\s*$`);

/** A word of the paper: five characters of Crockford's base 32. */
const paperWord = /\b[0-9A-HJKMNP-TV-Z]{5}\b/g;
const waits = 100;

/** Whether the browser shows a heading, or another one first. */
async function whichHeading(screen: OfficerScreen, sources: readonly string[]): Promise<string> {
  const label = labelsOf(screen);
  for (let tries = 0; tries < 300; tries += 1) {
    for (const source of sources) if (await screen.tab.isThere({ role: "heading", name: label(source) })) return source;
    await new Promise((resolve) => setTimeout(resolve, waits));
  }
  throw new Error(`none of these headings came: ${sources.join(", ")}`);
}

/** Writes the eight words down and types them back; the next screen comes. */
export async function writeDownPaper(screen: OfficerScreen): Promise<string> {
  const { tab } = screen;
  const label = labelsOf(screen);
  const words = (await tab.text()).match(paperWord)?.slice(-8).join(" ") ?? "";
  await tab.click({ role: "button", name: label("I have written them down") });
  await tab.fill(label("The eight words from the paper"), words);
  await tab.click({ role: "button", name: label("Check the words") });
  return words;
}

export type Enrolled = {
  /** Text of the file for `passerelle keys certify`. */
  readonly request: string;
  /** The words on paper; null for a later officer, who makes no desk key. */
  readonly paper: string | null;
};

/**
 * From an empty browser until the officer waits to be certified.
 * @param of.place English title of a place as its content has it, like `Example Town (PRACTICE)`
 * @param of.desk English title of one of its desks, like `Newcomers' desk (PRACTICE)`
 */
export async function enrolOfficer(
  of: OfficerScreen & { origin: string; place: string; desk: string; passphrase: string },
): Promise<Enrolled> {
  const { tab, passphrase, language } = of;
  const label = labelsOf(of);
  await tab.goto(`${of.origin}/desk`);
  await tab.click({ role: "button", name: label("Set up your desk") });
  await tab.choose(whole(textOf("place.", language, of.place)));
  await tab.choose(whole(textOf("place.", language, of.desk)));
  await tab.fill(label("Passphrase"), passphrase);
  await tab.fill(label("Repeat the passphrase"), passphrase);
  await tab.click({ role: "button", name: label("Make the keys") });
  const next = await whichHeading(of, ["Eight words on paper", "Waiting to be certified"]);
  const paper = next === "Eight words on paper" ? await writeDownPaper(of) : null;
  await whichHeading(of, ["Waiting to be certified"]);
  return { request: await tab.value(label("The request as text")), paper };
}

/** Looks whether the keys are certified, unlocks them and signs in; ends at the list. */
export async function signIn(of: OfficerScreen & { passphrase: string }): Promise<void> {
  const { tab } = of;
  const label = labelsOf(of);
  if ((await whichHeading(of, ["Sign in", "Sign in again", "Waiting to be certified"])) === "Waiting to be certified")
    await tab.click({ role: "button", name: label("Look again") });
  await whichHeading(of, ["Sign in", "Sign in again"]);
  await tab.fill(label("Passphrase"), of.passphrase);
  await tab.click({ role: "button", name: label("Sign in") });
  await whichHeading(of, ["Cases"]);
}

/** Opens a case of the list by its form's English title; ends when the answers are shown. */
export async function openFirst(of: OfficerScreen & { form: string }): Promise<void> {
  const { tab, language } = of;
  const label = labelsOf(of);
  const title = textOf("form.", language, of.form);
  const isThere = () => tab.isThere({ role: "button", name: title });
  for (let tries = 0; tries < 30 && !(await isThere()); tries += 1) {
    await tab.click({ role: "button", name: label("Read again") });
    await new Promise((resolve) => setTimeout(resolve, 10 * waits));
  }
  await tab.click({ role: "button", name: title });
  await whichHeading(of, ["Answers"]);
}

/** Chooses phrases (by their English texts), a status and own words, signs and sends; ends when the hub has it. */
export async function reply(
  of: OfficerScreen & {
    phrases?: readonly string[];
    status?: "in review" | "action needed" | "decided";
    text?: string;
  },
): Promise<void> {
  const { tab, language } = of;
  const label = labelsOf(of);
  const statuses = {
    "in review": "In review: we are looking at it",
    "action needed": "Action needed: we ask the person for something",
    decided: "Decided: we have decided",
  };
  for (const phrase of of.phrases ?? []) await tab.choose(whole(textOf("form.", language, phrase)));
  if (of.status !== undefined) await tab.choose(label(statuses[of.status]));
  if (of.text !== undefined) await tab.fill(label("Your own words (not translated)"), of.text);
  await tab.click({ role: "button", name: label("Sign and send") });
  await tab.see(interfaceText(language, "Sent. The person reads it when their device asks the next time."));
}

/** Shares the desk key with every certified colleague who lacks it. */
export async function shareDeskKey(screen: OfficerScreen): Promise<void> {
  const { tab } = screen;
  const label = labelsOf(screen);
  await tab.click({ role: "button", name: label("Keys") });
  await tab.click({ role: "button", name: label("Share the desk key") });
  await tab.see(interfaceText(screen.language, "Every certified colleague has the desk keys that you have."));
  await tab.click({ role: "button", name: label("Cases") });
}
