/** What page and service worker say to each other about packs. The two may be of different versions for a while, so both read with parsers. */
import { array, integer, languageTag, literal, object, optional, type Parsed, slug, union } from "../core/parse.ts";

/**
 * Asks the worker to keep a place in these languages, or in those that are kept, with the interface's words in them; it answers on the port
 * that comes along.
 */
export const takePackRequest = object({
  type: literal("take-pack"),
  place: slug,
  languages: optional(array(languageTag)),
});
export type TakePackRequest = Parsed<typeof takePackRequest>;

/** Any number of `progress`, then `done`, or `failed`: the page then tries itself and learns why. */
export const takePackAnswer = union("kind", {
  progress: object({ kind: literal("progress"), receivedBytes: integer(), totalBytes: integer() }),
  done: object({ kind: literal("done") }),
  failed: object({ kind: literal("failed") }),
});
export type TakePackAnswer = Parsed<typeof takePackAnswer>;

/** Asks the worker to keep the interface's words in some languages; answers `done` or `failed`. */
export const keepWordsRequest = object({ type: literal("keep-words"), languages: array(languageTag) });
export type KeepWordsRequest = Parsed<typeof keepWordsRequest>;

export const workerRequest = union("type", { "take-pack": takePackRequest, "keep-words": keepWordsRequest });

/** Tags of the browser's wake-ups. */
export const wakeUps = { outbox: "passerelle-outbox", packs: "passerelle-packs" } as const;
