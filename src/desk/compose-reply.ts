/** A status or reply of the desk: built from the form's phrases, signed, sealed to the case and to every valid desk key. */
import type { DeskMessage, DeskStatus, SealedDeskMessage } from "../core/case.ts";
import type { PlacedForm } from "../core/place.ts";
import { sealDeskMessage, signDeskMessage, verifyDeskMessage } from "../seal/desk-message.ts";
import type { Officer } from "../seal/officer-keys.ts";
import { isValidAt } from "../seal/validity.ts";
import { type Answer, answered, failed } from "./desk-fault.ts";
import type { DeskHub, DeskSession } from "./desk-hub.ts";
import { certifiedDeskOf, type DeskPlace } from "./desk-place.ts";
import type { CaseFile } from "./read-case.ts";

/** What an officer is writing; kept while the session ends or a colleague was faster. */
export type ReplyDraft = {
  readonly status: DeskStatus | null;
  readonly phrases: readonly string[];
  readonly text: string;
  readonly textLanguage: string;
};

export const emptyReply = (textLanguage: string): ReplyDraft => ({ status: null, phrases: [], text: "", textLanguage });
export const isEmptyReply = ({ status, phrases, text }: ReplyDraft): boolean =>
  status === null && phrases.length === 0 && text.trim() === "";

/** Chooses or drops a phrase; one that goes with a status brings it, unless the officer chose another by hand. */
export function togglePhrase(of: {
  draft: ReplyDraft;
  phrase: PlacedForm["phrases"][number];
  phrases: PlacedForm["phrases"];
}): ReplyDraft {
  const { draft, phrase } = of;
  const isChosen = draft.phrases.includes(phrase.id);
  const chosen = isChosen ? draft.phrases.filter((id) => id !== phrase.id) : [...draft.phrases, phrase.id];
  const suggested = new Set(of.phrases.filter(({ id }) => draft.phrases.includes(id)).map(({ status }) => status));
  const isByHand = draft.status !== null && !suggested.has(draft.status);
  if (isByHand) return { ...draft, phrases: chosen };
  const next = of.phrases.filter(({ id }) => chosen.includes(id)).flatMap(({ status }) => status ?? []);
  const status = isChosen ? (next.at(-1) ?? null) : (phrase.status ?? draft.status);
  return { ...draft, phrases: chosen, status };
}

export type ReplyProblem =
  /** A colleague wrote at the same time: read the case again, then send (S8.4). */
  | "number-taken"
  /** The newest message cannot be opened here, so the next one cannot name it. */
  | "newest-unreadable"
  /** The desk has no key that is valid now. */
  | "no-desk-key"
  /** The person's device would not believe it: this machine's clock is wrong, or the officer is not certified now. */
  | "would-not-verify";

export type ReplyResult =
  | { readonly ok: true; readonly sealed: SealedDeskMessage }
  | { readonly ok: false; readonly problem: ReplyProblem };

/** Signs and seals the next message of a case; what would not verify on the person's device is not sealed. */
export async function sealReply(of: {
  draft: ReplyDraft;
  file: CaseFile;
  officer: Officer;
  place: DeskPlace;
  desk: string;
  now: Date;
}): Promise<ReplyResult> {
  const { draft, file, officer, now } = of;
  const { chain, submission } = file;
  if (chain.previous === undefined) return { ok: false, problem: "newest-unreadable" };
  const desk = certifiedDeskOf(of.place, of.desk);
  const deskKeys = desk?.keys.filter((key) => isValidAt(key, now)) ?? [];
  if (!desk || deskKeys.length === 0) return { ok: false, problem: "no-desk-key" };
  const text = draft.text.trim() === "" ? null : draft.text;
  const message: DeskMessage = {
    v: 1,
    purpose: "desk-message",
    envelopeId: submission.id,
    envelopeHash: submission.hash,
    desk: of.desk,
    number: chain.nextNumber,
    previous: chain.previous,
    status: draft.status,
    phrases: draft.phrases,
    text,
    textLanguage: text === null ? null : draft.textLanguage,
    sentAt: now.toISOString(),
  };
  const jws = await signDeskMessage(message, officer.signing);
  const { envelopeId, envelopeHash, number, previous } = message;
  const expected = { desk: of.desk, envelopeId, envelopeHash, number, previous };
  const verified = await verifyDeskMessage({ jws, desks: [desk], expected });
  if (!verified.ok) return { ok: false, problem: "would-not-verify" };
  const caseKey = submission.payload.casePublicKey;
  return { ok: true, sealed: await sealDeskMessage({ jws, envelopeId, number, caseKey, deskKeys }) };
}

/** Seals and sends; the fault `number-taken` leaves the draft to be sent after reading again. */
export async function sendReply(
  of: Parameters<typeof sealReply>[0] & { hub: DeskHub; session: DeskSession },
): Promise<Answer<ReplyResult>> {
  const sealed = await sealReply(of);
  if (!sealed.ok) return answered(sealed);
  const sent = await of.hub.append(of.session, sealed.sealed);
  if (sent.ok) return answered(sealed);
  const isTaken = sent.fault.kind === "refused" && sent.fault.reason === "number-taken";
  return isTaken ? answered({ ok: false, problem: "number-taken" }) : failed(sent.fault);
}
