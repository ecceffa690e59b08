import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { envelopeHeader } from "../../src/core/envelope.ts";
import {
  array,
  base64url,
  integer,
  isoDate,
  languageTag,
  object,
  optional,
  ParseError,
  record,
  slug,
  strictObject,
  string,
  union,
} from "../../src/core/parse.ts";

const messageOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof ParseError) return error.message;
    throw error;
  }
  return "accepted";
};

describe("parsers", () => {
  test("a fault names the place within lists and maps", () => {
    const parse = object({ steps: array(object({ title: string() })) });
    expect(messageOf(() => parse({ steps: [{ title: "a" }, { title: 3 }] }))).toBe("steps[1].title: must be a text");
  });

  test("[S10.2] unknown fields of an object are carried through a round trip", () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc
            .string({ minLength: 1 })
            .filter((key) => !["__proto__", "constructor", "prototype", "known"].includes(key)),
          fc.jsonValue(),
        ),
        (extra) => {
          const value = { ...extra, known: 1 };
          expect(object({ known: integer() })(value)).toEqual(value);
        },
      ),
    );
  });

  test("[S10.2] an envelope header of a later version keeps its new fields", () => {
    const header = {
      v: 1,
      suite: "P256-HKDFSHA256-AES256GCM",
      id: "A".repeat(22),
      kind: "submission",
      place: "example-town",
      desk: "registry",
      form: "register-address",
      formVersion: "B".repeat(43),
      deskKeys: ["C".repeat(43)],
      capabilityHash: "D".repeat(43),
      case: null,
      parts: [],
      practice: true,
      helper: { organisation: "an NGO" },
    };
    expect(envelopeHeader(header)).toEqual(header);
  });

  test("a strict object names the unknown field and the known ones", () => {
    expect(messageOf(() => strictObject({ title: string(), icon: slug })({ title: "a", icon: "b", colour: "c" }))).toBe(
      "colour: is not a known field; known are title, icon",
    );
  });

  test("names that reach the prototype are refused in objects and maps", () => {
    const poisoned: unknown = JSON.parse('{"__proto__": {"admin": true}}');
    expect(messageOf(() => object({})(poisoned))).toContain("__proto__");
    expect(messageOf(() => record(string())(poisoned))).toContain("__proto__");
  });

  test("an absent optional field stays absent and a wrong one is refused", () => {
    const parse = object({ note: optional(string()) });
    expect(parse({})).toEqual({});
    expect(messageOf(() => parse({ note: 1 }))).toBe("note: must be a text");
  });

  test("a union names its cases when the tag is unknown", () => {
    expect(messageOf(() => union("result", { stored: object({}), gone: object({}) })({ result: "lost" }))).toBe(
      "result: must be one of stored, gone",
    );
  });

  test.each([
    [slug, "two-words", true],
    [slug, "Two words", false],
    [isoDate, "2026-02-28", true],
    [isoDate, "2026-13-01", false],
    [languageTag, "fa-AF", true],
    [languageTag, "zh-Hant-TW", true],
    [languageTag, "english", false],
    [base64url({ bytes: 16 }), "A".repeat(22), true],
    [base64url({ bytes: 16 }), "A".repeat(23), false],
  ])("%# a single value fits or not", (parse, value, fits) => {
    expect(messageOf(() => parse(value)) === "accepted").toBe(fits);
  });
});
