/** Sealing and opening envelopes and parts; the steps are those of docs/keys.md, the header and limits those of core/envelope. */
import { type EnvelopeHeader, envelopeHeader, maxPartBytes, type PartEntry, suite } from "../core/envelope.ts";
import type { PublicJwk } from "../core/pack.ts";
import { ParseError } from "../core/parse.ts";
import { type Bytes, concat, cryptoRandom, fromBase64url, hashOf, type Random, sha256, toBase64url } from "./bytes.ts";
import { canonicalBytes, readCanonical } from "./canonical-json.ts";
import { openChunks, sealChunks, sealedSize } from "./chunks.ts";
import { contentKeyBytes, importContentKey, pieceKey } from "./content-key.ts";
import { deflate, inflate } from "./deflate.ts";
import { importPublicKey, isKidOf } from "./ec-keys.ts";
import { caseKid, type EnvelopeFrame, readEnvelopeFrame, writeEnvelopeFrame } from "./envelope-frame.ts";
import type { KeyHandle, RecipientKey } from "./key-handle.ts";
import { unwrapWith, wrapFor, wrapInfo } from "./key-wrap.ts";
import { pad, paddedSize, unpad } from "./padding.ts";
import { SealError } from "./seal-error.ts";

export { caseKid, type EnvelopeFrame, type FrameResult, readEnvelopeFrame } from "./envelope-frame.ts";

/** A payload's JSON may be this large in bytes; sealing and opening refuse more. */
export const maxPayloadBytes = 4_194_304;

/** The header as its maker gives it; version, suite, id, desk key ids and parts are filled in by the seal. */
export type HeaderFields = Omit<EnvelopeHeader, "v" | "suite" | "id" | "deskKeys" | "parts">;

export type SealJob = {
  readonly header: HeaderFields;
  /** Plain data; becomes canonical JSON. */
  readonly payload: unknown;
  /** Attachments in clear, in the order of their part numbers. */
  readonly parts: readonly Uint8Array[];
  readonly deskKeys: readonly { readonly kid: string; readonly jwk: PublicJwk }[];
  /** The case's public key, for the owner's copy; null where the owner keeps none. */
  readonly caseKey: PublicJwk | null;
  /** 16 bytes, base64url; fresh when absent. */
  readonly id?: string;
  readonly random?: Random;
};

export type SealedEnvelope = {
  readonly id: string;
  /** SHA-256 of `bytes`, base64url. */
  readonly hash: string;
  readonly bytes: Bytes;
  readonly header: EnvelopeHeader;
  readonly parts: readonly Bytes[];
};

/**
 * Seals a payload and its parts under a fresh content key, wrapped for each desk key and for the case. Throws {@link SealError}:
 * `key-unusable` (no desk key, a key that is not its kid, a point off the curve), `too-large`, `malformed` (a header or payload that
 * is no plain data).
 */
export async function sealEnvelope(job: SealJob): Promise<SealedEnvelope> {
  const random = job.random ?? cryptoRandom;
  const recipients = await importRecipients(job);
  const salt = job.id === undefined ? random(16) : fromBase64url(job.id);
  const id = toBase64url(salt);
  const rawKey = random(contentKeyBytes);
  const contentKey = await importContentKey(rawKey);

  const parts: Bytes[] = [];
  for (const [index, part] of job.parts.entries()) parts.push(await sealPart({ contentKey, salt, index, part }));
  const entries: PartEntry[] = [];
  for (const part of parts) entries.push({ hash: await hashOf(part), bytes: part.length });

  const deskKeys = job.deskKeys.map((key) => key.kid);
  const header = parseHeader({ ...job.header, v: 1, suite, id, deskKeys, parts: entries });
  const headerBytes = canonicalBytes(header);
  const headerHash = await sha256(headerBytes);

  const wraps = [];
  for (const { kid, publicKey } of recipients) {
    const info = wrapInfo({ purpose: "envelope", context: headerHash, kid });
    wraps.push({ kid, ...(await wrapFor({ publicKey, secret: rawKey, info })) });
  }
  rawKey.fill(0);
  const wrapsBytes = canonicalBytes(wraps);

  const ciphertext = await sealChunks({
    key: await pieceKey({ contentKey, salt, piece: { kind: "payload" } }),
    aad: concat(headerHash, await sha256(wrapsBytes)),
    plaintext: pad(await deflate(payloadBytes(job.payload))),
  });
  const bytes = writeEnvelopeFrame({ header: headerBytes, wraps: wrapsBytes, ciphertext });
  return { id, hash: await hashOf(bytes), bytes, header, parts };
}

