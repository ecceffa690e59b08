import { type Document, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import { errorAt, type Fault, type Position } from "./fault.ts";

/** A YAML file whose values can be traced back to their lines. */
export type YamlFile = {
  readonly file: string;
  /** Undefined when the file is no YAML. */
  readonly value: unknown;
  readonly faults: readonly Fault[];
  /** Line of a path like `steps[2].title`; of the nearest thing around it when it is not there. */
  readonly at: (path: string) => Position;
  /** Line on which the text at a path begins: below its key when it is written as a block (`body: |`). */
  readonly textAt: (path: string) => Position;
};

/** Splits `steps[2].title` into its keys. */
export const splitPath = (path: string): readonly (string | number)[] =>
  [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, key]) =>
    index === undefined ? (key ?? "") : Number(index),
  );

function offsetOf(document: Document, path: string): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const key of splitPath(path)) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key),
      );
      if (!pair) return offset;
      if (isScalar(pair.key) && pair.key.range) offset = pair.key.range[0];
      node = pair.value;
    } else if (isSeq(node) && typeof key === "number") {
      const item: unknown = node.items[key];
      if (item === undefined) return offset;
      node = item;
      if ((isMap(node) || isSeq(node) || isScalar(node)) && node.range) offset = node.range[0];
    } else return offset;
  }
  return offset;
}

const isBlockText = (document: Document, path: string): boolean => {
  const node: unknown = document.getIn(splitPath(path), true);
  return isScalar(node) && (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED");
};

/** Reads YAML 1.2 (core schema, no aliases to other files, duplicate keys refused). Never throws on what an editor wrote. */
export function parseYamlFile({ file, source }: { readonly file: string; readonly source: string }): YamlFile {
  const lineCounter = new LineCounter();
  const document = parseDocument(source, { lineCounter, uniqueKeys: true, strict: true, prettyErrors: false });
  const at = (path: string): Position => ({
    file,
    line: Math.max(1, lineCounter.linePos(offsetOf(document, path)).line),
  });
  const textAt = (path: string): Position => {
    const { line } = at(path);
    return { file, line: isBlockText(document, path) ? line + 1 : line };
  };
  const faults = [...document.errors, ...document.warnings].map((error) =>
    errorAt(
      { file, line: Math.max(1, lineCounter.linePos(error.pos[0]).line) },
      `this is not valid YAML: ${error.message.split("\n")[0]}`,
      "look at the indentation, the colons and the quotation marks on this line; put a text with a colon or a # in quotation marks",
    ),
  );
  if (faults.length > 0) return { file, value: undefined, faults, at, textAt };
  try {
    const value: unknown = document.toJS({ maxAliasCount: 50 });
    return { file, value, faults, at, textAt };
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return {
      file,
      value: undefined,
      faults: [errorAt(at(""), what, "write the text out instead of an alias")],
      at,
      textAt,
    };
  }
}
