/** HPKE (RFC 9180), base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM: how every key is wrapped for another. */
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256, OpenError } from "hpke";
import { type Bytes, concat, fromBase64url, toBase64url, utf8 } from "./bytes.ts";
import type { KeyHandle, KeyPairHandle, RecipientKey } from "./key-handle.ts";
import { SealError } from "./seal-error.ts";

const hpke = new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);

/** The encapsulated secret and the wrapped bytes, base64url. */
export type WrappedBytes = { readonly enc: string; readonly ct: string };

/** HPKE's `info`: what is wrapped and for whom, so that a wrap fits nowhere else. `context` has a fixed length for each purpose. */
export function wrapInfo(of: {
  purpose: "envelope" | "desk-message" | "desk-key";
  context: Uint8Array;
  kid: string;
}): Bytes {
  return concat(utf8(`passerelle 1 ${of.purpose}\0`), of.context, utf8(of.kid));
}

/** Wraps `secret` for an ECDH public key. */
export async function wrapFor(job: {
  publicKey: KeyHandle;
  secret: Uint8Array;
  info: Uint8Array;
}): Promise<WrappedBytes> {
  const sealed = await hpke.Seal(job.publicKey, job.secret, { info: job.info });
  return { enc: toBase64url(sealed.encapsulatedSecret), ct: toBase64url(sealed.ciphertext) };
}

/** Unwraps with a private key. Throws {@link SealError}: `damaged` when the key does not fit or anything was changed. */
export async function unwrapWith(job: {
  recipient: RecipientKey;
  wrapped: WrappedBytes;
  info: Uint8Array;
}): Promise<Bytes> {
  const { wrapped, recipient, info } = job;
  const enc = fromBase64url(wrapped.enc);
  const ct = fromBase64url(wrapped.ct);
  try {
    // A pair, not the private key alone: hpke needs the public half and cannot read it from a non-extractable key.
    return new Uint8Array(await hpke.Open(recipient.keyPair, enc, ct, { info }));
  } catch (cause) {
    const detail = cause instanceof OpenError ? "the wrap does not open" : "the wrap is none";
    throw new SealError("damaged", detail, { cause });
  }
}

/** RFC 9180 section 7.1.3 DeriveKeyPair: the same pair from the same 32 bytes; the private half is non-extractable. */
export async function derivePair(seed: Uint8Array): Promise<KeyPairHandle> {
  return await hpke.DeriveKeyPair(seed, false);
}
