/** Everything that belongs to a case comes from one secret of 32 random bytes, by HKDF (RFC 5869). */
import type { PublicJwk } from "../core/pack.ts";
import { type Bytes, cryptoRandom, hashOf, type Random, toBase64url, utf8 } from "./bytes.ts";
import { exportPublicJwk } from "./ec-keys.ts";
import { caseKid } from "./envelope-frame.ts";
import type { KeyHandle, RecipientKey } from "./key-handle.ts";
import { derivePair } from "./key-wrap.ts";
import { SealError } from "./seal-error.ts";

export const caseSecretBytes = 32;
export const newCaseSecret = (random: Random = cryptoRandom): Bytes => random(caseSecretBytes);

export type CaseKeys = {
  /** Shown to the hub instead of an account; 32 bytes, base64url. After a take-over another one stands in its place. */
  readonly capability: string;
  /** SHA-256 of the capability: all that the hub keeps of it. */
  readonly capabilityHash: string;
  /** Opens the owner's copy and the desk's messages; `kid` is `case`, the private half is non-extractable. */
  readonly recipient: RecipientKey;
  readonly publicJwk: PublicJwk;
  /** AES-256-GCM, non-extractable: for what the owner keeps of the case outside envelopes. */
  readonly ownerCopyKey: KeyHandle;
};

/** Derives the keys of a case. Throws {@link SealError} `malformed` unless the secret has 32 bytes. */
export async function deriveCaseKeys(secret: Uint8Array): Promise<CaseKeys> {
  if (secret.length !== caseSecretBytes) throw new SealError("malformed", "a case secret has 32 bytes");
  const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits", "deriveKey"]);
  const capability = new Uint8Array(await crypto.subtle.deriveBits(hkdf("capability"), base, 256));
  const seed = new Uint8Array(await crypto.subtle.deriveBits(hkdf("ecdh"), base, 256));
  const keyPair = await derivePair(seed);
  seed.fill(0);
  const aes = { name: "AES-GCM", length: 256 } as const;
  return {
    capability: toBase64url(capability),
    capabilityHash: await hashOf(capability),
    recipient: { kid: caseKid, keyPair },
    publicJwk: await exportPublicJwk(keyPair.publicKey),
    ownerCopyKey: await crypto.subtle.deriveKey(hkdf("owner copy"), base, aes, false, ["encrypt", "decrypt"]),
  };
}

/** A fresh capability, for a take-over: the old one stops opening the case once the hub has the new hash. */
export async function newCapability(
  random: Random = cryptoRandom,
): Promise<{ capability: string; capabilityHash: string }> {
  const bytes = random(32);
  return { capability: toBase64url(bytes), capabilityHash: await hashOf(bytes) };
}

const hkdf = (label: "capability" | "ecdh" | "owner copy") =>
  ({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: utf8(`passerelle 1 case ${label}\0`) }) as const;
