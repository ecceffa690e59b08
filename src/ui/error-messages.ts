/**
 * Reason code to words: what happened, what is safe, what to do. Every code of the contracts is here; the compiler says when one is
 * missing. Screens never invent words of their own for a failure.
 */
import { t } from "@lingui/core/macro";
import type { AnswerRefusal } from "../core/form/answer-check.ts";
import type { PackRefusal } from "../core/pack.ts";
import type { RefusalReason } from "../core/protocol.ts";
import type { Problem, ReadingOnly } from "./services.ts";

export type FailureWords = {
  readonly what: string;
  /** What is not lost; null where nothing was at risk. */
  readonly safe: string | null;
  readonly todo: string;
};
type Table<Code extends string> = Readonly<Record<Code, () => FailureWords>>;

const draftStays = () => t`What you wrote before stays on this device.`;
const nothingLost = () => t`Nothing is lost. What you wrote stays on this device.`;
const nothingChanged = () => t`Nothing was changed.`;

const problems: Table<Problem> = {
  "changed-elsewhere": () => ({
    what: t`This form was changed in another window.`,
    safe: t`Both versions are still here.`,
    todo: t`Choose which version you want to keep.`,
  }),
  "storage-full": () => ({
    what: t`There is no space left on this device. Your last words are not saved.`,
    safe: draftStays(),
    todo: t`Delete photos or apps that you do not need. Then try again. Keep this window open until it is saved.`,
  }),
  "storage-failed": () => ({
    what: t`This browser could not save it.`,
    safe: draftStays(),
    todo: t`Keep this window open and try again. If it fails again, write your answers on paper.`,
  }),
  "reading-only": () => ({
    what: t`Here you can only read. Nothing can be saved.`,
    safe: null,
    todo: t`The page about this app says why, and what you can do.`,
  }),
  "no-desk-key": () => ({
    what: t`Nobody could open this form now: no key of the office on this device is valid.`,
    safe: nothingLost(),
    todo: t`Connect to the internet, so that this device can fetch the keys. Or go to the office.`,
  }),
  "no-connection": () => ({
    what: t`There is no connection.`,
    safe: nothingLost(),
    todo: t`Everything on this device still works. Try again when you have a connection.`,
  }),
  "captive-portal": () => ({
    what: t`This Wi-Fi wants you to sign in first.`,
    safe: nothingLost(),
    todo: t`Open the sign-in page of the Wi-Fi, or use another network.`,
  }),
  "hub-fault": () => ({
    what: t`The server has a fault.`,
    safe: nothingLost(),
    todo: t`You need not do anything. We try again later.`,
  }),
  "too-large": () => ({
    what: t`This file is too large.`,
    safe: nothingChanged(),
    todo: t`Take a photo with a lower quality, or choose another file.`,
  }),
  "not-an-image": () => ({
    what: t`This file is not a picture that this browser can open.`,
    safe: nothingChanged(),
    todo: t`Take a photo, or choose a JPEG or PNG file.`,
  }),
  "form-unknown": () => ({
    what: t`This form is not on this device.`,
    safe: null,
    todo: t`Open it again when you have a connection. The office takes it on paper too.`,
  }),
  "not-found": () => ({
    what: t`It is not on this device any more.`,
    safe: null,
    todo: t`Look in "My requests". Perhaps it was sent or deleted.`,
  }),
  "case-moved": () => ({
    what: t`This request was moved to another device.`,
    safe: t`What was sent stays with the office.`,
    todo: t`Open it on the other device.`,
  }),
  "slip-damaged": () => ({
    what: t`A part of this slip is wrong or missing.`,
    safe: nothingChanged(),
    todo: t`Scan the code again, or compare the text with the paper.`,
  }),
  "slip-not-a-slip": () => ({
    what: t`This is not a claim slip of Passerelle.`,
    safe: nothingChanged(),
    todo: t`Scan the square code on your slip, or copy its whole text.`,
  }),
  "slip-newer-version": () => ({
    what: t`This slip was made by a newer version of this app.`,
    safe: nothingChanged(),
    todo: t`Connect to the internet, take the update, then try again.`,
  }),
  "slip-practice": () => ({
    what: t`This slip is from a PRACTICE. It does not open here.`,
    safe: nothingChanged(),
    todo: t`Open it where the practice was done.`,
  }),
  "receipt-wrong": () => ({
    what: t`The proof of delivery is not genuine, or not for this request.`,
    safe: nothingLost(),
    todo: t`Do not rely on it. We try again. Ask the office if this stays.`,
  }),
  "pack-refused": () => ({
    what: t`The new content could not be verified, so it was not taken.`,
    safe: t`The content that you have stays.`,
    todo: t`Try again later. If this stays, tell the people who run this service.`,
  }),
};

