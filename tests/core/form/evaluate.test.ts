import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluate } from "../../../src/core/form/evaluate.ts";
import { dateOfDays, daysOf } from "../../../src/core/form/value.ts";
import { parseExpression } from "../../../src/publish/xlsform/parse-expression.ts";

const answers: Readonly<Record<string, string>> = { "/a": "3", "/empty": "", "/many": "x y z", "/day": "2026-11-24" };
const names = {
  pathOf: (name: string) => (Object.hasOwn(answers, `/${name}`) ? `/${name}` : undefined),
  self: "/a",
  choiceFields: new Set<string>(),
};
const scope = {
  answer: (path: string) => answers[path] ?? "",
  choiceField: () => "",
  choiceLabel: (value: string) => `label of ${value}`,
  environment: { now: () => "2026-11-24T10:00:00.000+01:00", random: () => 0.25 },
};
const run = (source: string) => evaluate(parseExpression(source, names), scope);

describe("expressions", () => {
  test.each([
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["7 div 2", 3.5],
    ["-7 mod 3", -1],
    ["5 - -3", 8],
    [". - 1", 2],
    ["1 < 2 and 2 < 3 or false()", true],
    ["'a' = \"a\"", true],
    ["${a} = 3", true],
    ["${empty} = ''", true],
    ["${empty} < 1", false],
    ["${empty} > 1", false],
    ["${empty} + 1", Number.NaN],
    ["if(${a} > 2, 'more', 'less')", "more"],
    ["coalesce(${empty}, 'x')", "x"],
    ["selected(${many}, 'y')", true],
    ["selected(${many}, 'w')", false],
    ["count-selected(${many})", 3],
    ["selected-at(${many}, 1)", "y"],
    ["string-length('مرحبا')", 5],
    ["substr('abcdef', 1, 3)", "bc"],
    ["substring('12345', 2, 3)", "234"],
    ["regex('00000', '^[0-9]{5}$')", true],
    ["concat('a', 1, true())", "a1true"],
    ["round(2.5)", 3],
    ["round(1.2345, 2)", 1.23],
    ["int(-3.7)", -3],
    ["min(3, ${empty}, 1)", 1],
    ["today()", "2026-11-24"],
    ["today() - date('2026-11-20')", 4],
    ["date(today() + 7)", "2026-12-01"],
    ["${day} <= today()", true],
    ["format-date(${day}, '%d.%m.%Y')", "24.11.2026"],
    ["translate('bar', 'abc', 'AB')", "BAr"],
    ["normalize-space('  a   b ')", "a b"],
    ["not(${empty})", true],
    ["jr:choice-name(${a}, '${a}')", "label of 3"],
    ["random()", 0.25],
  ])("[LOOP-7] %s gives %s", (source, expected) => {
    expect(run(source)).toEqual(expected);
  });

  test.each(["1 +", "(1", "a sentence", "${nothing}", "label::English", "concat('a'", "1 2", "'open"])(
    "[LOOP-7] %s is refused",
    (source) => {
      expect(() => parseExpression(source, names)).toThrow();
    },
  );

  test("[LOOP-7] a date is days and back again", () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 200_000 }), (days) => {
        expect(daysOf(dateOfDays(days))).toBe(days);
      }),
    );
  });

  test("[LOOP-7] sums are numbers as JavaScript has them", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: -1e6, max: 1e6 }), (a, b) => {
        expect(run(`${a} + ${b} - ${a}`)).toBe(b);
      }),
    );
  });
});
