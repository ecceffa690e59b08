import canonicalize from "canonicalize";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromBase64url, toBase64url, utf8 } from "../../src/seal/bytes.ts";
import { canonicalBytes, canonicalJson, readCanonical } from "../../src/seal/canonical-json.ts";

describe("canonical JSON", () => {
  it("[LOOP-8] is what the canonicalize package writes, for any JSON value", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        fc.pre(!/\p{Surrogate}/u.test(collectText(value)));
        expect(canonicalJson(value)).toBe(canonicalize(value));
      }),
    );
  });

  it("[LOOP-8] sorts names by UTF-16 units and writes numbers as RFC 8785 shows", () => {
    const value = { "€": 1, "\r": 2, "\ufb33": 3, "1": 4, "😀": 5, "\u0080": 6, ö: 7 };
    expect(Object.keys(JSON.parse(canonicalJson(value)))).toHaveLength(7);
    expect(canonicalJson(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
    expect(canonicalJson([Number("333333333.33333329"), 1e30, 4.5, 2e-3, 1e-27, -0])).toBe(
      "[333333333.3333333,1e+30,4.5,0.002,1e-27,0]",
    );
  });

  it("[LOOP-8] reading refuses what is spelled otherwise, twice named, or too deep", () => {
    expect(readCanonical(canonicalBytes({ b: 1, a: [null, true] }))).toEqual({ a: [null, true], b: 1 });
    for (const text of ['{"b":1,"a":2}', '{"a":1,"a":2}', "[1.0]", '"\\u0061"', "", "\ufeff1", "[".repeat(9_999)])
      expect(() => readCanonical(utf8(text))).toThrow(/malformed/);
    expect(() => readCanonical(utf8("[".repeat(100) + "]".repeat(100)))).toThrow(/deeper/);
    expect(() => readCanonical(new Uint8Array([0x22, 0xff, 0x22]))).toThrow(/UTF-8/);
  });
});

describe("base64url", () => {
  it("comes back for any bytes, and has one spelling", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const text = toBase64url(bytes);
        expect(text).toBe(Buffer.from(bytes).toString("base64url"));
        expect(fromBase64url(text)).toEqual(new Uint8Array(bytes));
      }),
    );
    for (const text of ["A", "AB", "AAB", "A+==", "AA==", "A A"])
      expect(() => fromBase64url(text)).toThrow(/malformed/);
  });
});

const collectText = (value: unknown): string => {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(collectText).join(" ");
  if (typeof value === "object" && value !== null)
    return Object.entries(value)
      .map(([name, field]) => `${name} ${collectText(field)}`)
      .join(" ");
  return "";
};
