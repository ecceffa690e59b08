import type { Block, Inline, RichText } from "../../core/text.ts";

/** Every inline node of a tree, parents before children. */
export function* inlinesOf(tree: RichText): Generator<Inline> {
  for (const block of tree) yield* inlinesOfBlock(block);
}

function* descend(nodes: readonly Inline[]): Generator<Inline> {
  for (const node of nodes) {
    yield node;
    if (typeof node !== "string" && "c" in node) yield* descend(node.c);
  }
}

function* inlinesOfBlock(block: Block): Generator<Inline> {
  if (block.t === "p" || block.t === "h") yield* descend(block.c);
  else if (block.t === "table")
    for (const cells of [block.head, ...block.rows]) for (const cell of cells) yield* descend(cell);
  else for (const item of block.items) yield* inlinesOf(item);
}

/** Targets of all links, sorted: a translation leads to the same places as its source. */
export const linksOf = (tree: RichText): readonly string[] =>
  [...inlinesOf(tree)].flatMap((node) => (typeof node !== "string" && node.t === "a" ? [node.to] : [])).sort();

const blockShape = (block: Block): string => {
  if (block.t === "p") return "paragraph";
  if (block.t === "h") return `heading ${block.level}`;
  if (block.t === "table") return `table ${block.head.length}x${block.rows.length}`;
  return `${block.t === "ul" ? "list" : "numbered list"} (${block.items.map(treeShape).join("; ")})`;
};

/** The order of paragraphs, headings, list items and table cells without their words. */
export const treeShape = (tree: RichText): string => tree.map(blockShape).join(", ");

/** All words of a tree, without markup. */
export const plainTextOf = (tree: RichText): string =>
  [...inlinesOf(tree)].map((node) => (typeof node === "string" ? node : " ")).join(" ");

/** Placeholders that code fills in: `{name}`, `${name}`, `%s`. */
export const placeholdersOf = (text: string): readonly string[] =>
  [...text.matchAll(/\$?\{[A-Za-z0-9_/]+\}|%[sd]/g)].map(([match]) => match).sort();
