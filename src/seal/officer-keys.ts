/**
 * An officer's two keys, made in the officer's browser: ECDSA signs messages and logins, ECDH is what desk keys are wrapped for. They
 * are kept under a passphrase; the same record is the browser's and the recovery file. Unlocked keys are non-extractable.
 */
import { type PublicJwk, publicJwk } from "../core/pack.ts";
import { base64url, literal, object, type Parsed, sha256, slug } from "../core/parse.ts";
import { cryptoRandom, fromBase64url, type Random, toBase64url } from "./bytes.ts";
import { canonicalBytes, readCanonical } from "./canonical-json.ts";
import { generatePrivateJwk, importKeyPair, privateJwk, publicHalf, thumbprint } from "./ec-keys.ts";
import type { RecipientKey, SigningKey } from "./key-handle.ts";
import { kdf, newKdf, passphraseKey } from "./passphrase.ts";
import { SealError } from "./seal-error.ts";

const secrets = object({ sign: privateJwk, wrap: privateJwk });
type Secrets = Parsed<typeof secrets>;

/** The recovery file, and what the browser stores. Without the passphrase it tells public keys only. */
export const officerKeyFile = object({
  v: literal(1),
  purpose: literal("officer-keys"),
  place: slug,
  desk: slug,
  /** Thumbprint of `sign`; what the manifest certifies. */
  kid: sha256,
  sign: publicJwk,
  wrap: publicJwk,
  kdf,
  iv: base64url({ bytes: 12 }),
  body: base64url({ maxBytes: 4_096 }),
});
export type OfficerKeyFile = Parsed<typeof officerKeyFile>;

/** An officer at work. `kid` of both keys is the officer's. */
export type Officer = { readonly kid: string; readonly signing: SigningKey; readonly recipient: RecipientKey };

type Protection = { readonly passphrase: string; readonly random?: Random; readonly iterations?: number };

/** Makes both keys under a passphrase. */
export async function createOfficerKeys(job: Protection & { place: string; desk: string }): Promise<OfficerKeyFile> {
  const made = { sign: await generatePrivateJwk("ECDSA"), wrap: await generatePrivateJwk("ECDH") };
  return protect({ ...job, made });
}

/** Opens the keys. Throws {@link SealError} `wrong-secret`: wrong passphrase or a changed file. */
export async function unlockOfficerKeys(job: { file: OfficerKeyFile; passphrase: string }): Promise<Officer> {
  const opened = await unprotect(job);
  const { kid } = job.file;
  const signing = await importKeyPair({ jwk: opened.sign, use: "ECDSA" });
  const keyPair = await importKeyPair({ jwk: opened.wrap, use: "ECDH" });
  return { kid, signing: { kid, privateKey: signing.privateKey }, recipient: { kid, keyPair } };
}

/** The same keys under another passphrase. Throws {@link SealError} `wrong-secret`. */
export async function changePassphrase(
  job: Protection & { file: OfficerKeyFile; current: string },
): Promise<OfficerKeyFile> {
  const made = await unprotect({ file: job.file, passphrase: job.current });
  return protect({ ...job, place: job.file.place, desk: job.file.desk, made });
}

async function protect(job: Protection & { place: string; desk: string; made: Secrets }): Promise<OfficerKeyFile> {
  const { place, desk, made, random = cryptoRandom } = job;
  const iv = random(12);
  const clear = {
    v: 1 as const,
    purpose: "officer-keys" as const,
    place,
    desk,
    kid: await thumbprint(made.sign),
    sign: publicHalf(made.sign),
    wrap: publicHalf(made.wrap),
    kdf: newKdf({ random, ...(job.iterations === undefined ? {} : { iterations: job.iterations }) }),
  };
  const key = await passphraseKey({ passphrase: job.passphrase, kdf: clear.kdf });
  const params = { name: "AES-GCM", iv, additionalData: canonicalBytes(clear) } as const;
  const body = new Uint8Array(await crypto.subtle.encrypt(params, key, canonicalBytes(made)));
  return { ...clear, iv: toBase64url(iv), body: toBase64url(body) };
}

async function unprotect({ file, passphrase }: { file: OfficerKeyFile; passphrase: string }): Promise<Secrets> {
  const { iv, body, ...clear } = file;
  const key = await passphraseKey({ passphrase, kdf: file.kdf });
  try {
    const params = { name: "AES-GCM", iv: fromBase64url(iv), additionalData: canonicalBytes(clear) } as const;
    return secrets(readCanonical(new Uint8Array(await crypto.subtle.decrypt(params, key, fromBase64url(body)))));
  } catch (cause) {
    throw new SealError("wrong-secret", "the officer's keys do not open", { cause });
  }
}

/** The public halves, as a request to certify carries them. */
export const officerPublicKeys = ({ sign, wrap }: OfficerKeyFile): { sign: PublicJwk; wrap: PublicJwk } => ({
  sign,
  wrap,
});
