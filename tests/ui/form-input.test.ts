import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { refusalOf } from "../../src/core/form/answer-check.ts";
import type { QuestionNode } from "../../src/core/form/model.ts";
import { choicesWith, numberAnswer, textAnswer } from "../../src/ui/components/form/answer-input.ts";
import { draftLink, parseFormFragment } from "../../src/ui/components/form/form-fragment.ts";
import { wallTime } from "../../src/ui/local-time.ts";

const integer = (text: string) => numberAnswer({ text, type: "integer" });
const decimal = (text: string) => numberAnswer({ text, type: "decimal" });
const textNode = (more: Partial<QuestionNode> = {}): QuestionNode => ({
  kind: "question",
  path: "/a",
  type: "text",
  ...more,
});

describe("what is typed as an answer", () => {
  test.each([
    ["٤٢", "42"],
    ["۴۲", "42"],
    ["\u200f٤٢", "42"],
    ["−٣", "-3"],
    ["+5", "5"],
    ["12 345", "12345"],
    ["١٢٬٣٤٥", "12345"],
    ["3.0", "3"],
  ])("[LOOP-7] the whole number %s is kept as %s", (typed, kept) => {
    expect(integer(typed)).toBe(kept);
  });

  test.each([
    ["1,5", "1.5"],
    ["1.5", "1.5"],
    ["١٫٥", "1.5"],
    ["۰,۲۵", "0.25"],
    [",5", "0.5"],
    ["7,", "7"],
    ["0,125", "0.125"],
  ])("[LOOP-7] the decimal %s is kept as %s", (typed, kept) => {
    expect(decimal(typed)).toBe(kept);
  });

  test.each(["abc", "1.5.2", "-", "1,5", "4 2", "12 34"])("[LOOP-7] %s is no whole number", (typed) => {
    expect(integer(typed)).toBeNull();
  });

  test("[LOOP-7] a decimal that two countries read differently is asked for again", () => {
    expect(decimal("1,000")).toBeNull();
    expect(decimal("12,500")).toBeNull();
    expect(decimal(".")).toBeNull();
  });

  test("[LOOP-7] every number that is kept is one that the form engine takes", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[-+−]?[0-9٠-٩۰-۹ ]{0,12}[.,٫]?[0-9٠-٩]{0,8}$/u), (typed) => {
        for (const type of ["integer", "decimal"] as const) {
          const value = numberAnswer({ text: typed, type });
          if (value !== null && value !== "") expect(refusalOf({ type, value, choices: [] })).toBeNull();
        }
      }),
    );
  });

  test("[LOOP-7] marks of direction that come along with a pasted text do not stop it", () => {
    expect(textAnswer({ text: "\u200eRue 1\u202c\r\nb", node: textNode({ appearance: "multiline" }) })).toBe(
      "Rue 1\nb",
    );
    expect(textAnswer({ text: " a\nb ", node: textNode() })).toBe("a b");
    expect(textAnswer({ text: "  ", node: textNode() })).toBe("");
    expect(textAnswer({ text: "half \ud83d", node: textNode() })).toBe("half");
  });

  test("[LOOP-7] digits of a number field are kept as 0 to 9, those of other texts as written", () => {
    expect(textAnswer({ text: "٠١ ٩٩", node: textNode({ appearance: "numbers" }) })).toBe("01 99");
    expect(textAnswer({ text: "شارع ١", node: textNode() })).toBe("شارع ١");
  });

  test("[LOOP-7] several choices are kept in the order of the list, without those that are not on it", () => {
    const order = ["a", "b", "c"];
    expect(choicesWith({ value: "c", name: "a", isChosen: true, order })).toBe("a c");
    expect(choicesWith({ value: "a c", name: "c", isChosen: false, order })).toBe("a");
    expect(choicesWith({ value: "gone a", name: "b", isChosen: true, order })).toBe("a b");
  });
});

describe("where in a form the person is", () => {
  test("[LOOP-13] the fragment names draft, screen and question, and anything else is the beginning", () => {
    const link = draftLink({ id: "YY9d_UWqzKqJb6jQZq5ENg", at: "/person", question: "/person/given", fromCheck: true });
    expect(parseFormFragment(link.slice(1))).toEqual({
      kind: "draft",
      id: "YY9d_UWqzKqJb6jQZq5ENg",
      at: "/person",
      question: "/person/given",
      fromCheck: true,
    });
    expect(parseFormFragment("done=abc")).toEqual({ kind: "done", id: "abc" });
    for (const other of ["", "draft=", "draft=<b>", "top", "q:/person/given"])
      expect(parseFormFragment(other)).toEqual({ kind: "start" });
  });

  test("[LOOP-7] the wall time of a form carries the offset of the device", () => {
    const time = wallTime(new Date("2026-11-24T13:05:00.000Z"));
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000[+-]\d\d:\d\d$/);
    expect(new Date(time).toISOString()).toBe("2026-11-24T13:05:00.000Z");
  });
});
