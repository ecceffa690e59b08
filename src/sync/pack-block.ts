/** Reads a block whose hash was verified: the publisher vouches for its content, so only its shape is looked at. */
import { array, literal, object, ParseError, type Parser, slug } from "../core/parse.ts";
import type { Place } from "../core/place.ts";
import { type LanguageBlock, languageBlock } from "../core/text.ts";

const items = array(object({ id: slug }));
const placeShape = object({
  v: literal(1),
  id: slug,
  procedures: items,
  pages: items,
  documents: items,
  offices: items,
  officeKinds: items,
  terms: items,
  forms: items,
  lifeEvents: items,
});

/** @throws ParseError or SyntaxError when the bytes are no such block */
const parse = <T>(bytes: Uint8Array, parser: Parser<T>): T => parser(JSON.parse(new TextDecoder().decode(bytes)));

/** The structure block. @throws ParseError or SyntaxError */
export function readPlaceBlock(bytes: Uint8Array): Place {
  // What the shape does not name was checked when it was published, and the bytes are the published ones.
  return parse(bytes, placeShape) as unknown as Place;
}

/** The texts of one language. @throws ParseError or SyntaxError */
export const readTextsBlock = (bytes: Uint8Array): LanguageBlock => parse(bytes, languageBlock);

/** Whether a block of this name (`place`, `texts.fr`, `form.x`) has the shape that its name says. */
export async function hasShapeOf(name: string, bytes: Uint8Array): Promise<boolean> {
  try {
    if (name === "place") readPlaceBlock(bytes);
    else if (name.startsWith("texts.")) return readTextsBlock(bytes).language === name.slice("texts.".length);
    else {
      // The first screen needs no form.
      const { parseCompiledForm } = await import("../core/form/parse-form.ts");
      parse(bytes, parseCompiledForm);
    }
    return true;
  } catch (error) {
    if (error instanceof ParseError || error instanceof SyntaxError) return false;
    throw error;
  }
}
