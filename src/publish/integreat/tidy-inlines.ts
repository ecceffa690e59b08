import type { Inline } from "../../core/text.ts";

const isBreak = (node: Inline | undefined): boolean => typeof node === "object" && node.t === "br";
const edges = /^(\s*)([\s\S]*?)(\s*)$/u;

/** Moves blanks at the edges of bold, italic and link texts outside, where Markdown can keep them. */
function hoistBlanks(node: Inline): readonly Inline[] {
  if (typeof node === "string" || node.t === "br") return [node];
  const inner = joinInlines(node.c.flatMap(hoistBlanks));
  const first = inner[0];
  const last = inner.at(-1);
  const before = typeof first === "string" ? (edges.exec(first)?.[1] ?? "") : "";
  const after = typeof last === "string" && inner.length > 0 ? (edges.exec(last)?.[3] ?? "") : "";
  const c = trimInlines(inner);
  if (c.length === 0) return before || after ? [" "] : [];
  // A break at the edge says nothing inside bold text; outside it still breaks the line.
  return [
    ...(before ? [" "] : []),
    ...(isBreak(first) ? [{ t: "br" } as const] : []),
    { ...node, c },
    ...(isBreak(last) ? [{ t: "br" } as const] : []),
    ...(after ? [" "] : []),
  ];
}

/** Neighbours of the same kind become one; runs of blanks become one space; none stand beside a break. */
export function joinInlines(nodes: readonly Inline[]): readonly Inline[] {
  const joined: Inline[] = [];
  for (const node of nodes) {
    const last = joined.at(-1);
    if (typeof node === "string" && typeof last === "string")
      joined[joined.length - 1] = (last + node).replaceAll(/\s+/gu, " ");
    else if (
      typeof node === "object" &&
      typeof last === "object" &&
      (node.t === "b" || node.t === "i") &&
      last.t === node.t
    )
      joined[joined.length - 1] = { t: node.t, c: joinInlines([...last.c, ...node.c]) };
    else if (node !== "") joined.push(node);
  }
  return joined.flatMap((node, index): readonly Inline[] => {
    if (typeof node !== "string") return [node];
    let text = node;
    if (isBreak(joined[index - 1])) text = text.trimStart();
    if (isBreak(joined[index + 1])) text = text.trimEnd();
    return text === "" ? [] : [text];
  });
}

/** Without blanks and breaks at both ends. */
export function trimInlines(nodes: readonly Inline[]): readonly Inline[] {
  const trimmed = [...nodes];
  for (let changed = true; changed; ) {
    changed = false;
    const first = trimmed[0];
    const last = trimmed.at(-1);
    if (isBreak(first) || first === "") changed = trimmed.shift() !== undefined;
    else if (isBreak(last) || last === "") changed = trimmed.pop() !== undefined;
    else if (typeof first === "string" && first !== first.trimStart()) {
      trimmed[0] = first.trimStart();
      changed = true;
    } else if (typeof last === "string" && last !== last.trimEnd()) {
      trimmed[trimmed.length - 1] = last.trimEnd();
      changed = true;
    }
  }
  return trimmed;
}

/** Tidies one run of inline nodes; two breaks in a row begin a new paragraph. */
export function tidyParagraphs(nodes: readonly Inline[]): readonly (readonly Inline[])[] {
  let tidied = nodes;
  for (let pass = 0; pass < 3; pass += 1) tidied = joinInlines(tidied.flatMap(hoistBlanks));
  const paragraphs: Inline[][] = [[]];
  tidied.forEach((node, index) => {
    if (isBreak(node) && isBreak(tidied[index + 1])) paragraphs.push([]);
    else paragraphs.at(-1)?.push(node);
  });
  return paragraphs.map((paragraph) => trimInlines(paragraph)).filter((paragraph) => paragraph.length > 0);
}
