/** What a person does with the form "Register your address" of the example town, by visible label, in any language. */
import type { Tab } from "./tab.ts";
import { choiceLabel, contentText, interfacePattern, interfaceText, questionLabel } from "./words.ts";

const form = "register-address";
export const formTitle = "Register your address (PRACTICE)";
export const procedureAddress = (language: string): string => `/${language}/example-town/p/${form}`;
export const formAddress = (language: string): string => `/${language}/example-town/f/${form}`;

/** What is typed; nothing of it may lie on a disk in clear. */
export type Answers = {
  readonly givenName: string;
  readonly familyName: string;
  readonly birthDate: string;
  readonly street: string;
  readonly postalCode: string;
  readonly movedIn: string;
  readonly hostName: string;
};
export const exampleAnswers: Answers = {
  givenName: "ياسمين-كناري",
  familyName: "Canarivière-Étoilé",
  birthDate: "1991-04-23",
  street: "شارع العصافير السري ١٧، غرفة ٤",
  postalCode: "40917",
  movedIn: "2026-10-05",
  hostName: "Оксана Канаренко-Таємна",
};
/** Texts of the answers that cannot stand anywhere by chance. */
export const canariesOf = ({ givenName, familyName, street, hostName }: Answers): readonly string[] => [
  givenName,
  familyName,
  street,
  hostName,
];

export type Person = { readonly tab: Tab; readonly language: string; readonly answers: Answers };

const wordsFor = ({ language }: Pick<Person, "language">) => ({
  say: (source: string) => interfaceText(language, source),
  question: (name: string) => questionLabel({ form, name, language }),
  choice: (list: string, name: string) => choiceLabel({ form, list, name, language }),
});

export const next = async (person: Person): Promise<void> =>
  person.tab.click({ role: "button", name: wordsFor(person).say("Next") });

/** Begins the form and goes past its note. */
export async function begin(person: Person): Promise<void> {
  const { say, question } = wordsFor(person);
  await person.tab.click({ role: "button", name: say("Begin") });
  await person.tab.see(question("practice_note"));
  await next(person);
}

export async function fillPerson(person: Person): Promise<void> {
  const { question } = wordsFor(person);
  const { tab, answers } = person;
  await tab.fill(question("given_name"), answers.givenName);
  await tab.fill(question("family_name"), answers.familyName);
  await tab.fill(question("birth_date"), answers.birthDate);
}

/** Lives with a host in the north of the town; the districts on offer follow from the part of the town. */
export async function fillAddress(person: Person): Promise<void> {
  const { question, choice } = wordsFor(person);
  const { tab, answers } = person;
  await tab.choose(choice("part", "north"));
  await tab.choose(choice("district", "hill"));
  await tab.fill(question("street"), answers.street);
  await tab.fill(question("postal_code"), answers.postalCode);
  await tab.fill(question("moved_in"), answers.movedIn);
  await tab.choose(choice("housing", "host"));
  await tab.fill(question("host_name"), answers.hostName);
}

export async function addPhoto(person: Person, file: string): Promise<void> {
  const { say } = wordsFor(person);
  await person.tab.upload(say("Choose a picture"), file);
  await person.tab.see(interfacePattern(person.language, "Photo · {size} · saved on this device"));
  await person.tab.see(say("Saved on this device"));
}

/** Goes on with the draft from the form's own address. */
export async function goOn(person: Person): Promise<void> {
  const { say } = wordsFor(person);
  await person.tab.see(say("What you began"));
  await person.tab.click({ role: "link", name: new RegExp(`^${say("Go on")}$`) });
}

/** From the screen of the photo to the end. */
export async function confirmAndFinish(person: Person): Promise<void> {
  const { say } = wordsFor(person);
  const { tab, answers } = person;
  await next(person);
  await tab.choose(say("Yes, I agree"));
  await next(person);
  await tab.see(say("Check your answers"));
  await tab.see(answers.givenName);
  await tab.see(answers.street);
  await next(person);
  await tab.see(say("Before you send"));
  await tab.click({ role: "button", name: say("Finish and send") });
  await tab.see(say("Your form is finished"));
}

/** From "My requests" to the one request in it. */
export async function openRequest(person: Pick<Person, "tab" | "language">): Promise<void> {
  await person.tab.click({ role: "link", name: contentText(person.language, formTitle) });
  await person.tab.see(interfaceText(person.language, "What happened so far"));
}

/** Text of the claim slip, as it stands under the square code. */
export async function readSlip(person: Person): Promise<string> {
  const { say } = wordsFor(person);
  await person.tab.click({ role: "button", name: say("Show the claim slip") });
  await person.tab.see(say("Copy the text"));
  const slip = /[A-Za-z0-9_-]{80,}/.exec(await person.tab.text())?.[0];
  if (slip === undefined) throw new Error("no text of a claim slip is shown");
  return slip;
}

/** Opens a case with its slip on a device that has never seen it. */
export async function openSlip(of: { tab: Tab; language: string; origin: string; slip: string }): Promise<void> {
  const { tab, language } = of;
  const say = (source: string): string => interfaceText(language, source);
  await tab.goto(`${of.origin}/${language}/claim`);
  await tab.fill(say("Text of the slip"), of.slip);
  await tab.click({ role: "button", name: say("Read the slip") });
  await tab.click({ role: "button", name: say("Open here too") });
  await tab.see(say("What happened so far"));
}
