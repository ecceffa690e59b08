/** What follows a submission: its states, the desk's statuses and replies. */

import { envelopeId, wrap } from "./envelope.ts";
import {
  array,
  base64url,
  integer,
  isoInstant,
  languageTag,
  literal,
  nullable,
  object,
  optional,
  type Parsed,
  sha256,
  slug,
  string,
} from "./parse.ts";

/** States of a submission, exactly. */
export const submissionStates = [
  "draft",
  "waiting",
  "sending",
  "on its way",
  "received",
  "in review",
  "action needed",
  "decided",
  "refused",
  "withdrawn",
] as const;
export type SubmissionState = (typeof submissionStates)[number];

/** Statuses that a desk may give. */
export const deskStatus = literal("in review", "action needed", "decided");
export type DeskStatus = Parsed<typeof deskStatus>;

/**
 * Payload of the officer's JWS (ES256, `kid` certified for the desk in the manifest). The JWS is then sealed to the case key
 * and to the desk keys.
 */
export const deskMessage = object({
  v: literal(1),
  purpose: literal("desk-message"),
  envelopeId,
  envelopeHash: sha256,
  desk: slug,
  /** 1, 2, 3 ... in this case; a gap is shown. */
  number: integer({ min: 1 }),
  /** SHA-256 of the JWS of the message before; null for the first. */
  previous: nullable(sha256),
  status: nullable(deskStatus),
  /** Phrases of the form, shown in the reader's language. */
  phrases: array(slug),
  /** Free text as the officer wrote it. */
  text: nullable(string({ maxLength: 20_000 })),
  textLanguage: nullable(languageTag),
  sentAt: isoInstant,
  /** Accounts for reading: the desk took the submission out. */
  extensions: optional(object({})),
});
export type DeskMessage = Parsed<typeof deskMessage>;

/** A sealed desk message as the hub stores it: content key wrapped for `case` and for each desk key, ciphertext of the padded JWS. */
export const sealedDeskMessage = object({
  v: literal(1),
  envelopeId,
  number: integer({ min: 1 }),
  wraps: array(wrap, { maxItems: 32 }),
  ciphertext: base64url({ maxBytes: 131_072 }),
});
export type SealedDeskMessage = Parsed<typeof sealedDeskMessage>;

/** What is known of a submission: where its envelope stands, and what the desk said. */
export type CaseFacts = {
  readonly status: "waiting" | "relayed" | "received" | "refused" | "withdrawn" | "gone";
  /** Its bytes are leaving now. */
  readonly isSending: boolean;
  readonly hasReceipt: boolean;
  readonly goneReason: "withdrawn" | "retention" | "erased" | null;
  /** Verified statuses by message number; order of arrival and clocks play no part (S8.6). */
  readonly statuses: readonly { readonly number: number; readonly status: DeskStatus }[];
};

/** The one state that is shown (S2.5, S2.7, S4.5, S8.6). */
export function stateOf({ status, isSending, hasReceipt, goneReason, statuses }: CaseFacts): SubmissionState {
  const newest = statuses.reduce<CaseFacts["statuses"][number] | null>(
    (best, one) => (best && best.number > one.number ? best : one),
    null,
  );
  switch (status) {
    case "waiting":
      return isSending ? "sending" : "waiting";
    case "relayed":
      return isSending ? "sending" : "on its way";
    case "refused":
    case "withdrawn":
      return status;
    case "gone":
      if (goneReason === "withdrawn") return "withdrawn";
      return hasReceipt ? (newest?.status ?? "received") : "refused";
    case "received":
      return newest?.status ?? "received";
    default:
      return status satisfies never;
  }
}