const refusals: Table<RefusalReason | "receipt-wrong"> = {
  malformed: () => ({
    what: t`The server could not read what was sent.`,
    safe: nothingLost(),
    todo: t`Correct it and send it again. If this stays, go to the office.`,
  }),
  "too-large": () => ({
    what: t`It is larger than the server takes.`,
    safe: nothingLost(),
    todo: t`Send it again with fewer or smaller photos. Bring the others to the office.`,
  }),
  "same-id-other-bytes": () => ({
    what: t`The server already has another request under this number.`,
    safe: t`Nothing is lost. Both are kept.`,
    todo: t`Send yours again. It gets a new number.`,
  }),
  "desk-unknown": () => ({
    what: t`The server does not know this office.`,
    safe: nothingLost(),
    todo: t`Update the content of this place and send it again, or go to the office.`,
  }),
  "desk-key-unknown": () => ({
    what: t`The office's key has changed and is not known to the server.`,
    safe: nothingLost(),
    todo: t`Update the content of this place and send it again.`,
  }),
  "form-version-unknown": () => ({
    what: t`The server does not know this version of the form.`,
    safe: nothingLost(),
    todo: t`Update the content of this place and fill in the form again. Your answers are taken over.`,
  }),
  "case-unknown": () => ({
    what: t`The server does not know the request that this belongs to.`,
    safe: nothingLost(),
    todo: t`Ask the office. Keep your claim slip.`,
  }),
  "practice-mismatch": () => ({
    what: t`A PRACTICE and a real service do not take each other's forms.`,
    safe: nothingLost(),
    todo: t`Fill in the form where you want to send it.`,
  }),
  "part-hash-wrong": () => ({
    what: t`A photo did not arrive whole.`,
    safe: nothingLost(),
    todo: t`Send it again.`,
  }),
  "protocol-too-old": () => ({
    what: t`This app is too old for the server.`,
    safe: nothingLost(),
    todo: t`Take the update of this app, then send it again.`,
  }),
  "receipt-wrong": problems["receipt-wrong"],
};

/** What is wrong with one answer, and how to write it. */
const answerRefusals: Readonly<Record<AnswerRefusal, () => string>> = {
  "unknown-path": () => t`This question is not part of the form.`,
  "read-only": () => t`This answer is computed. You cannot change it.`,
  "not-a-number": () => t`Write a number in digits only, for example 42.`,
  "not-a-date": () => t`Choose a day that exists: day, month and year.`,
  "not-a-choice": () => t`Choose one of the answers that are shown.`,
  "too-long": () => t`This is too long. Write at most 10,000 characters.`,
  "forbidden-character": () => t`A character in it cannot be sent. Write it again with your keyboard.`,
};

const packRefusals: Table<PackRefusal> = {
  "manifest-malformed": () => packWords(t`The new content is damaged.`),
  "publisher-unknown": () => packWords(t`The new content is signed by somebody whom this app does not know.`),
  "signature-wrong": () => packWords(t`The signature of the new content is wrong.`),
  "manifest-expired": () => packWords(t`The server offers content that is out of date.`),
  "sequence-too-low": () => packWords(t`The server offers older content than you have.`),
  "same-sequence-other-bytes": () => packWords(t`The server offers two different contents under one number.`),
  "place-other": () => packWords(t`The server sent the content of another place.`),
  "practice-not-allowed": () => packWords(t`The server sent PRACTICE content to an app that is not for practice.`),
  "block-hash-wrong": () => packWords(t`A part of the new content was changed on its way.`),
  "block-malformed": () => packWords(t`A part of the new content is damaged.`),
  network: () => ({
    what: t`The new content did not arrive whole.`,
    safe: t`The content that you have stays.`,
    todo: t`Try again when the connection is better. What has arrived is kept.`,
  }),
};
function packWords(what: string): FailureWords {
  return {
    what,
    safe: t`The content that you have stays.`,
    todo: t`Try again later. If this stays, tell the people who run this service.`,
  };
}

