import { markdownToTree } from "../markdown/markdown-to-tree.ts";
import { linksOf } from "../markdown/tree-shape.ts";
import { errorAt, type Fault, type Position } from "./fault.ts";
import { hiddenCharacter } from "./hidden-characters.ts";
import type { TextStyle } from "./text-fields.ts";

const nameOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

/** Hidden characters anywhere in a text. */
export function findHiddenCharacters(text: string, at: Position): readonly Fault[] {
  const found = hiddenCharacter.exec(text);
  if (!found) return [];
  const what = `the text holds the hidden character ${nameOf(found[0])} after "${text.slice(Math.max(0, found.index - 20), found.index)}"`;
  return [errorAt(at, what, "delete it; writing direction is set by the language, not by such characters")];
}

/** Faults of one text, source or translation: hidden characters, and Markdown outside our subset. */
export function checkText(text: string, style: TextStyle, at: Position): readonly Fault[] {
  const hidden = findHiddenCharacters(text, at);
  if (style === "rich") {
    const { faults } = markdownToTree(text);
    return [
      ...hidden,
      ...faults.map(({ line, what, cure }) => errorAt({ ...at, line: at.line + line - 1 }, what, cure)),
    ];
  }
  if (/<[a-z/!]/i.test(text))
    return [...hidden, errorAt(at, "HTML is not allowed in a text", "take the tags out and write plain words")];
  return hidden;
}

/** Link targets of a rich text that name items of the pack, `office:town-hall`. */
export const itemLinksOf = (text: string): readonly string[] =>
  linksOf(markdownToTree(text).tree).filter((to) => !/^(https?|tel|mailto):/.test(to));
