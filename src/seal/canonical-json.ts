/**
 * Canonical JSON (RFC 8785). Our own few lines, because the `canonicalize` package calls `String.prototype.isWellFormed`, which
 * Chromium 109 lacks; tests hold the two against each other.
 */
import { type Bytes, fromUtf8, utf8 } from "./bytes.ts";
import { SealError } from "./seal-error.ts";

const maxDepth = 64;
const loneSurrogate = /\p{Surrogate}/u;

/**
 * Canonical JSON text of plain data; fields that are `undefined` are left out. Throws {@link SealError} `malformed` for what JSON
 * cannot carry (NaN, functions, lone surrogates) and for data nested deeper than 64.
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0);
}

export const canonicalBytes = (value: unknown): Bytes => utf8(canonicalJson(value));

/** The value of canonical JSON bytes; throws {@link SealError} `malformed` when they are not UTF-8, not JSON, or not canonical. */
export function readCanonical(bytes: Uint8Array): unknown {
  const text = fromUtf8(bytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new SealError("malformed", "not JSON", { cause });
  }
  if (canonicalJson(value) !== text) throw new SealError("malformed", "JSON that is not canonical");
  return value;
}

function write(value: unknown, depth: number): string {
  if (depth > maxDepth) throw new SealError("malformed", `nested deeper than ${maxDepth}`);
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new SealError("malformed", `${value} is no JSON number`);
    return JSON.stringify(value);
  }
  if (typeof value === "string") return writeString(value);
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(",")}]`;
  if (typeof value === "object") {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      // By UTF-16 units, as RFC 8785 section 3.2.3 asks.
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, field]) => `${writeString(name)}:${write(field, depth + 1)}`);
    return `{${fields.join(",")}}`;
  }
  throw new SealError("malformed", `a ${typeof value} is no JSON value`);
}

function writeString(text: string): string {
  if (loneSurrogate.test(text)) throw new SealError("malformed", "text with half a character (lone surrogate)");
  return JSON.stringify(text);
}
