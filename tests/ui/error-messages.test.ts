import { beforeAll, describe, expect, test } from "vitest";
import type { AnswerRefusal } from "../../src/core/form/answer-check.ts";
import { packRefusals } from "../../src/core/pack.ts";
import { ParseError } from "../../src/core/parse.ts";
import { refusalReason } from "../../src/core/protocol.ts";
import { sealReasons } from "../../src/seal/seal-error.ts";
import {
  answerRefusalWords,
  type FailureWords,
  packRefusalWords,
  problemWords,
  readingOnlyWords,
  refusalWords,
  sealFailureWords,
} from "../../src/ui/error-messages.ts";
import { activate } from "../../src/ui/i18n.ts";
import type { Problem, ReadingOnly } from "../../src/ui/services.ts";

/** The codes that the parser of the protocol takes, as it names them itself. */
function refusalCodes(): readonly string[] {
  try {
    refusalReason("no such reason");
  } catch (error) {
    if (error instanceof ParseError) return error.expected.replace("must be one of ", "").split(", ");
  }
  throw new Error("the parser took a reason that does not exist");
}

// The compiler makes these lists complete: a code more or less does not fit the type.
const problems = Object.keys({
  "changed-elsewhere": 1,
  "storage-full": 1,
  "storage-failed": 1,
  "reading-only": 1,
  "no-desk-key": 1,
  "no-connection": 1,
  "captive-portal": 1,
  "hub-fault": 1,
  "too-large": 1,
  "not-an-image": 1,
  "form-unknown": 1,
  "not-found": 1,
  "case-moved": 1,
  "slip-damaged": 1,
  "slip-not-a-slip": 1,
  "slip-newer-version": 1,
  "slip-practice": 1,
  "receipt-wrong": 1,
  "pack-refused": 1,
} satisfies Record<Problem, 1>);
const readingOnly = Object.keys({
  "insecure-context": 1,
  "no-storage": 1,
  "newer-schema": 1,
} satisfies Record<ReadingOnly, 1>);
const answerRefusals = Object.keys({
  "unknown-path": 1,
  "read-only": 1,
  "not-a-number": 1,
  "not-a-date": 1,
  "not-a-choice": 1,
  "too-long": 1,
  "forbidden-character": 1,
} satisfies Record<AnswerRefusal, 1>);

/** A code of one of the lists above is one of the table's. */
const all = <Code extends string>(codes: readonly string[], words: (code: Code) => FailureWords) =>
  codes.map((code) => [code, words(code as Code)] as const);

describe("words for reasons", () => {
  let told: readonly (readonly [string, FailureWords])[] = [];
  beforeAll(async () => {
    await activate("en");
    told = [
      ...all(problems, problemWords),
      ...all([...refusalCodes(), "receipt-wrong"], refusalWords),
      ...all(packRefusals, packRefusalWords),
      ...all(sealReasons, sealFailureWords),
      ...all(readingOnly, readingOnlyWords),
    ];
  });

  test("[LOOP-13] every reason of protocol, packs, seal and services has words that say what to do", () => {
    expect(told).toHaveLength(problems.length + 10 + 1 + packRefusals.length + sealReasons.length + readingOnly.length);
    for (const [code, { what, todo }] of told) {
      expect(what, code).not.toBe("");
      expect(todo, code).not.toBe("");
    }
  });

  test("[LOOP-13] no sentence has more than 20 words, and none shows a code", () => {
    const sentences = [
      ...told.flatMap(([, { what, safe, todo }]) => [what, safe ?? "", todo]),
      ...answerRefusals.map((code) => answerRefusalWords(code as AnswerRefusal)),
    ].flatMap((text) => text.split(/(?<=[.?!])\s/));
    for (const sentence of sentences) {
      expect(sentence.split(/\s+/).length, sentence).toBeLessThanOrEqual(20);
      expect(sentence).not.toMatch(/\b[a-z]+-[a-z]+-[a-z]+\b|undefined|\{/);
    }
  });

  test("[LOOP-13] a failure that could lose something says what is safe", () => {
    const risky = ["changed-elsewhere", "storage-full", "storage-failed", "no-desk-key", "no-connection", "hub-fault"];
    for (const [code, { safe }] of told) if (risky.includes(code)) expect(safe, code).not.toBeNull();
    for (const [code, { safe }] of all(refusalCodes(), refusalWords)) expect(safe, code).toContain("Nothing is lost");
  });
});
