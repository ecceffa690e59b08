/**
 * A desk's recovery key on paper: 160 random bits as eight words of five characters (Crockford's base 32), the fifth a check character
 * of the four before and of the word's place, so that a mistyped word is named. From them an ECDH pair, for which the desk key is wrapped.
 */
import type { PublicJwk } from "../core/pack.ts";
import { crockford } from "./base32.ts";
import { concat, cryptoRandom, type Random, sha256, utf8 } from "./bytes.ts";
import { exportPublicJwk, thumbprint } from "./ec-keys.ts";
import type { RecipientKey } from "./key-handle.ts";
import { derivePair } from "./key-wrap.ts";

export type PaperKey = { readonly recipient: RecipientKey; readonly jwk: PublicJwk };
export type PaperKeyResult =
  | { readonly ok: true; readonly key: PaperKey }
  | { readonly ok: false; readonly reason: "wrong-length" }
  /** `word` counts from 1. */
  | { readonly ok: false; readonly reason: "wrong-word"; readonly word: number };

const secretBytes = 20;
const wordLength = 5;
const words = 8;

/** A fresh key and the words to write down; nothing else keeps them. */
export async function createPaperKey(random: Random = cryptoRandom): Promise<{ words: string; key: PaperKey }> {
  const secret = random(secretBytes);
  const digits = crockford.encode(secret);
  const written = Array.from({ length: words }, (_, place) => {
    const four = digits.slice(place * 4, place * 4 + 4);
    return four + checkCharacter({ four, place });
  });
  return { words: written.join(" "), key: await fromSecret(secret) };
}

/** The key of words as a person typed them; case, spaces, hyphens and O, I, L for 0 and 1 are forgiven. */
export async function readPaperKey(typed: string): Promise<PaperKeyResult> {
  const digits = crockford.read(typed);
  if (digits.length !== words * wordLength) return { ok: false, reason: "wrong-length" };
  let secret = "";
  for (let place = 0; place < words; place++) {
    const word = digits.slice(place * wordLength, (place + 1) * wordLength);
    const four = word.slice(0, 4);
    if (crockford.decode(four) === null || checkCharacter({ four, place }) !== word[4])
      return { ok: false, reason: "wrong-word", word: place + 1 };
    secret += four;
  }
  const bytes = crockford.decode(secret);
  return bytes ? { ok: true, key: await fromSecret(bytes) } : { ok: false, reason: "wrong-length" };
}

async function fromSecret(secret: Uint8Array): Promise<PaperKey> {
  const keyPair = await derivePair(await sha256(concat(utf8("passerelle 1 paper key\0"), secret)));
  const jwk = await exportPublicJwk(keyPair.publicKey);
  return { recipient: { kid: await thumbprint(jwk), keyPair }, jwk };
}

/** Odd weights modulo 32 notice every single wrong character; the word's place notices two words in the wrong order. */
function checkCharacter({ four, place }: { four: string; place: number }): string {
  const sum = [...four].reduce(
    (total, digit, at) => total + crockford.alphabet.indexOf(digit) * (2 * at + 1),
    place * 3,
  );
  return crockford.alphabet.charAt(sum % 32);
}
