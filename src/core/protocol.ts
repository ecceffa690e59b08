/** Everything that passes between a device, a desk and a hub, with its parser. Rules: docs/sync-spec.md. */

import { sealedDeskMessage } from "./case.ts";
import { envelopeId } from "./envelope.ts";
import { hubRole, publicJwk } from "./pack.ts";
import {
  array,
  base64url,
  boolean,
  integer,
  isoInstant,
  literal,
  nullable,
  object,
  optional,
  type Parsed,
  sha256,
  slug,
  string,
  union,
} from "./parse.ts";

export { headers, oldestProtocolVersion, protocolVersion } from "./protocol-names.ts";

export const paths = {
  health: "/healthz",
  /** GET; answer: {@link hubAnswer}. */
  hub: "/api/v1/hub",
  /** POST, body: framed envelopes (media type {@link envelopesMediaType}); answer: {@link pushAnswer}. */
  envelopes: "/api/v1/envelopes",
  /** HEAD tells `Upload-Offset`; PATCH with `Upload-Offset` appends; answer 204 with the new offset, 409 with the right one. */
  part: (id: string, index: number) => `/api/v1/envelopes/${id}/parts/${index}`,
  /** POST {@link newsRequest}, answer {@link newsAnswer}. */
  news: "/api/v1/cases/news",
  /** POST {@link rotateRequest}. */
  rotate: "/api/v1/cases/rotate",
  /** POST {@link withdrawRequest}, answer {@link withdrawAnswer}. */
  withdraw: "/api/v1/cases/withdraw",
  /** POST {@link caseEnvelopesRequest}; answer: the case's envelopes framed like a push, the submission first. */
  caseEnvelopes: "/api/v1/cases/envelopes",
  /** POST {@link casePartRequest}; answer: the sealed part's bytes, once it is whole. */
  casePart: "/api/v1/cases/part",
  deskRequest: "/api/v1/desk/requests",
  deskChallenge: "/api/v1/desk/challenge",
  deskLogin: "/api/v1/desk/login",
  deskLogout: "/api/v1/desk/logout",
  deskInbox: (desk: string) => `/api/v1/desk/${desk}/inbox`,
  deskEnvelope: (desk: string, id: string) => `/api/v1/desk/${desk}/envelopes/${id}`,
  deskPart: (desk: string, id: string, index: number) => `/api/v1/desk/${desk}/envelopes/${id}/parts/${index}`,
  deskCase: (desk: string, id: string) => `/api/v1/desk/${desk}/cases/${id}`,
  deskMessages: (desk: string, id: string) => `/api/v1/desk/${desk}/cases/${id}/messages`,
  deskKeys: (desk: string) => `/api/v1/desk/${desk}/keys`,
} as const;

/** A batch: for each envelope a big-endian 32-bit length and its bytes. */
export const envelopesMediaType = "application/vnd.passerelle.envelopes";
export const maxBatchBytes = 1_048_576;
export const maxBatchEnvelopes = 64;
export const maxPatchBytes = 1_048_576;

/** Permanent refusals of one envelope; the words are in ui/error-messages. */
export const refusalReason = literal(
  "malformed",
  "too-large",
  "same-id-other-bytes",
  "desk-unknown",
  "desk-key-unknown",
  "form-version-unknown",
  "case-unknown",
  "practice-mismatch",
  "part-hash-wrong",
  "protocol-too-old",
);
export type RefusalReason = Parsed<typeof refusalReason>;
export const goneReason = literal("withdrawn", "retention", "erased");
export type GoneReason = Parsed<typeof goneReason>;

/** A receipt as compact JWS. */
const receiptJws = string({ pattern: /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/, maxLength: 8_192 });

export const pushResult = union("result", {
  /** The hub keeps the envelope but gives no receipt yet. */
  stored: object({ result: literal("stored"), id: envelopeId }),
  partsMissing: object({
    result: literal("partsMissing"),
    id: envelopeId,
    parts: array(object({ index: integer(), offset: integer() })),
  }),
  received: object({ result: literal("received"), id: envelopeId, receipt: receiptJws }),
  gone: object({ result: literal("gone"), id: envelopeId, reason: goneReason, receipt: nullable(receiptJws) }),
  refused: object({
    result: literal("refused"),
    id: nullable(envelopeId),
    reason: refusalReason,
    place: optional(string()),
  }),
});
export type PushResult = Parsed<typeof pushResult>;

/** One result for each envelope of the batch, in its order. */
export const pushAnswer = object({ v: literal(1), epoch: string({ maxLength: 64 }), results: array(pushResult) });
export type PushAnswer = Parsed<typeof pushAnswer>;

const capability = base64url({ bytes: 32 });

/** All cases of a device in one request; the hub keeps no trace of which came together. */
export const newsRequest = object({
  v: literal(1),
  cases: array(object({ capability, afterNumber: integer() }), { maxItems: 256 }),
});
export type NewsRequest = Parsed<typeof newsRequest>;
export const caseNews = union("state", {
  /** `downloaded`: the desk took the submission out, as the hub reports it. */
  open: object({
    state: literal("open"),
    id: envelopeId,
    messages: array(sealedDeskMessage),
    downloaded: boolean,
    receipt: nullable(receiptJws),
    envelopeHash: sha256,
  }),
  moved: object({ state: literal("moved") }),
  gone: object({ state: literal("gone"), reason: goneReason, receipt: nullable(receiptJws) }),
  /** Nothing under that capability: never received here, or a guess. */
  unknown: object({ state: literal("unknown") }),
});
export type CaseNews = Parsed<typeof caseNews>;
/** In the order of the request. */
export const newsAnswer = object({ v: literal(1), epoch: string({ maxLength: 64 }), cases: array(caseNews) });
export type NewsAnswer = Parsed<typeof newsAnswer>;