/** Codes of `sealReasons` in seal, which the interface may not import; a test holds the two lists together. */
type SealReason = "malformed" | "too-large" | "not-for-this-key" | "damaged" | "key-unusable" | "wrong-secret";
const sealFailures: Table<SealReason> = {
  malformed: () => ({
    what: t`This is not something that Passerelle sealed.`,
    safe: nothingChanged(),
    todo: t`Choose the right file or text and try again.`,
  }),
  "too-large": () => ({
    what: t`It is too large to be sealed.`,
    safe: nothingChanged(),
    todo: t`Use fewer or smaller photos.`,
  }),
  "not-for-this-key": () => ({
    what: t`It was sealed for somebody else. It does not open here.`,
    safe: nothingChanged(),
    todo: t`Open it on the device or with the slip that it belongs to.`,
  }),
  damaged: () => ({
    what: t`It was changed or cut. It does not open.`,
    safe: nothingChanged(),
    todo: t`Fetch it again. If this stays, ask the office.`,
  }),
  "key-unusable": () => ({
    what: t`The key that belongs to it cannot be used.`,
    safe: nothingChanged(),
    todo: t`Update the content of this place, then try again.`,
  }),
  "wrong-secret": () => ({
    what: t`The secret is not right, or the record is damaged.`,
    safe: nothingChanged(),
    todo: t`Write it again and look at capital letters.`,
  }),
};

const readingOnly: Table<ReadingOnly> = {
  "insecure-context": () => ({
    what: t`This address is not secure (no https). Here you can only read.`,
    safe: null,
    todo: t`Open the address that begins with https, or ask the people who run this service.`,
  }),
  "no-storage": () => ({
    what: t`This browser lets us save nothing. Here you can only read.`,
    safe: null,
    todo: t`Leave the private window, free some space, or use another browser.`,
  }),
  "newer-schema": () => ({
    what: t`A newer version of this app is already in use on this device.`,
    safe: nothingLost(),
    todo: t`Close the other windows of this app and load this page again.`,
  }),
};

export const problemWords = (problem: Problem): FailureWords => problems[problem]();

/** Where a code means something else than for a request of one's own: opening a slip, checking a receipt of anybody's. */
export const claimProblemWords = (problem: Problem): FailureWords =>
  problem === "not-found"
    ? {
        what: t`The server has no request for this slip.`,
        safe: nothingChanged(),
        todo: t`Perhaps it was not sent yet: connect the first device. Or it was deleted: ask the office.`,
      }
    : problemWords(problem);
export function receiptProblemWords(problem: Problem): FailureWords {
  switch (problem) {
    case "not-found":
      return {
        what: t`This device does not know the server that signed this receipt.`,
        safe: null,
        todo: t`It may still be genuine. Keep the place that it comes from on this device, then check again.`,
      };
    case "receipt-wrong":
      return {
        what: t`This is no receipt, or it was changed. It proves nothing.`,
        safe: null,
        todo: t`Compare it with the file or the text that you were given, and try again.`,
      };
    default:
      return problemWords(problem);
  }
}
/** Saving everything as a file, deleting everything: no code comes with them. */
export const exportFailureWords = (): FailureWords => ({
  what: t`The file could not be made.`,
  safe: nothingLost(),
  todo: t`Free some space on this device and try again.`,
});
export const deletionFailureWords = (): FailureWords => ({
  what: t`Not everything could be deleted.`,
  safe: null,
  todo: t`Close the other windows of this app and try again. Or delete the data of this site in the browser's settings.`,
});
export const refusalWords = (reason: RefusalReason | "receipt-wrong"): FailureWords => refusals[reason]();
export const answerRefusalWords = (reason: AnswerRefusal): string => answerRefusals[reason]();
export const packRefusalWords = (reason: PackRefusal): FailureWords => packRefusals[reason]();
export const sealFailureWords = (reason: SealReason): FailureWords => sealFailures[reason]();
export const readingOnlyWords = (reason: ReadingOnly): FailureWords => readingOnly[reason]();
