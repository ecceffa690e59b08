/** Texts of a pack: every translatable field of the structure holds a text id; a language block maps ids to texts. */
import {
  array,
  integer,
  isRecord,
  languageTag,
  literal,
  object,
  optional,
  type Parsed,
  ParseError,
  type Parser,
  record,
  string,
} from "./parse.ts";

/** Names a text within a pack, for example `procedure.ask-for-asylum.step.say-it.body`. */
export type TextId = string;

/** Rich text is kept as a tree, never as markup. */
export type Inline =
  | string
  | { readonly t: "b" | "i"; readonly c: readonly Inline[] }
  | { readonly t: "a"; readonly to: string; readonly c: readonly Inline[] }
  | { readonly t: "br" };
export type Block =
  | { readonly t: "p"; readonly c: readonly Inline[] }
  | { readonly t: "h"; readonly level: 2 | 3 | 4; readonly c: readonly Inline[] }
  | { readonly t: "ul" | "ol"; readonly items: readonly RichText[] }
  | {
      readonly t: "table";
      readonly head: readonly (readonly Inline[])[];
      readonly rows: readonly (readonly (readonly Inline[])[])[];
    };
export type RichText = readonly Block[];

/**
 * Where a link may lead: an item of the pack (`procedure:id`, `page:id`, `office:id`, `document:id`, `term:id`, `form:id`,
 * `life-event:id`), or `https:`, `http:`, `tel:`, `mailto:`. Everything else (`javascript:`, `data:`) is not a link.
 */
export const linkPattern =
  /^(https?:\/\/[^\s]+|tel:[+0-9*#-]+|mailto:[^\s@]+@[^\s@]+|(procedure|page|office|document|term|form|life-event):[a-z0-9-]+)$/;

const inline: Parser<Inline> = (value, path = "") => {
  if (typeof value === "string") return value;
  if (!isRecord(value)) throw new ParseError(path, "must be a text or an inline node");
  if (value.t === "br") return { t: "br" };
  const c = array(inline)(value.c, `${path}.c`);
  if (value.t === "b" || value.t === "i") return { t: value.t, c };
  if (value.t === "a")
    return { t: "a", to: string({ pattern: linkPattern, means: "an allowed link" })(value.to, `${path}.to`), c };
  throw new ParseError(`${path}.t`, "must be one of b, i, a, br");
};

const block: Parser<Block> = (value, path = "") => {
  if (!isRecord(value)) throw new ParseError(path, "must be a block node");
  switch (value.t) {
    case "p":
      return { t: "p", c: array(inline)(value.c, `${path}.c`) };
    case "h":
      return { t: "h", level: literal(2, 3, 4)(value.level, `${path}.level`), c: array(inline)(value.c, `${path}.c`) };
    case "ul":
    case "ol":
      return { t: value.t, items: array(richText)(value.items, `${path}.items`) };
    case "table":
      return {
        t: "table",
        head: array(array(inline))(value.head, `${path}.head`),
        rows: array(array(array(inline)))(value.rows, `${path}.rows`),
      };
    default:
      throw new ParseError(`${path}.t`, "must be one of p, h, ul, ol, table");
  }
};
export const richText: Parser<RichText> = (value, path) => array(block)(value, path);

/**
 * Where a text comes from (promise P8). `machine`: nobody outside the project has reviewed it. `imported`: taken from
 * the source named in the pack, not reviewed here. `reviewed`: `by` is the outside person, `at` the date.
 */
export const textOrigin = object({
  kind: literal("machine", "imported", "reviewed"),
  by: optional(string()),
  at: optional(string()),
  from: optional(string()),
});
export type TextOrigin = Parsed<typeof textOrigin>;

/** A plain text or a rich text. */
export type Text = string | RichText;
const text: Parser<Text> = (value, path) => (typeof value === "string" ? value : richText(value, path));

/** All texts of a pack in one language. An id missing from `texts` is untranslated: said, never silently replaced. */
export const languageBlock = object({
  v: literal(1),
  language: languageTag,
  /** Of every text that `origins` does not name. */
  origin: textOrigin,
  texts: record(text),
  origins: optional(record(textOrigin)),
  /** Ids whose source changed after they were translated. */
  stale: optional(array(string())),
  words: optional(integer()),
});
export type LanguageBlock = Parsed<typeof languageBlock>;

export { directionOf } from "./direction.ts";
