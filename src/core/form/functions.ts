/** The functions of ODK XForms (https://getodk.github.io/xforms-spec/#xpath-functions) that need no choice list. */
import type { FormEnvironment } from "./model.ts";
import { dateOfDays, daysOf, toBoolean, toNumber, toText, type Value } from "./value.ts";

export type FormFunction = {
  /** Least and most operands. */
  readonly takes: readonly [number, number];
  readonly run: (operands: readonly Value[], environment: FormEnvironment) => Value;
};

const many = Number.POSITIVE_INFINITY;
const of = (least: number, most: number, run: FormFunction["run"]): FormFunction => ({ takes: [least, most], run });
const words = (value: Value): readonly string[] => toText(value).split(/\s+/).filter(Boolean);
const numbers = (operands: readonly Value[]): readonly number[] =>
  operands.filter((operand) => operand !== "").map(toNumber);

const text1 = (run: (text: string) => Value) => of(1, 1, ([a = ""]) => run(toText(a)));
const text2 = (run: (a: string, b: string) => Value) => of(2, 2, ([a = "", b = ""]) => run(toText(a), toText(b)));
const number1 = (run: (number: number) => Value) => of(1, 1, ([a = ""]) => run(toNumber(a)));

/** ODK rounds halves towards positive infinity. */
function round([value = "", digits = 0]: readonly Value[]): number {
  const scale = 10 ** Math.trunc(toNumber(digits));
  return Math.round(toNumber(value) * scale) / scale;
}

const two = (part: number) => String(part).padStart(2, "0");

/** `%Y-%m-%d` and the other escapes of the specification that need no month names. */
function formatDate([value = "", pattern = ""]: readonly Value[]): string {
  const days = toNumber(value);
  if (!Number.isFinite(days)) return "";
  const date = new Date(Math.round(days * 86_400_000));
  const parts: Readonly<Record<string, string>> = {
    "%Y": String(date.getUTCFullYear()),
    "%y": String(date.getUTCFullYear()).slice(-2),
    "%m": two(date.getUTCMonth() + 1),
    "%n": String(date.getUTCMonth() + 1),
    "%d": two(date.getUTCDate()),
    "%e": String(date.getUTCDate()),
    "%H": two(date.getUTCHours()),
    "%h": String(date.getUTCHours()),
    "%M": two(date.getUTCMinutes()),
    "%S": two(date.getUTCSeconds()),
  };
  return toText(pattern).replaceAll(/%[A-Za-z]/g, (written) => parts[written] ?? written);
}

function substring([text = "", from = 1, length]: readonly Value[]): string {
  const characters = [...toText(text)];
  const start = Math.round(toNumber(from));
  const end = length === undefined ? many : start + Math.round(toNumber(length));
  return characters.filter((_, index) => index + 1 >= start && index + 1 < end).join("");
}

function translate([text = "", from = "", to = ""]: readonly Value[]): string {
  const source = [...toText(from)];
  const target = [...toText(to)];
  return [...toText(text)]
    .map((character) => {
      const at = source.indexOf(character);
      return at < 0 ? character : (target[at] ?? "");
    })
    .join("");
}

function regex(text: string, pattern: string): boolean {
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    return false;
  }
}

export const functions: Readonly<Record<string, FormFunction>> = {
  true: of(0, 0, () => true),
  false: of(0, 0, () => false),
  not: of(1, 1, ([a = ""]) => !toBoolean(a)),
  boolean: of(1, 1, ([a = ""]) => toBoolean(a)),
  "boolean-from-string": text1((text) => text === "true" || text === "1"),
  string: text1((text) => text),
  number: number1((number) => number),
  int: number1((number) => Math.trunc(number)),
  round: of(1, 2, round),
  abs: number1(Math.abs),
  floor: number1(Math.floor),
  ceiling: number1(Math.ceil),
  pow: of(2, 2, ([a = "", b = ""]) => toNumber(a) ** toNumber(b)),
  sqrt: number1(Math.sqrt),
  min: of(1, many, (operands) => (numbers(operands).length ? Math.min(...numbers(operands)) : Number.NaN)),
  max: of(1, many, (operands) => (numbers(operands).length ? Math.max(...numbers(operands)) : Number.NaN)),
  sum: of(1, many, (operands) => numbers(operands).reduce((total, number) => total + number, 0)),
  count: of(1, many, (operands) => operands.length),
  "count-non-empty": of(1, many, (operands) => operands.filter((operand) => operand !== "").length),
  coalesce: of(2, 2, ([a = "", b = ""]) => (a === "" ? b : a)),
  concat: of(0, many, (operands) => operands.map(toText).join("")),
  join: of(1, many, ([separator = "", ...operands]) => operands.map(toText).join(toText(separator))),
  contains: text2((a, b) => a.includes(b)),
  "starts-with": text2((a, b) => a.startsWith(b)),
  "ends-with": text2((a, b) => a.endsWith(b)),
  "string-length": text1((text) => [...text].length),
  "normalize-space": text1((text) => words(text).join(" ")),
  "substring-before": text2((a, b) => (a.includes(b) ? a.slice(0, a.indexOf(b)) : "")),
  "substring-after": text2((a, b) => (a.includes(b) ? a.slice(a.indexOf(b) + b.length) : "")),
  substring: of(2, 3, substring),
  /** Zero-based, the end not included. */
  substr: of(2, 3, ([text = "", from = 0, to]) =>
    [...toText(text)].slice(toNumber(from), to === undefined ? undefined : toNumber(to)).join(""),
  ),
  translate: of(3, 3, translate),
  regex: text2(regex),
  selected: text2((value, choice) => words(value).includes(choice.trim())),
  "selected-at": of(2, 2, ([value = "", index = 0]) => words(value)[toNumber(index)] ?? ""),
  "count-selected": text1((value) => words(value).length),
  today: of(0, 0, (_, { now }) => now().slice(0, 10)),
  now: of(0, 0, (_, { now }) => now()),
  date: of(1, 1, ([a = ""]) =>
    typeof a === "number" ? dateOfDays(a) : Number.isNaN(daysOf(toText(a))) ? "" : toText(a).slice(0, 10),
  ),
  "format-date": of(2, 2, formatDate),
  "format-date-time": of(2, 2, formatDate),
  "decimal-date-time": of(1, 1, ([a = ""]) => toNumber(a)),
  random: of(0, 0, (_, { random }) => random()),
};
