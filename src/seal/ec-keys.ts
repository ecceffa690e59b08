/** P-256 keys as JWK (RFC 7517) and WebCrypto handles. `kid` is the RFC 7638 thumbprint, SHA-256 in base64url. */
import type { PublicJwk } from "../core/pack.ts";
import { base64url, literal, object, type Parsed } from "../core/parse.ts";
import { fromBase64url, hashOf } from "./bytes.ts";
import { canonicalBytes } from "./canonical-json.ts";
import type { KeyHandle, KeyPairHandle } from "./key-handle.ts";
import { SealError } from "./seal-error.ts";

const coordinate = base64url({ bytes: 32 });

/** A private P-256 key. It stays in files of mode 0600 and inside seals. */
export const privateJwk = object({
  kty: literal("EC"),
  crv: literal("P-256"),
  x: coordinate,
  y: coordinate,
  d: coordinate,
});
export type PrivateJwk = Parsed<typeof privateJwk>;

/** ECDSA signs, ECDH is sealed to. */
export type EcUse = "ECDSA" | "ECDH";

/** The four public fields and nothing else, whatever else `jwk` carries (a private half, say). */
export const publicHalf = (jwk: PublicJwk | PrivateJwk): PublicJwk => ({
  kty: "EC",
  crv: "P-256",
  x: jwk.x,
  y: jwk.y,
});

/** RFC 7638 thumbprint: SHA-256 of the canonical JSON of the public fields, base64url. */
export const thumbprint = (jwk: PublicJwk | PrivateJwk): Promise<string> => hashOf(canonicalBytes(publicHalf(jwk)));

/** True when `kid` is the key's thumbprint and its coordinates are spelled as 32 bytes each. */
export async function isKidOf({ kid, jwk }: { kid: string; jwk: PublicJwk }): Promise<boolean> {
  try {
    for (const part of [jwk.x, jwk.y]) if (fromBase64url(part).length !== 32) return false;
  } catch {
    return false;
  }
  return (await thumbprint(jwk)) === kid;
}

/** A public key ready to verify (ECDSA) or to be sealed to (ECDH). Throws {@link SealError} `key-unusable` off the curve. */
export async function importPublicKey({ jwk, use }: { jwk: PublicJwk; use: EcUse }): Promise<KeyHandle> {
  try {
    const params = { name: use, namedCurve: "P-256" } as const;
    return await crypto.subtle.importKey(
      "jwk",
      { ...publicHalf(jwk) },
      params,
      true,
      use === "ECDSA" ? ["verify"] : [],
    );
  } catch (cause) {
    throw new SealError("key-unusable", "no public P-256 key", { cause });
  }
}

/** A private key with its public half; non-extractable unless asked. Throws {@link SealError} `key-unusable`. */
export async function importKeyPair(from: {
  jwk: PrivateJwk;
  use: EcUse;
  extractable?: boolean;
}): Promise<KeyPairHandle> {
  const { jwk, use, extractable = false } = from;
  const publicKey = await importPublicKey({ jwk, use });
  try {
    const usages: KeyHandle["usages"] = use === "ECDSA" ? ["sign"] : ["deriveBits"];
    const secret = { ...publicHalf(jwk), d: jwk.d };
    const params = { name: use, namedCurve: "P-256" } as const;
    return { publicKey, privateKey: await crypto.subtle.importKey("jwk", secret, params, extractable, usages) };
  } catch (cause) {
    throw new SealError("key-unusable", "no private P-256 key", { cause });
  }
}

/** A fresh pair as JWK, to be written, wrapped or imported by the caller. */
export async function generatePrivateJwk(use: EcUse): Promise<PrivateJwk> {
  const usages: KeyHandle["usages"] = use === "ECDSA" ? ["sign", "verify"] : ["deriveBits"];
  const pair = await crypto.subtle.generateKey({ name: use, namedCurve: "P-256" }, true, usages);
  const { kty, crv, x, y, d } = await crypto.subtle.exportKey("jwk", pair.privateKey);
  return privateJwk({ kty, crv, x, y, d });
}

/** The public JWK of a public ECDH or ECDSA handle. */
export async function exportPublicJwk(publicKey: KeyHandle): Promise<PublicJwk> {
  const { x = "", y = "" } = await crypto.subtle.exportKey("jwk", publicKey);
  return { kty: "EC", crv: "P-256", x, y };
}