/** Taking over: from now on only the new capability opens the case. */
export const rotateRequest = object({ v: literal(1), capability, newCapabilityHash: sha256 });
export type RotateRequest = Parsed<typeof rotateRequest>;

export const withdrawRequest = object({ v: literal(1), capability, id: envelopeId });
export type WithdrawRequest = Parsed<typeof withdrawRequest>;
export const withdrawAnswer = union("outcome", {
  /** It was not yet received whole, or never came; a tombstone stands. */
  withdrawn: object({ outcome: literal("withdrawn") }),
  /** The desk has it: send a `withdraw` message to the desk. */
  alreadyReceived: object({ outcome: literal("alreadyReceived"), receipt: receiptJws }),
});
export type WithdrawAnswer = Parsed<typeof withdrawAnswer>;

/** What the hub holds of a case, for its owner on another device: nothing is marked as downloaded by it. */
export const caseEnvelopesRequest = object({ v: literal(1), capability });
export type CaseEnvelopesRequest = Parsed<typeof caseEnvelopesRequest>;
/** Part `index` of the case's envelope `id`, the submission or a message. */
export const casePartRequest = object({ v: literal(1), capability, id: envelopeId, index: integer({ max: 31 }) });
export type CasePartRequest = Parsed<typeof casePartRequest>;

/** Who runs this hub; all null on loopback and in a demonstration. Each is a text or an address that starts with https. */
export const hubAnswer = object({
  v: literal(1),
  epoch: string({ maxLength: 64 }),
  practice: boolean,
  operator: nullable(string({ maxLength: 2_000 })),
  privacyNotice: nullable(string({ maxLength: 2_000 })),
  accessibilityStatement: nullable(string({ maxLength: 2_000 })),
  complaintContact: nullable(string({ maxLength: 2_000 })),
});
export type HubAnswer = Parsed<typeof hubAnswer>;

/** Every 4xx and 5xx answer. `reason` is a constant, `place` where in the request, `cure` what to do. */
export const problem = object({
  reason: string({ maxLength: 80 }),
  place: optional(string({ maxLength: 500 })),
  cure: optional(string({ maxLength: 1_000 })),
});
export type HubProblem = Parsed<typeof problem>;

/** What leaves a browser to be certified by the publisher (`keys certify REQUEST`). */
export const certifyRequest = union("purpose", {
  desk: object({
    v: literal(1),
    purpose: literal("desk"),
    place: slug,
    desk: slug,
    jwk: publicJwk,
    officer: object({ sign: publicJwk, wrap: publicJwk }),
  }),
  officer: object({
    v: literal(1),
    purpose: literal("officer"),
    place: slug,
    desk: slug,
    officer: object({ sign: publicJwk, wrap: publicJwk }),
  }),
  hub: object({
    v: literal(1),
    purpose: literal("hub"),
    origin: nullable(string()),
    jwk: publicJwk,
    /** A relay's receipts say "on its way" and never "received". */
    role: optional(hubRole),
  }),
});
export type CertifyRequest = Parsed<typeof certifyRequest>;

export const challengeAnswer = object({ v: literal(1), nonce: base64url({ bytes: 32 }), expiresAt: isoInstant });
/** Payload of the login's JWS, signed by the officer. */
export const loginStatement = object({
  v: literal(1),
  purpose: literal("login"),
  origin: string({ maxLength: 300 }),
  desk: slug,
  nonce: base64url({ bytes: 32 }),
  expiresAt: isoInstant,
});
export const loginAnswer = object({ v: literal(1), token: base64url({ bytes: 32 }), expiresAt: isoInstant });

export const inboxEntry = object({
  id: envelopeId,
  hash: sha256,
  form: slug,
  formVersion: sha256,
  kind: literal("submission", "message"),
  case: envelopeId,
  bytes: integer(),
  parts: integer(),
  receivedFrom: isoInstant,
  /** Number of the newest desk message in the case. */
  messages: integer(),
  downloaded: boolean,
});
export const inboxAnswer = object({ v: literal(1), epoch: string({ maxLength: 64 }), entries: array(inboxEntry) });
export type InboxEntry = Parsed<typeof inboxEntry>;
export const deskCaseAnswer = object({
  v: literal(1),
  id: envelopeId,
  messages: array(sealedDeskMessage),
  envelopes: array(envelopeId),
});

/** The desk's private key, wrapped for each officer and for the recovery key; the hub cannot open it. */
export const wrappedDeskKey = object({
  v: literal(1),
  deskKey: sha256,
  for: sha256,
  wrapped: string({ maxLength: 4_096 }),
});
export type WrappedDeskKey = Parsed<typeof wrappedDeskKey>;
/** All wraps of a desk, whoever they are for. */
export const wrappedKeysAnswer = object({ v: literal(1), keys: array(wrappedDeskKey, { maxItems: 4_096 }) });
