import type { BlockContent, Heading, Link, ListItem, PhrasingContent, Root, TableRow } from "mdast";
import { gfmTableToMarkdown } from "mdast-util-gfm-table";
import { toMarkdown } from "mdast-util-to-markdown";
import type { Block, Inline, RichText } from "../../core/text.ts";

function toPhrasing(node: Inline): PhrasingContent {
  if (typeof node === "string") return { type: "text", value: node };
  switch (node.t) {
    case "br":
      return { type: "break" };
    case "b":
      return { type: "strong", children: node.c.map(toPhrasing) };
    case "i":
      return { type: "emphasis", children: node.c.map(toPhrasing) };
    case "a": {
      const link: Link = { type: "link", url: node.to, children: node.c.map(toPhrasing) };
      return link;
    }
    default:
      return node satisfies never;
  }
}

const toRow = (cells: readonly (readonly Inline[])[]): TableRow => ({
  type: "tableRow",
  children: cells.map((cell) => ({ type: "tableCell", children: cell.map(toPhrasing) })),
});

function toBlock(block: Block): BlockContent {
  switch (block.t) {
    case "p":
      return { type: "paragraph", children: block.c.map(toPhrasing) };
    case "h": {
      const heading: Heading = { type: "heading", depth: block.level, children: block.c.map(toPhrasing) };
      return heading;
    }
    case "ul":
    case "ol":
      return {
        type: "list",
        ordered: block.t === "ol",
        spread: block.items.some((item) => item.length > 1),
        children: block.items.map(
          (item): ListItem => ({ type: "listItem", spread: item.length > 1, children: item.map(toBlock) }),
        ),
      };
    case "table":
      return { type: "table", children: [toRow(block.head), ...block.rows.map(toRow)] };
    default:
      return block satisfies never;
  }
}

/** Writes a tree in our Markdown subset, so that reading it again gives the same tree. */
export function treeToMarkdown(tree: RichText): string {
  const root: Root = { type: "root", children: tree.map(toBlock) };
  return toMarkdown(root, {
    bullet: "-",
    bulletOther: "*",
    emphasis: "*",
    strong: "*",
    resourceLink: true,
    listItemIndent: "one",
    extensions: [gfmTableToMarkdown({ tablePipeAlign: false })],
  }).trim();
}
