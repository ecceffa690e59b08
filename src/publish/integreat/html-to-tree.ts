import { type DefaultTreeAdapterTypes, parseFragment } from "parse5";
import type { Block, Inline, RichText } from "../../core/text.ts";
import { hiddenCharacters } from "../content/hidden-characters.ts";
import { tidyParagraphs } from "./tidy-inlines.ts";

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

/** What the reader of HTML asks and counts. */
export type HtmlReading = {
  /** The target of a link in our words, or null: the words stay, the link goes. */
  readonly resolveLink: (href: string) => string | null;
  readonly count: (what: string) => void;
};

const isElement = (node: Node): node is Element => "tagName" in node;
const isText = (node: Node): node is DefaultTreeAdapterTypes.TextNode => node.nodeName === "#text";

const dropped = new Set([
  "script",
  "style",
  "img",
  "svg",
  "iframe",
  "object",
  "embed",
  "video",
  "audio",
  "form",
  "input",
  "button",
  "textarea",
  "select",
  "template",
  "noscript",
  "link",
  "meta",
  "head",
  "title",
  "canvas",
  "map",
  "math",
]);
const headings: Readonly<Record<string, 2 | 3 | 4>> = { h1: 2, h2: 2, h3: 3, h4: 4, h5: 4, h6: 4 };
const containers = new Set([
  "div",
  "section",
  "article",
  "main",
  "header",
  "footer",
  "aside",
  "blockquote",
  "figure",
  "figcaption",
  "address",
  "details",
  "summary",
  "dl",
  "dt",
  "dd",
  "p",
  "body",
  "html",
  "center",
  "pre",
  "hr",
]);

const isBlock = (node: Node): boolean =>
  isElement(node) &&
  (containers.has(node.tagName) || node.tagName in headings || ["ul", "ol", "table", "li"].includes(node.tagName));
const holdsBlock = (node: Node): boolean =>
  isElement(node) && node.childNodes.some((child) => isBlock(child) || holdsBlock(child));

/** Blanks of every kind are layout and become one space; soft hyphens and hidden characters go. */
const cleanText = (text: string): string =>
  text
    .replaceAll(/[\s\u0085]+/gu, " ")
    .replaceAll(hiddenCharacters, "")
    .replaceAll(/[\u00ad\u2060\u200b]/gu, "");

function readInline(reading: HtmlReading, node: Node): readonly Inline[] {
  if (isText(node)) return [cleanText(node.value)];
  if (!isElement(node)) return [];
  const { tagName } = node;
  if (dropped.has(tagName)) {
    reading.count(tagName);
    return [];
  }
  if (tagName === "br") return [{ t: "br" }];
  const c = node.childNodes.flatMap((child) => readInline(reading, child));
  if (tagName === "strong" || tagName === "b") return [{ t: "b", c }];
  if (tagName === "em" || tagName === "i") return [{ t: "i", c }];
  if (tagName !== "a") return c;
  const href = node.attrs.find((attribute) => attribute.name === "href")?.value ?? "";
  const to = href === "" ? null : reading.resolveLink(href);
  if (to === null || c.every((child) => typeof child === "string" && child.trim() === "")) return c;
  return [{ t: "a", to, c }];
}

const flat = (nodes: readonly Inline[]): readonly Inline[] =>
  nodes.map((node) => (typeof node === "object" && node.t === "br" ? " " : node));

function readList(reading: HtmlReading, list: Element): readonly Block[] {
  const items = list.childNodes
    .filter((child) => isElement(child) || (isText(child) && child.value.trim() !== ""))
    .map((child) =>
      isElement(child) && child.tagName === "li" ? readBlocks(reading, child.childNodes) : readBlocks(reading, [child]),
    )
    .filter((item) => item.length > 0);
  return items.length === 0 ? [] : [{ t: list.tagName === "ol" ? "ol" : "ul", items }];
}

function* rowsOf(node: Element): Generator<Element> {
  for (const child of node.childNodes)
    if (isElement(child)) {
      if (child.tagName === "tr") yield child;
      else if (["thead", "tbody", "tfoot"].includes(child.tagName)) yield* rowsOf(child);
    }
}

function readTable(reading: HtmlReading, table: Element): readonly Block[] {
  const rows = [...rowsOf(table)].map((row) =>
    row.childNodes
      .filter((cell) => isElement(cell) && (cell.tagName === "td" || cell.tagName === "th"))
      .map((cell) => tidyParagraphs(flat(readInline(reading, cell))).flat()),
  );
  const width = Math.max(0, ...rows.map((row) => row.length));
  const [head, ...rest] = rows.map((row) => [...row, ...Array.from({ length: width - row.length }, () => [])]);
  return head === undefined || width === 0 ? [] : [{ t: "table", head, rows: rest }];
}

function readBlock(reading: HtmlReading, node: Element): readonly Block[] {
  const level = headings[node.tagName];
  if (level !== undefined) {
    const c = tidyParagraphs(flat(node.childNodes.flatMap((child) => readInline(reading, child)))).flat();
    return c.length === 0 ? [] : [{ t: "h", level, c }];
  }
  if (node.tagName === "ul" || node.tagName === "ol") return readList(reading, node);
  if (node.tagName === "table") return readTable(reading, node);
  return readBlocks(reading, node.childNodes);
}

function readBlocks(reading: HtmlReading, nodes: readonly Node[]): readonly Block[] {
  const blocks: Block[] = [];
  let run: Inline[] = [];
  const flush = (): void => {
    for (const c of tidyParagraphs(run)) blocks.push({ t: "p", c });
    run = [];
  };
  for (const node of nodes) {
    if (isElement(node) && (isBlock(node) || holdsBlock(node)) && !dropped.has(node.tagName)) {
      flush();
      blocks.push(...readBlock(reading, node));
    } else run.push(...readInline(reading, node));
  }
  flush();
  return blocks;
}

/** Reads HTML by the HTML standard's own parser into our tree. Styles, scripts and pictures are dropped and counted. */
export function htmlToTree(html: string, reading: HtmlReading): RichText {
  return readBlocks(reading, parseFragment(html).childNodes);
}
