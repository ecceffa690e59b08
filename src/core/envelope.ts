/** The envelope's clear header, its frame and its payload; see docs/keys.md and docs/sync-spec.md. */

import { publicJwk } from "./pack.ts";
import {
  array,
  base64url,
  boolean,
  integer,
  isoInstant,
  languageTag,
  literal,
  nullable,
  object,
  optional,
  type Parsed,
  record,
  sha256,
  slug,
  string,
  unknown,
} from "./parse.ts";

/** HPKE base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. */
export const suite = "P256-HKDFSHA256-AES256GCM";

/** 128 random bits, base64url. */
export const envelopeId = base64url({ bytes: 16 });

export const partEntry = object({ hash: sha256, bytes: integer({ min: 1, max: 33_554_432 }) });
export type PartEntry = Parsed<typeof partEntry>;

export const envelopeHeader = object({
  v: literal(1),
  suite: literal(suite),
  id: envelopeId,
  /** `submission` opens a case; `message` adds to the case named by `case`. */
  kind: literal("submission", "message"),
  place: slug,
  desk: slug,
  form: slug,
  formVersion: sha256,
  /** Desk keys that the content key is wrapped for. */
  deskKeys: array(sha256, { maxItems: 16 }),
  /** SHA-256 of the case's capability: what the hub knows of the case. */
  capabilityHash: sha256,
  /** Id of the submission that opened the case, for `message`. */
  case: nullable(envelopeId),
  parts: array(partEntry, { maxItems: 32 }),
  practice: boolean,
  /** Room: several desks, helper, base versions, meaning of fields. Carried, never dropped. */
  extensions: optional(record(unknown)),
});
export type EnvelopeHeader = Parsed<typeof envelopeHeader>;

/** The content key, wrapped with HPKE for one key. `kid` is a desk key's thumbprint or `case`. */
export const wrap = object({
  kid: string({ pattern: /^(case|[A-Za-z0-9_-]{43})$/ }),
  enc: base64url({ bytes: 65 }),
  ct: base64url({ bytes: 48 }),
});
export type Wrap = Parsed<typeof wrap>;

/**
 * Bytes of an envelope: magic `PSL1`, then three sections, each a big-endian 32-bit length and that many bytes: canonical JSON of
 * the header, canonical JSON of the wraps, ciphertext of the payload. Nothing may follow.
 */
export const envelopeMagic = "PSL1";
export const maxHeaderBytes = 16_384;
/** Largest envelope without its parts. */
export const maxEnvelopeBytes = 262_144;
export const maxPartBytes = 33_554_432;

/** Padded plaintext sizes of payloads in bytes; larger ones are padded to a multiple of the last. */
export const sizeClasses = [1_024, 2_048, 4_096, 8_192, 16_384, 32_768, 65_536] as const;

export const attachment = object({
  path: string(),
  fileName: string({ maxLength: 200 }),
  mediaType: string({ maxLength: 100 }),
  part: integer(),
  bytes: integer(),
});
export type Attachment = Parsed<typeof attachment>;

/** What is sealed for the desk when a person finalises a form. */
export const submissionPayload = object({
  v: literal(1),
  kind: literal("submission"),
  form: slug,
  formVersion: sha256,
  language: languageTag,
  answers: record(string()),
  attachments: array(attachment),
  finalizedAt: isoInstant,
  /** The case's ECDH public half; inside the seal, so no hub can swap it. */
  casePublicKey: publicJwk,
  /** A correction names the earlier submission only here. */
  corrects: optional(envelopeId),
  /** Which notice was shown: manifest sequence, language, SHA-256 of its exact text. */
  notice: object({ sequence: integer(), language: languageTag, hash: sha256 }),
  helper: optional(unknown),
  meanings: optional(record(string())),
});
export type SubmissionPayload = Parsed<typeof submissionPayload>;

/** What the person sends later in a case. */
export const messagePayload = object({
  v: literal(1),
  kind: literal("message"),
  /** Hash of the envelope that opened the case. */
  envelopeHash: sha256,
  language: languageTag,
  text: string({ maxLength: 20_000 }),
  attachments: array(attachment),
  /** `withdraw` asks the desk to take back what it already received. */
  request: nullable(literal("withdraw")),
  writtenAt: isoInstant,
});
export type MessagePayload = Parsed<typeof messagePayload>;

/** Payload of the receipt's JWS (ES256, `kid` of the hub key, certified in the manifest). */
export const receipt = object({
  v: literal(1),
  purpose: literal("receipt"),
  /** `received`: by the desk's own hub, all parts flushed. `relayed`: by a relay, on its way. */
  standing: literal("received", "relayed"),
  id: envelopeId,
  /** SHA-256 of the envelope's bytes. */
  hash: sha256,
  parts: array(sha256),
  place: slug,
  desk: slug,
  form: slug,
  /** Only the hour is told. */
  receivedFrom: isoInstant,
  receivedUntil: isoInstant,
  epoch: string({ maxLength: 64 }),
  practice: boolean,
  upstream: optional(unknown),
});
export type Receipt = Parsed<typeof receipt>;
