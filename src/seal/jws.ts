/**
 * Compact JWS (RFC 7515), ES256 only. `typ` and the payload's `purpose` keep signatures for different things apart; the payload is
 * canonical JSON, and the three pieces are canonical base64url, so that one statement is not spelled in two ways.
 */
import type { PublicJwk } from "../core/pack.ts";
import { literal, ParseError, type Parser, sha256, strictObject } from "../core/parse.ts";
import { fromBase64url, hashOf, toBase64url, utf8 } from "./bytes.ts";
import { canonicalBytes, readCanonical } from "./canonical-json.ts";
import { importPublicKey, isKidOf } from "./ec-keys.ts";
import type { SigningKey } from "./key-handle.ts";
import { SealError } from "./seal-error.ts";

export type JwsType = "publishers" | "manifest" | "receipt" | "desk-message" | "login";

/** What a JWS says before its signature is checked: enough to find the key. */
export type UnverifiedJws<T> = { readonly kid: string; readonly payload: T };

/** RFC 7518, 3.4: the signature is `r` and `s`, 32 bytes each, as WebCrypto has it. */
const es256 = { name: "ECDSA", hash: "SHA-256" } as const;

const typOf = (type: JwsType): string => `passerelle-${type}`;
const protectedHeader = (type: JwsType) =>
  strictObject({ alg: literal("ES256"), kid: sha256, typ: literal(typOf(type)) });

/** Signs canonical JSON of `payload`. */
export async function signJws(job: { type: JwsType; payload: unknown; key: SigningKey }): Promise<string> {
  const header = { alg: "ES256" as const, kid: job.key.kid, typ: typOf(job.type) };
  const input = `${toBase64url(canonicalBytes(header))}.${toBase64url(canonicalBytes(job.payload))}`;
  const signature = await crypto.subtle.sign(es256, job.key.privateKey, utf8(input));
  return `${input}.${toBase64url(new Uint8Array(signature))}`;
}

/** Reads without verifying; null unless it is a JWS of that type whose payload is canonical JSON that `parse` takes. */
export function readJws<T>(of: { jws: string; type: JwsType; parse: Parser<T> }): UnverifiedJws<T> | null {
  const [header, payload, signature, ...more] = of.jws.split(".");
  if (header === undefined || payload === undefined || signature === undefined || more.length > 0) return null;
  try {
    if (fromBase64url(signature).length !== 64) return null;
    const { kid } = protectedHeader(of.type)(readCanonical(fromBase64url(header)));
    return { kid, payload: of.parse(readCanonical(fromBase64url(payload))) };
  } catch (error) {
    if (error instanceof SealError || error instanceof ParseError) return null;
    throw error;
  }
}

/** True when the JWS was signed by the key, whose thumbprint must be its `kid`. Read it with {@link readJws} first. */
export async function isSignedBy(check: { jws: string; kid: string; jwk: PublicJwk }): Promise<boolean> {
  if (!(await isKidOf(check))) return false;
  const [header = "", payload = "", signature = ""] = check.jws.split(".");
  try {
    const key = await importPublicKey({ jwk: check.jwk, use: "ECDSA" });
    return await crypto.subtle.verify(es256, key, fromBase64url(signature), utf8(`${header}.${payload}`));
  } catch {
    // A point off the curve and bytes that are no base64url come as exceptions; neither is a signature.
    return false;
  }
}

/** SHA-256 of the JWS text, base64url: what the next manifest or desk message names as `previous`. */
export const hashOfJws = (jws: string): Promise<string> => hashOf(utf8(jws));