/** An envelope that was opened. `contentKey` opens its parts and cannot be read out. */
export type OpenedEnvelope = {
  readonly header: EnvelopeHeader;
  /** SHA-256 of the envelope's bytes, base64url. */
  readonly hash: string;
  /** To be parsed by the caller (core/envelope: submissionPayload, messagePayload). */
  readonly payload: unknown;
  readonly contentKey: KeyHandle;
};

/**
 * Opens an envelope with a desk's or the case's private key. Throws {@link SealError}: `malformed` or `too-large` (see
 * {@link readEnvelopeFrame}), `not-for-this-key`, `damaged`.
 */
export async function openEnvelope(job: { bytes: Uint8Array; recipient: RecipientKey }): Promise<OpenedEnvelope> {
  const read = await readEnvelopeFrame(job.bytes);
  if (!read.ok) throw new SealError(read.reason, read.detail);
  const { frame } = read;
  const contentKey = await importContentKey(await unwrapContentKey({ frame, recipient: job.recipient }));
  const padded = await openChunks({
    key: await pieceKey({ contentKey, salt: fromBase64url(frame.header.id), piece: { kind: "payload" } }),
    aad: concat(frame.headerHash, frame.wrapsHash),
    ciphertext: frame.ciphertext,
  });
  const payload = readCanonical(await inflate({ bytes: unpad(padded), maxBytes: maxPayloadBytes }));
  return { header: frame.header, hash: frame.hash, payload, contentKey };
}

/** Opens one sealed part of an opened envelope. Throws {@link SealError} `damaged` when it is not that part of that envelope. */
export async function openPart(job: {
  envelope: Pick<OpenedEnvelope, "header" | "contentKey">;
  index: number;
  bytes: Uint8Array;
}): Promise<Bytes> {
  const { envelope, index, bytes } = job;
  const entry = envelope.header.parts[index];
  if (!entry) throw new SealError("malformed", `the envelope has no part ${index}`);
  if (entry.bytes !== bytes.length || entry.hash !== (await hashOf(bytes)))
    throw new SealError("damaged", `part ${index} has another hash or length`);
  const salt = fromBase64url(envelope.header.id);
  const key = await pieceKey({ contentKey: envelope.contentKey, salt, piece: { kind: "part", index } });
  return unpad(await openChunks({ key, aad: partAad({ salt, index }), ciphertext: bytes }));
}

async function sealPart(job: { contentKey: KeyHandle; salt: Bytes; index: number; part: Uint8Array }): Promise<Bytes> {
  const { contentKey, salt, index, part } = job;
  if (sealedSize(paddedSize(part.length)) > maxPartBytes)
    throw new SealError("too-large", `part ${index} of ${part.length} bytes`);
  const key = await pieceKey({ contentKey, salt, piece: { kind: "part", index } });
  return sealChunks({ key, aad: partAad({ salt, index }), plaintext: pad(part) });
}

const partAad = ({ salt, index }: { salt: Uint8Array; index: number }): Bytes =>
  canonicalBytes([suite, toBase64url(salt), index]);

function payloadBytes(payload: unknown): Bytes {
  const bytes = canonicalBytes(payload);
  if (bytes.length > maxPayloadBytes) throw new SealError("too-large", `payload of ${bytes.length} bytes`);
  return bytes;
}

function parseHeader(fields: unknown): EnvelopeHeader {
  try {
    return envelopeHeader(fields, "header");
  } catch (cause) {
    if (cause instanceof ParseError) throw new SealError("malformed", cause.message, { cause });
    throw cause;
  }
}

async function importRecipients({ deskKeys, caseKey }: Pick<SealJob, "deskKeys" | "caseKey">) {
  if (deskKeys.length === 0) throw new SealError("key-unusable", "no desk key");
  const recipients: { kid: string; publicKey: KeyHandle }[] = [];
  for (const { kid, jwk } of deskKeys) {
    if (!(await isKidOf({ kid, jwk }))) throw new SealError("key-unusable", `desk key ${kid} has another thumbprint`);
    recipients.push({ kid, publicKey: await importPublicKey({ jwk, use: "ECDH" }) });
  }
  if (caseKey) recipients.push({ kid: caseKid, publicKey: await importPublicKey({ jwk: caseKey, use: "ECDH" }) });
  return recipients;
}

async function unwrapContentKey(job: { frame: EnvelopeFrame; recipient: RecipientKey }): Promise<Bytes> {
  const { frame, recipient } = job;
  const wrapped = frame.wraps.find((entry) => entry.kid === recipient.kid);
  if (!wrapped) throw new SealError("not-for-this-key", `no wrap for ${recipient.kid}`);
  const info = wrapInfo({ purpose: "envelope", context: frame.headerHash, kid: recipient.kid });
  return unwrapWith({ recipient, wrapped, info });
}
