/** A desk's private key: made in the first officer's browser, kept only wrapped, once for each holder (officers and a paper key). */
import type { PublicJwk } from "../core/pack.ts";
import type { WrappedDeskKey } from "../core/protocol.ts";
import { type Bytes, fromBase64url } from "./bytes.ts";
import { canonicalBytes, readCanonical } from "./canonical-json.ts";
import {
  generatePrivateJwk,
  importKeyPair,
  importPublicKey,
  type PrivateJwk,
  privateJwk,
  publicHalf,
  thumbprint,
} from "./ec-keys.ts";
import type { RecipientKey } from "./key-handle.ts";
import { unwrapWith, wrapFor, wrapInfo } from "./key-wrap.ts";
import { SealError } from "./seal-error.ts";

/** Whoever may open the desk key: an officer's `kid` and ECDH key, or a paper key's. */
export type DeskKeyHolder = { readonly kid: string; readonly jwk: PublicJwk };

export type NewDeskKey = {
  readonly kid: string;
  readonly jwk: PublicJwk;
  /** One for each holder, in their order. The private key exists nowhere else. */
  readonly wrapped: readonly WrappedDeskKey[];
};

/** Makes a desk key, wrapped for each holder; name at least two, so that one lost device loses no submissions. */
export async function createDeskKey(holders: readonly DeskKeyHolder[]): Promise<NewDeskKey> {
  const secret = await generatePrivateJwk("ECDH");
  const wrapped: WrappedDeskKey[] = [];
  for (const holder of holders) wrapped.push(await wrapSecret({ secret, holder }));
  return { kid: await thumbprint(secret), jwk: publicHalf(secret), wrapped };
}

/** The desk key for opening envelopes, non-extractable. Throws {@link SealError}: `not-for-this-key`, `damaged`, `key-unusable`. */
export async function unwrapDeskKey(job: { wrapped: WrappedDeskKey; recipient: RecipientKey }): Promise<RecipientKey> {
  const secret = await unwrapSecret(job);
  return { kid: job.wrapped.deskKey, keyPair: await importKeyPair({ jwk: secret, use: "ECDH" }) };
}

/** Lets one more holder open the desk key. Errors as {@link unwrapDeskKey}. */
export async function shareDeskKey(job: {
  wrapped: WrappedDeskKey;
  recipient: RecipientKey;
  holder: DeskKeyHolder;
}): Promise<WrappedDeskKey> {
  return wrapSecret({ secret: await unwrapSecret(job), holder: job.holder });
}

async function wrapSecret({ secret, holder }: { secret: PrivateJwk; holder: DeskKeyHolder }): Promise<WrappedDeskKey> {
  const deskKey = await thumbprint(secret);
  const publicKey = await importPublicKey({ jwk: holder.jwk, use: "ECDH" });
  const info = infoFor({ deskKey, kid: holder.kid });
  const { enc, ct } = await wrapFor({ publicKey, secret: canonicalBytes(secret), info });
  return { v: 1, deskKey, for: holder.kid, wrapped: `${enc}.${ct}` };
}

async function unwrapSecret(job: { wrapped: WrappedDeskKey; recipient: RecipientKey }): Promise<PrivateJwk> {
  const { wrapped, recipient } = job;
  if (wrapped.for !== recipient.kid) throw new SealError("not-for-this-key", `wrapped for ${wrapped.for}`);
  const [enc = "", ct = ""] = wrapped.wrapped.split(".");
  const info = infoFor({ deskKey: wrapped.deskKey, kid: recipient.kid });
  const secret = privateJwk(readCanonical(await unwrapWith({ recipient, wrapped: { enc, ct }, info })), "desk key");
  if ((await thumbprint(secret)) !== wrapped.deskKey) throw new SealError("key-unusable", "another desk key inside");
  return secret;
}

const infoFor = ({ deskKey, kid }: { deskKey: string; kid: string }): Bytes =>
  wrapInfo({ purpose: "desk-key", context: fromBase64url(deskKey), kid });
