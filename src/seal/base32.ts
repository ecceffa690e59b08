/** Crockford's base 32 (https://www.crockford.com/base32.html): digits and letters without I, L, O and U, for what people copy by hand. */
import type { Bytes } from "./bytes.ts";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export const crockford = {
  alphabet,

  /** Five bits a digit, most significant first; the last digit is filled with zero bits. */
  encode(bytes: Uint8Array): string {
    let digits = "";
    let bits = 0;
    let value = 0;
    for (const byte of bytes) {
      value = (value << 8) | byte;
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        digits += alphabet[(value >> bits) & 31];
      }
      value &= (1 << bits) - 1;
    }
    return bits > 0 ? digits + alphabet[(value << (5 - bits)) & 31] : digits;
  },

  /** Whole bytes of `digits` (use {@link crockford.read} first); null when a digit is none. Bits past the last byte are dropped. */
  decode(digits: string): Bytes | null {
    const bytes = new Uint8Array(Math.floor((digits.length * 5) / 8));
    let bits = 0;
    let value = 0;
    let at = 0;
    for (const digit of digits) {
      const five = alphabet.indexOf(digit);
      if (five < 0) return null;
      value = (value << 5) | five;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes[at] = value >> bits;
        at += 1;
        value &= (1 << bits) - 1;
      }
    }
    return bytes;
  },

  /** What a person typed, as digits: capitals, without spaces and hyphens, O read as 0, I and L as 1. */
  read: (typed: string): string =>
    typed.toUpperCase().replaceAll(/[\s-]/g, "").replaceAll("O", "0").replaceAll(/[IL]/g, "1"),
} as const;

/** `digits` in groups, `7K4Q 2M9T`. */
export const inGroups = (digits: string, size: number): string =>
  (digits.match(new RegExp(`.{1,${size}}`, "g")) ?? []).join(" ");
