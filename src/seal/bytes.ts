/** Bytes, base64url (RFC 4648 section 5, no padding) and SHA-256, on WebCrypto and es2022 only. */
import { SealError } from "./seal-error.ts";

export type Bytes = Uint8Array<ArrayBuffer>;

/** A source of `length` random bytes; tests and simulations pass their own. */
export type Random = (length: number) => Bytes;
export const cryptoRandom: Random = (length) => crypto.getRandomValues(new Uint8Array(length));

const encoder = new TextEncoder();
export const utf8 = (text: string): Bytes => encoder.encode(text);

/** Text of UTF-8 bytes; throws {@link SealError} `malformed` where they are none. A byte order mark is kept. */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new SealError("malformed", "not UTF-8", { cause });
  }
}

export function concat(...pieces: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}

export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);

/** Four bytes, big-endian. */
export function uint32(value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** The big-endian 32-bit number at `offset`; throws {@link SealError} `malformed` past the end. */
export function readUint32(bytes: Uint8Array, offset: number): number {
  if (offset + 4 > bytes.length) throw new SealError("malformed", `no length at byte ${offset}`);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(offset);
}

const sliceForFromCharCode = 8_192;

export function toBase64url(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += sliceForFromCharCode)
    binary += String.fromCharCode(...bytes.subarray(at, at + sliceForFromCharCode));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Bytes of base64url; throws {@link SealError} `malformed` for anything but the one canonical spelling of some bytes. */
export function fromBase64url(text: string): Bytes {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) throw new SealError("malformed", "not base64url");
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  const tail = bytes.length % 3;
  if (tail > 0 && toBase64url(bytes.subarray(-tail)) !== text.slice(-(tail + 1)))
    throw new SealError("malformed", "base64url with stray bits");
  return bytes;
}

export const sha256 = async (bytes: Uint8Array): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

/** SHA-256 in base64url: how hashes are written everywhere. */
export const hashOf = async (bytes: Uint8Array): Promise<string> => toBase64url(await sha256(bytes));
