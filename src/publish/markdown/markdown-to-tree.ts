import type { Nodes, PhrasingContent, RootContent, Table } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmTable } from "micromark-extension-gfm-table";
import { type Block, type Inline, linkPattern, type RichText } from "../../core/text.ts";

/** Something that our subset has not; `line` counts from 1 within the text. */
export type MarkdownFault = { readonly line: number; readonly what: string; readonly cure: string };

type Reading = { readonly faults: MarkdownFault[] };

const subset = "use paragraphs, ## headings, - or 1. lists, **bold**, *italic*, [links](page:id) and tables";
const curesByType: Readonly<Record<string, readonly [string, string]>> = {
  html: ["HTML is not part of our Markdown", `take the tags out; ${subset}`],
  image: ["pictures are not part of our Markdown", "describe in words what the picture shows"],
  imageReference: ["pictures are not part of our Markdown", "describe in words what the picture shows"],
  code: ["code is not part of our Markdown", "start the line without spaces or back quotes"],
  inlineCode: ["code is not part of our Markdown", "take the back quotes out"],
  blockquote: ["quotations are not part of our Markdown", "start the line without >"],
  thematicBreak: ["rules are not part of our Markdown", "use a heading instead"],
  definition: ["link definitions are not part of our Markdown", "write the link as [words](https://...)"],
  linkReference: ["link definitions are not part of our Markdown", "write the link as [words](https://...)"],
};

function refuse(reading: Reading, node: Nodes): void {
  const [what, cure] = curesByType[node.type] ?? [`"${node.type}" is not part of our Markdown`, subset];
  reading.faults.push({ line: node.position?.start.line ?? 1, what, cure });
}

/** Neighbouring texts become one; a line end within a paragraph is a space. */
function joinTexts(nodes: readonly Inline[]): readonly Inline[] {
  const joined: Inline[] = [];
  for (const node of nodes) {
    const last = joined.at(-1);
    if (typeof node === "string" && typeof last === "string") joined[joined.length - 1] = last + node;
    else if (node !== "") joined.push(node);
  }
  return joined;
}

function readInlines(reading: Reading, nodes: readonly PhrasingContent[]): readonly Inline[] {
  return joinTexts(
    nodes.flatMap((node): readonly Inline[] => {
      switch (node.type) {
        case "text":
          return [node.value.replaceAll(/\s*\n\s*/g, " ")];
        case "strong":
          return [{ t: "b", c: readInlines(reading, node.children) }];
        case "emphasis":
          return [{ t: "i", c: readInlines(reading, node.children) }];
        case "break":
          return [{ t: "br" }];
        case "link": {
          const c = readInlines(reading, node.children);
          if (linkPattern.test(node.url)) return [{ t: "a", to: node.url, c }];
          const cure = "link to https:, tel:, mailto: or to an item as page:id, procedure:id, office:id, term:id";
          reading.faults.push({
            line: node.position?.start.line ?? 1,
            what: `"${node.url}" is not an allowed link`,
            cure,
          });
          return c;
        }
        default:
          refuse(reading, node);
          return [];
      }
    }),
  );
}

function readTable(reading: Reading, node: Table): Block {
  const rows = node.children.map((row) => row.children.map((cell) => readInlines(reading, cell.children)));
  return { t: "table", head: rows[0] ?? [], rows: rows.slice(1) };
}

function readBlocks(reading: Reading, nodes: readonly RootContent[]): RichText {
  return nodes.flatMap((node): readonly Block[] => {
    switch (node.type) {
      case "paragraph":
        return [{ t: "p", c: readInlines(reading, node.children) }];
      case "heading": {
        const level = node.depth;
        if (level === 2 || level === 3 || level === 4)
          return [{ t: "h", level, c: readInlines(reading, node.children) }];
        const what = `a heading of level ${level} is not allowed`;
        const cure = "use ##, ### or ####; the title is the only heading of level 1";
        reading.faults.push({ line: node.position?.start.line ?? 1, what, cure });
        return [];
      }
      case "list":
        return [
          { t: node.ordered ? "ol" : "ul", items: node.children.map((item) => readBlocks(reading, item.children)) },
        ];
      case "table":
        return [readTable(reading, node)];
      default:
        refuse(reading, node);
        return [];
    }
  });
}

/** Reads our Markdown subset (CommonMark with GFM tables, no HTML) into a tree; what is outside it is a fault and left out. */
export function markdownToTree(markdown: string): {
  readonly tree: RichText;
  readonly faults: readonly MarkdownFault[];
} {
  const root = fromMarkdown(markdown, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] });
  const reading: Reading = { faults: [] };
  return { tree: readBlocks(reading, root.children), faults: reading.faults };
}
