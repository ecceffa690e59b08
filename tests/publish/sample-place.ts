/** A small valid place as real files in a temporary folder. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export const today = "2026-11-24";

export const sampleFiles: Readonly<Record<string, string>> = {
  "place.yaml": `id: sample
title: Sample (PRACTICE)
kind: union
about: |
  See [the page](page:start).
sourceLanguage: en
hostLanguages: [en]
languages: [en, fr]
practice: true
licence: CC-BY-4.0
lifeEvents:
  - { id: arriving, title: You have arrived, icon: arrow }
helplines: []
desks: []
`,
  "procedures/get-a-card.yaml": `id: get-a-card
title: Get a card
summary: You ask for a card.
icon: id-card
lifeEvents: [arriving]
who: Everyone.
about: |
  Read **this** first, see [the card](document:card).

  - one
  - two
steps:
  - id: ask
    title: Ask for it
    body: |
      Go there.
    officeKind: town-hall
    channel: in-person
    gives: [card]
    deadline:
      text: Within 5 days.
      ifMissed: Ask again.
law:
  - act: Regulation (EU) 2000/1
    title: On cards
    appliesFrom: 2020-01-01
    appliesUntil: null
    territory: Everywhere.
    reviewBy: 2027-01-01
    certainty: sure
`,
  "pages/start.yaml": `id: start
title: Start here
body: |
  ## First

  Hello {name}.
`,
  "documents.yaml": `- id: card
  title: Card
  icon: paper
  about: A card.
`,
  "office-kinds.yaml": `- id: town-hall
  title: Town hall
  about: Where cards are.
  consequences:
    legalEffect: None.
    otherWays: By post.
    whoMay: { adult: true, childFromAge: null, parent: true, representative: true }
    mayLearn: { immigration: unknown, police: "no", source: Nobody said. }
    adviser: An independent adviser, 01 23.
`,
};

const made: string[] = [];

/** Writes the sample with some files changed (null: left out). Returns the place's folder. */
export function writeSample(changes: Readonly<Record<string, string | null>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), "passerelle-place-"));
  made.push(root);
  const dir = join(root, "sample");
  for (const [name, content] of Object.entries({ ...sampleFiles, ...changes })) {
    if (content === null) continue;
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), content);
  }
  return dir;
}

/** One file of the sample with a piece replaced. */
export function changed(name: string, from: string, to: string): Readonly<Record<string, string>> {
  const before = sampleFiles[name] ?? "";
  if (!before.includes(from)) throw new Error(`${name} has no "${from}"`);
  return { [name]: before.replace(from, to) };
}

/** An empty temporary folder. */
export function newFolder(): string {
  const root = mkdtempSync(join(tmpdir(), "passerelle-out-"));
  made.push(root);
  return root;
}

/** Call in `afterAll`. */
export function removeSamples(): void {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
}
