/** A key from what a person remembers. The function's name is stored, so that a stronger one (Argon2id) can stand beside this one. */
import { base64url, integer, literal, object, type Parsed, union } from "../core/parse.ts";
import { cryptoRandom, fromBase64url, type Random, toBase64url, utf8 } from "./bytes.ts";
import type { KeyHandle } from "./key-handle.ts";

const pbkdf2 = "PBKDF2-SHA256";

/** How a passphrase became a key: stored in clear beside what it protects. */
export const kdf = union("name", {
  [pbkdf2]: object({
    name: literal(pbkdf2),
    salt: base64url({ bytes: 16 }),
    iterations: integer({ min: 1_000, max: 100_000_000 }),
  }),
});
export type Kdf = Parsed<typeof kdf>;

/** OWASP Password Storage Cheat Sheet, 2023, for PBKDF2-HMAC-SHA256. */
export const defaultIterations = 600_000;

export const newKdf = ({
  random = cryptoRandom,
  iterations = defaultIterations,
}: {
  random?: Random;
  iterations?: number;
} = {}): Kdf => ({
  name: pbkdf2,
  salt: toBase64url(random(16)),
  iterations,
});

/** The AES-256-GCM key of a passphrase or PIN, non-extractable. Unicode is normalised (NFKC), so that every keyboard gives the same key. */
export async function passphraseKey({ passphrase, kdf }: { passphrase: string; kdf: Kdf }): Promise<KeyHandle> {
  const base = await crypto.subtle.importKey("raw", utf8(passphrase.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt: fromBase64url(kdf.salt), iterations: kdf.iterations },
    base,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt", "wrapKey", "unwrapKey"],
  );
}
