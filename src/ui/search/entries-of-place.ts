/** What of a place can be found: everything that has an address, with its words in the reader's language. */
import type { ItemKind } from "../../core/address.ts";
import type { Inline, RichText, Text } from "../../core/text.ts";
import { findText, plainText, type Reading } from "../reading.tsx";
import type { SearchEntry } from "./search.ts";

const wordsOfInline = (node: Inline): string =>
  typeof node === "string" ? node : node.t === "br" ? " " : node.c.map(wordsOfInline).join("");

const wordsOfInlines = (nodes: readonly Inline[]): string => nodes.map(wordsOfInline).join("");

/** The words of a rich text without its form. */
export function flatText(text: Text): string {
  if (typeof text === "string") return text;
  return text
    .map((block) => {
      switch (block.t) {
        case "p":
        case "h":
          return wordsOfInlines(block.c);
        case "ul":
        case "ol":
          return block.items.map((item: RichText) => flatText(item)).join(" ");
        case "table":
          return [block.head, ...block.rows].map((row) => row.map(wordsOfInlines).join(" ")).join(" ");
        default:
          return block satisfies never;
      }
    })
    .join(" ");
}

type Item = {
  readonly kind: ItemKind;
  readonly id: string;
  readonly icon: string;
  readonly title: string;
  readonly alsoCalled?: readonly string[];
  readonly body?: readonly (string | undefined)[];
};

function itemsOf({ place }: Reading): readonly Item[] {
  return [
    ...place.procedures.map((one) => ({
      kind: "procedure" as const,
      id: one.id,
      icon: one.icon,
      title: one.title,
      body: [one.summary, one.who, one.about, one.differs, ...one.steps.flatMap((step) => [step.title, step.body])],
    })),
    ...place.pages.map((one) => ({
      kind: "page" as const,
      id: one.id,
      icon: "book",
      title: one.title,
      body: [one.body],
    })),
    ...place.forms.map((one) => ({
      kind: "form" as const,
      id: one.id,
      icon: one.icon,
      title: one.title,
      body: [one.summary],
    })),
    ...place.offices.map((one) => ({
      kind: "office" as const,
      id: one.id,
      icon: "office",
      title: one.title,
      alsoCalled: [one.host?.word ?? "", ...one.address],
      body: [one.about],
    })),
    ...place.officeKinds.map((one) => ({
      kind: "office-kind" as const,
      id: one.id,
      icon: "office",
      title: one.title,
      body: [one.about],
    })),
    ...place.documents.map((one) => ({
      kind: "document" as const,
      id: one.id,
      icon: one.icon,
      title: one.title,
      alsoCalled: [one.host?.word ?? ""],
      body: [one.about],
    })),
    ...place.terms.map((one) => ({
      kind: "term" as const,
      id: one.id,
      icon: "language",
      title: one.title,
      alsoCalled: [one.host.word],
      body: [one.definition],
    })),
    ...place.lifeEvents.map((one) => ({ kind: "life-event" as const, id: one.id, icon: one.icon, title: one.title })),
  ];
}

/** Everything of a place that search can find, in the language of `reading`. */
export function entriesOfPlace(reading: Reading): readonly SearchEntry[] {
  const placeTitle = plainText(reading, reading.place.title);
  return itemsOf(reading).map(({ kind, id, icon, title, alsoCalled = [], body = [] }) => {
    const found = findText(reading, title);
    return {
      place: reading.place.id,
      placeTitle,
      kind,
      id,
      icon,
      title: found ? flatText(found.text) : id,
      titleLanguage: found?.language ?? reading.place.sourceLanguage,
      alsoCalled: alsoCalled.join(" "),
      body: body
        .map((text) => (text === undefined ? null : findText(reading, text)))
        .map((text) => (text === null ? "" : flatText(text.text)))
        .join(" "),
    };
  });
}
