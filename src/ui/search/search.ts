/** Finds what is on this device by the words of a query; pure, so that it can be measured. */
import type { ItemKind } from "../../core/address.ts";
import { normalise, wordsOf } from "./normalise.ts";

/** Something of a place that has an address. */
export type SearchEntry = {
  readonly place: string;
  readonly placeTitle: string;
  readonly kind: ItemKind;
  readonly id: string;
  readonly icon: string;
  readonly title: string;
  /** Language that `title` is written in: another than the reader's where a translation is missing. */
  readonly titleLanguage: string;
  /** Other names: the official word, an address. */
  readonly alsoCalled: string;
  readonly body: string;
};

export type SearchIndex = readonly {
  readonly entry: SearchEntry;
  readonly title: string;
  readonly body: string;
}[];

/** Prepares entries once for many searches. */
export const indexOf = (entries: readonly SearchEntry[]): SearchIndex =>
  entries.map((entry) => ({
    entry,
    title: normalise(`${entry.title} ${entry.alsoCalled}`),
    body: normalise(entry.body),
  }));

/** Lower is better: every word in the title, every word somewhere, some words. */
const ranks = { title: 0, titleAndBody: 1, body: 2, someInTitle: 3, some: 4 } as const;

/** What people come for, before what explains it. */
const kinds: readonly ItemKind[] = [
  "procedure",
  "form",
  "life-event",
  "page",
  "office",
  "office-kind",
  "document",
  "term",
];

/**
 * What fits the query best first: each word counts as the beginning of a word. Where nothing has all of them, what has the most.
 * At the same rank procedures come first, then what begins with the query, then the shorter title.
 */
export function search(index: SearchIndex, query: string): readonly SearchEntry[] {
  const words = wordsOf(query);
  if (words.length === 0) return [];
  const phrase = ` ${words.join(" ")}`;
  const hits = index.flatMap(({ entry, title, body }) => {
    const inTitle = words.filter((word) => title.includes(` ${word}`)).length;
    const inBoth = words.filter((word) => title.includes(` ${word}`) || body.includes(` ${word}`)).length;
    if (inBoth === 0) return [];
    const hasAll = inBoth === words.length;
    const rank = hasAll
      ? inTitle === words.length
        ? ranks.title
        : inTitle > 0
          ? ranks.titleAndBody
          : ranks.body
      : inTitle > 0
        ? ranks.someInTitle
        : ranks.some;
    return [{ entry, rank, found: inBoth, starts: title.startsWith(phrase), length: title.length }];
  });
  const best = hits.some(({ rank }) => rank <= ranks.body) ? hits.filter(({ rank }) => rank <= ranks.body) : hits;
  return best
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        b.found - a.found ||
        kinds.indexOf(a.entry.kind) - kinds.indexOf(b.entry.kind) ||
        Number(b.starts) - Number(a.starts) ||
        a.length - b.length,
    )
    .map(({ entry }) => entry);
}
