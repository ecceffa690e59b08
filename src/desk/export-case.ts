/** An opened case as a file for the authority's own system: what was sealed, and the same in words. */
import type { DeskMessage } from "../core/case.ts";
import type { Attachment, MessagePayload, SubmissionPayload } from "../core/envelope.ts";
import { receiptNumber } from "../seal/receipt.ts";
import type { UnreadMessage } from "./case-chain.ts";
import type { AnswerSection } from "./read-answers.ts";
import type { CaseFile, OpeningProblem } from "./read-case.ts";

/** An attachment in clear; null where it could not be read. */
export type ExportedFile = Attachment & { readonly base64: string | null };

export type CaseExport = {
  readonly v: 1;
  readonly kind: "passerelle-case";
  readonly practice: boolean;
  readonly exportedAt: string;
  readonly place: string;
  readonly desk: string;
  readonly id: string;
  /** What the person reads on the receipt. */
  readonly number: string;
  readonly envelopeHash: string;
  /** Start of the hour of receiving. */
  readonly receivedFrom: string;
  readonly submission: SubmissionPayload;
  readonly attachments: readonly ExportedFile[];
  /** The answers in the officer's language. */
  readonly readable: { readonly language: string; readonly sections: readonly AnswerSection[] };
  readonly messages: readonly (
    | { readonly id: string; readonly receivedFrom: string; readonly payload: MessagePayload }
    | { readonly id: string; readonly receivedFrom: string; readonly problem: OpeningProblem }
  )[];
  readonly deskMessages: readonly DeskMessage[];
  readonly unreadDeskMessages: readonly UnreadMessage[];
};

/** Standard base64, which other systems read. */
export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 8_192) binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(binary);
}

/** @param of.attachments those of the submission, read before */
export function exportCase(of: {
  file: CaseFile;
  attachments: readonly ExportedFile[];
  language: string;
  sections: readonly AnswerSection[];
  now: Date;
}): CaseExport {
  const { file } = of;
  const { header, hash, payload } = file.submission;
  return {
    v: 1,
    kind: "passerelle-case",
    practice: header.practice,
    exportedAt: of.now.toISOString(),
    place: header.place,
    desk: header.desk,
    id: file.id,
    number: receiptNumber(hash),
    envelopeHash: hash,
    receivedFrom: file.entry.receivedFrom,
    submission: payload,
    attachments: of.attachments,
    readable: { language: of.language, sections: of.sections },
    messages: file.messages.map((one) => {
      const { id, receivedFrom } = one.entry;
      return one.ok ? { id, receivedFrom, payload: one.message.payload } : { id, receivedFrom, problem: one.problem };
    }),
    deskMessages: file.chain.messages.map(({ message }) => message),
    unreadDeskMessages: file.chain.unread,
  };
}
