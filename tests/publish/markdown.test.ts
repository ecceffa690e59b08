import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Inline } from "../../src/core/text.ts";
import { richText } from "../../src/core/text.ts";
import { htmlToTree } from "../../src/publish/integreat/html-to-tree.ts";
import { makeLinkResolver } from "../../src/publish/integreat/resolve-link.ts";
import { markdownToTree } from "../../src/publish/markdown/markdown-to-tree.ts";
import { treeToMarkdown } from "../../src/publish/markdown/tree-to-markdown.ts";

const counted: string[] = [];
const resolveLink = makeLinkResolver({
  pages: new Map([["/here/de/welcome/", "welcome"]]),
  base: "https://integreat.app/here/de/a/",
  count: (what) => counted.push(what),
});
const read = (html: string) => htmlToTree(html, { resolveLink, count: (what) => counted.push(what) });

describe("Markdown", () => {
  it("[LOOP-3] becomes a tree of paragraphs, headings, lists and tables, and never markup", () => {
    const { tree, faults } = markdownToTree(
      "## A\n\nb **c *d*** [e](page:f)\\\ng\nh\n\n1. i\n2. j\n   - k\n\n| l | m |\n|---|---|\n| n | **o** |",
    );
    expect(faults).toEqual([]);
    expect(richText(tree)).toEqual([
      { t: "h", level: 2, c: ["A"] },
      {
        t: "p",
        c: [
          "b ",
          { t: "b", c: ["c ", { t: "i", c: ["d"] }] },
          " ",
          { t: "a", to: "page:f", c: ["e"] },
          { t: "br" },
          "g h",
        ],
      },
      {
        t: "ol",
        items: [
          [{ t: "p", c: ["i"] }],
          [
            { t: "p", c: ["j"] },
            { t: "ul", items: [[{ t: "p", c: ["k"] }]] },
          ],
        ],
      },
      { t: "table", head: [["l"], ["m"]], rows: [[["n"], [{ t: "b", c: ["o"] }]]] },
    ]);
  });

  it.each([
    "# x",
    "> x",
    "`x`",
    "    x",
    "![x](https://x.example/y.png)",
    "<p>x</p>",
    "---",
    "[x][y]\n\n[y]: https://z.example",
    "##### x",
  ])("[LOOP-3] refuses %j, which is outside the subset", (markdown) =>
    expect(markdownToTree(markdown).faults.length).toBeGreaterThan(0),
  );

  it("[LOOP-4] written from a tree reads back as the same tree", () => {
    const words = fc
      .array(
        fc.constantFrom(
          "a",
          "b*",
          "_c",
          "# d",
          "1.",
          "-",
          "e|f",
          "[g]",
          "<h>",
          "&amp;",
          "`i`",
          "\\",
          "https://j.example",
          "ك",
          "!",
        ),
        { minLength: 1, maxLength: 4 },
      )
      .map((parts) => parts.join(" "));
    const plain = words.map((text): Inline => text);
    const inline: fc.Arbitrary<readonly Inline[]> = fc.oneof(
      plain.map((text) => [text]),
      fc
        .tuple(plain, fc.constantFrom("b" as const, "i" as const), plain)
        .map(([before, t, inner]): Inline[] => [`${before as string} `, { t, c: [inner] }, " z"]),
      plain.map((text): Inline[] => [{ t: "a", to: "https://x.example/(y)?a=1&b=2", c: [text] }]),
      fc.tuple(plain, plain).map(([a, b]): Inline[] => [a, { t: "br" }, b]),
    );
    const paragraph = inline.map((c) => ({ t: "p" as const, c }));
    const block = fc.oneof(
      paragraph,
      plain.map((text) => ({ t: "h" as const, level: 3 as const, c: [text] })),
      fc
        .tuple(
          fc.constantFrom("ul" as const, "ol" as const),
          fc.array(fc.array(paragraph, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 }),
        )
        .map(([t, items]) => ({ t, items })),
      fc.tuple(plain, plain).map(([a, b]) => ({ t: "table" as const, head: [[a], [b]], rows: [[[b], [a]]] })),
    );
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 4 }), (tree) => {
        const { tree: again, faults } = markdownToTree(treeToMarkdown(tree));
        expect(faults).toEqual([]);
        expect(again).toEqual(tree);
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});

describe("HTML of a source", () => {
  it("[LOOP-4] loses scripts, styles and pictures and keeps words, order and links", () => {
    counted.length = 0;
    const tree = read(
      '<div style="x"><script>alert(1)</script><style>p{}</style><p onclick="x"><strong>A </strong>b&#160;c<br>\r\nd<img src=x></p>' +
        "<h1>T</h1>loose <em>text</em><ul><li>e<ul><li>f</li></ul></li><li> </li></ul><p>&#160;</p><p>g<br><br>h</p>" +
        "<table><tr><th>i</th><th>j</th></tr><tr><td>k</td></tr></table></div>",
    );
    expect(richText(tree)).toEqual([
      { t: "p", c: [{ t: "b", c: ["A"] }, " b c", { t: "br" }, "d"] },
      { t: "h", level: 2, c: ["T"] },
      { t: "p", c: ["loose ", { t: "i", c: ["text"] }] },
      {
        t: "ul",
        items: [
          [
            { t: "p", c: ["e"] },
            { t: "ul", items: [[{ t: "p", c: ["f"] }]] },
          ],
        ],
      },
      { t: "p", c: ["g"] },
      { t: "p", c: ["h"] },
      { t: "table", head: [["i"], ["j"]], rows: [[["k"], []]] },
    ]);
    expect(counted.sort()).toEqual(["img", "script", "style"]);
  });

  it.each([
    ["https://integreat.app/here/de/welcome", "page:welcome"],
    ["../welcome/", "page:welcome"],
    ["https://other.example/x y", "https://other.example/x%20y"],
    ["tel:0821 / 31 02-0", "tel:082131020"],
    ["https://integreat.app/tel:110", "tel:110"],
    ["https://integreat.app/116117", "tel:116117"],
    ["mailto:a@b.example?subject=x", "mailto:a@b.example"],
    ["javascript:alert(1)", null],
    ["data:text/html,x", null],
  ])("[LOOP-4] the address %s becomes %s", (href, to) => {
    const tree = read(`<p><a href="${href}">x</a></p>`);
    expect(tree).toEqual([{ t: "p", c: to === null ? ["x"] : [{ t: "a", to, c: ["x"] }] }]);
  });
});
