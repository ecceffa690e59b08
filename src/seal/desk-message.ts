/**
 * Statuses and replies of a desk: a JWS of an officer, sealed to the case and to the desk keys. Each is numbered and names the hash
 * of the one before, so that a hub can neither forge, drop, reorder nor move one unseen.
 */
import { type DeskMessage, deskMessage, type SealedDeskMessage, sealedDeskMessage } from "../core/case.ts";
import type { Manifest, PublicJwk } from "../core/pack.ts";
import {
  type Bytes,
  concat,
  cryptoRandom,
  fromBase64url,
  fromUtf8,
  type Random,
  sha256,
  toBase64url,
  uint32,
  utf8,
} from "./bytes.ts";
import { canonicalBytes } from "./canonical-json.ts";
import { openChunks, sealChunks } from "./chunks.ts";
import { contentKeyBytes, importContentKey, pieceKey } from "./content-key.ts";
import { importPublicKey, isKidOf } from "./ec-keys.ts";
import { caseKid } from "./envelope-frame.ts";
import { hashOfJws, isSignedBy, readJws, signJws } from "./jws.ts";
import type { RecipientKey, SigningKey } from "./key-handle.ts";
import { unwrapWith, wrapFor, wrapInfo } from "./key-wrap.ts";
import { pad, unpad } from "./padding.ts";
import { SealError } from "./seal-error.ts";
import { isValidAt } from "./validity.ts";

/** Signs with the officer's key; throws a ParseError of core when the message is not whole. */
export const signDeskMessage = (message: DeskMessage, officer: SigningKey): Promise<string> =>
  signJws({ type: "desk-message", payload: deskMessage(message, "message"), key: officer });

/** Seals a signed message to the case's public key (from inside the opened submission) and to the desk's keys. */
export async function sealDeskMessage(job: {
  jws: string;
  envelopeId: string;
  number: number;
  caseKey: PublicJwk;
  deskKeys: readonly { readonly kid: string; readonly jwk: PublicJwk }[];
  random?: Random;
}): Promise<SealedDeskMessage> {
  const { envelopeId, number } = job;
  const secret = (job.random ?? cryptoRandom)(contentKeyBytes);
  const wraps = [];
  for (const { kid, jwk } of [{ kid: caseKid, jwk: job.caseKey }, ...job.deskKeys]) {
    if (kid !== caseKid && !(await isKidOf({ kid, jwk })))
      throw new SealError("key-unusable", `desk key ${kid} has another thumbprint`);
    const publicKey = await importPublicKey({ jwk, use: "ECDH" });
    wraps.push({ kid, ...(await wrapFor({ publicKey, secret, info: infoFor({ envelopeId, number, kid }) })) });
  }
  const contentKey = await importContentKey(secret);
  secret.fill(0);
  const ciphertext = await sealChunks({
    key: await pieceKey({ contentKey, salt: fromBase64url(envelopeId), piece: { kind: "message" } }),
    aad: await aadOf({ envelopeId, number, wraps }),
    plaintext: pad(utf8(job.jws)),
  });
  return sealedDeskMessage({ v: 1, envelopeId, number, wraps, ciphertext: toBase64url(ciphertext) }, "message");
}

/** The JWS inside, not verified yet. Throws {@link SealError}: `not-for-this-key`, `damaged`, `malformed`. */
export async function openDeskMessage(job: { sealed: SealedDeskMessage; recipient: RecipientKey }): Promise<string> {
  const { sealed, recipient } = job;
  const wrapped = sealed.wraps.find((entry) => entry.kid === recipient.kid);
  if (!wrapped) throw new SealError("not-for-this-key", `no wrap for ${recipient.kid}`);
  const info = infoFor({ ...sealed, kid: recipient.kid });
  const contentKey = await importContentKey(await unwrapWith({ recipient, wrapped, info }));
  const key = await pieceKey({ contentKey, salt: fromBase64url(sealed.envelopeId), piece: { kind: "message" } });
  const padded = await openChunks({ key, aad: await aadOf(sealed), ciphertext: fromBase64url(sealed.ciphertext) });
  return fromUtf8(unpad(padded));
}

export type DeskMessageProblem =
  | "malformed"
  /** No officer that the manifest certifies for this desk has this `kid`, or not at that time. */
  | "officer-unknown"
  | "signature-wrong"
  | "other-envelope"
  | "number-wrong"
  /** The message before, as this one names it, is not the one that is known. */
  | "previous-wrong";

export type DeskMessageResult =
  | { readonly ok: true; readonly message: DeskMessage; readonly hash: string; readonly kid: string }
  | { readonly ok: false; readonly reason: DeskMessageProblem };

export type ExpectedMessage = {
  readonly desk: string;
  readonly envelopeId: string;
  readonly envelopeHash: string;
  readonly number: number;
  /** Hash of the JWS before; null for the first; undefined while the one before is missing (the gap is shown by the caller). */
  readonly previous: string | null | undefined;
};

/** Verifies an opened message against the officers that the manifest certifies (retired ones too, for their time) and its place in the case. */
export async function verifyDeskMessage(check: {
  jws: string;
  desks: Manifest["desks"];
  expected: ExpectedMessage;
}): Promise<DeskMessageResult> {
  const { jws, expected } = check;
  const read = readJws({ jws, type: "desk-message", parse: deskMessage });
  if (!read) return { ok: false, reason: "malformed" };
  const { kid, payload } = read;
  const officer = check.desks
    .flatMap((desk) => (desk.id === expected.desk ? desk.officers : []))
    .find((candidate) => candidate.kid === kid && candidate.desk === expected.desk);
  if (!officer || !isValidAt(officer, payload.sentAt)) return { ok: false, reason: "officer-unknown" };
  if (!(await isSignedBy({ jws, kid, jwk: officer.sign }))) return { ok: false, reason: "signature-wrong" };
  const fields = ["desk", "envelopeId", "envelopeHash"] as const;
  if (fields.some((field) => payload[field] !== expected[field])) return { ok: false, reason: "other-envelope" };
  if (payload.number !== expected.number) return { ok: false, reason: "number-wrong" };
  const isFirst = payload.number === 1;
  if (isFirst !== (payload.previous === null)) return { ok: false, reason: "previous-wrong" };
  if (expected.previous !== undefined && payload.previous !== expected.previous)
    return { ok: false, reason: "previous-wrong" };
  return { ok: true, message: payload, hash: await hashOfJws(jws), kid };
}

const infoFor = (of: { envelopeId: string; number: number; kid: string }): Bytes =>
  wrapInfo({
    purpose: "desk-message",
    context: concat(fromBase64url(of.envelopeId), uint32(of.number)),
    kid: of.kid,
  });

const aadOf = ({ envelopeId, number, wraps }: Pick<SealedDeskMessage, "envelopeId" | "number" | "wraps">) =>
  sha256(canonicalBytes({ envelopeId, number, wraps }));
