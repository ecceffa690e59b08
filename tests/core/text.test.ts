import { describe, expect, test } from "vitest";
import { directionOf, richText } from "../../src/core/text.ts";

describe("texts", () => {
  test.each([
    ["ar", "rtl"],
    ["fa-AF", "rtl"],
    ["uk", "ltr"],
    ["pa-Arab", "rtl"],
    ["ku-Latn", "ltr"],
    ["ug-Cyrl", "ltr"],
  ])("%s is written %s", (language, direction) => {
    expect(directionOf(language)).toBe(direction);
  });

  test.each(["javascript:alert(1)", "data:text/html,x", "//elsewhere.example", "procedure:../x", " https://a.example"])(
    "a link to %s is refused",
    (to) => {
      expect(() => richText([{ t: "p", c: [{ t: "a", to, c: ["x"] }] }])).toThrow(/allowed link/);
    },
  );

  test("a tree with nested lists, tables and allowed links is kept as it is", () => {
    const tree = [
      { t: "h", level: 2, c: ["Title"] },
      {
        t: "ul",
        items: [
          [{ t: "p", c: ["one ", { t: "b", c: ["two"] }] }],
          [{ t: "ol", items: [[{ t: "p", c: [{ t: "a", to: "tel:112", c: ["112"] }] }]] }],
        ],
      },
      { t: "table", head: [["a"], ["b"]], rows: [[["1"], [{ t: "br" }, "2"]]] },
    ];
    expect(richText(tree)).toEqual(tree);
  });
});
