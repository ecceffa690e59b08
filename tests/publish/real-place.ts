/** A small place that is no practice: one page, one desk, one form with a text and a photo. Made up; published in tests only. */
import { sampleFiles, writeSample } from "./sample-place.ts";

const form = `id: question
title: Ask the help desk
summary: Write a question in your language.
icon: message
desk: help
workbook: question.md
consequences:
  legalEffect: None. A question is not an application.
  otherWays: Go there without an appointment.
  whoMay: { adult: true, childFromAge: 12, parent: true, representative: true }
  mayLearn: { immigration: "no", police: "no", source: The rules of the desk. }
notice:
  controller: The town.
  dataProtectionOfficer: privacy@town.example
  purpose: To answer your question.
  legalBasis: Your consent.
  recipients: The help desk.
  retention: 30 days after the answer.
  rights: You may ask to see, correct or delete your answers.
  complaint: The data protection authority.
  ifNotGiven: Nothing happens if you do not send it.
phrases:
  - { id: come-by, text: Please come to the help desk., status: action needed }
  - { id: answered, text: Here is our answer., status: decided }
fallback: { afterDays: 7, office: help-office }
retentionDays: 30
answerWithinDays: 5
`;

const offices = `- id: help-office
  kind: town-hall
  title: Help office
  address: [1 Street, 00000 Town]
  timeZone: Europe/Paris
  hours:
    - { rrule: "FREQ=WEEKLY;BYDAY=MO,TU", opens: "09:00", closes: "12:00" }
  languages: [en]
  accessibility: Entrance without steps.
  about: Answers questions.
  consequences:
    legalEffect: None.
    otherWays: By phone.
    whoMay: { adult: true, childFromAge: 12, parent: true, representative: true }
    mayLearn: { immigration: "no", police: "no", source: The rules of the desk. }
`;

const workbook = `| survey | | | | |
| | type | name | label::English (en) | label::French (fr) |
| | text | question | Your question | Votre question |
| | image | photo | A photo of the letter | Une photo de la lettre |
| settings | | | |
| | form_title | form_id | default_language |
| | Ask the help desk | question | English (en) |
`;

/** Writes it into a temporary folder, with some files changed. Call removeSamples in `afterAll`. */
export function writeRealPlace(changes: Readonly<Record<string, string>> = {}): string {
  return writeSample({
    "place.yaml": (sampleFiles["place.yaml"] ?? "")
      .replace("Sample (PRACTICE)", "Sample town")
      .replace("kind: union", "kind: city")
      .replace("practice: true", "practice: false")
      .replace("languages: [en, fr]", "languages: [en]")
      .replace("desks: []", "desks:\n  - { id: help, title: Help desk }"),
    "offices.yaml": offices,
    "forms/question.yaml": form,
    "forms/question.md": workbook,
    ...changes,
  });
}
