/** Which answers a question takes. */
import type { ChoiceItem, QuestionType } from "./model.ts";
import { daysOf } from "./value.ts";

export type AnswerRefusal =
  | "unknown-path"
  | "read-only"
  | "not-a-number"
  | "not-a-date"
  | "not-a-choice"
  | "too-long"
  | "forbidden-character";

/** An answer that does not fit its question; nothing of it is kept. */
export class AnswerRefused extends Error {
  override readonly name = "AnswerRefused";
  readonly path: string;
  readonly reason: AnswerRefusal;
  constructor(path: string, reason: AnswerRefusal) {
    super(`${path}: ${reason}`);
    this.path = path;
    this.reason = reason;
  }
}

/** Longest answer in UTF-16 units. */
export const maxAnswerLength = 10_000;

/** Control characters but tab and line feed, and the characters that turn the direction of writing about. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
const forbidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/u;

/** Why the question cannot take the answer, or null. The empty answer always fits. */
export function refusalOf({
  type,
  value,
  choices,
}: {
  type: QuestionType;
  value: string;
  choices: readonly ChoiceItem[];
}): AnswerRefusal | null {
  if (value === "") return null;
  if (value.length > maxAnswerLength) return "too-long";
  if (forbidden.test(value)) return "forbidden-character";
  const isChoice = (name: string) => choices.some((choice) => choice.name === name);
  switch (type) {
    case "integer":
      return /^-?\d{1,15}$/.test(value) ? null : "not-a-number";
    case "decimal":
      return /^-?\d{1,15}(\.\d{1,15})?$/.test(value) ? null : "not-a-number";
    case "date":
      return value.length === 10 && !Number.isNaN(daysOf(value)) ? null : "not-a-date";
    case "select_one":
      return isChoice(value) ? null : "not-a-choice";
    case "select_multiple": {
      const names = value.split(" ");
      return names.every(isChoice) && new Set(names).size === names.length ? null : "not-a-choice";
    }
    case "acknowledge":
      return value === "OK" ? null : "not-a-choice";
    case "note":
    case "calculate":
      return "read-only";
    case "text":
    case "image":
      return null;
    default:
      return type satisfies never;
  }
}
