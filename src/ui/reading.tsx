/** What a screen reads from: the place, its texts and the manifest that vouches for them. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { addressOf, type OwnScreen, type Route } from "../core/address.ts";
import type { Place } from "../core/place.ts";
import type { LanguageBlock, Text, TextOrigin } from "../core/text.ts";

export type Reading = {
  readonly language: string;
  readonly place: Place;
  readonly texts: Readonly<Record<string, LanguageBlock>>;
  readonly manifest: { readonly issuedAt: string; readonly sequence: number; readonly practice: boolean };
  readonly route: Route;
  /** A screen of the device that is shown with this place around it. */
  readonly own?: OwnScreen;
  /** All places on offer, with their titles. */
  readonly places: readonly { readonly id: string; readonly title: string }[];
};

export const ReadingContext = createContext<Reading | null>(null);

export function useReading(): Reading {
  const reading = useContext(ReadingContext);
  if (!reading) throw new Error("a screen stands outside its ReadingContext");
  return reading;
}

export type FoundText = {
  readonly text: Text;
  /** Language it is written in: another than asked for when the translation is missing. */
  readonly language: string;
  readonly origin: TextOrigin;
  readonly isStale: boolean;
};

/** A text in the language read, else in the place's source language; null when it is nowhere. */
export function findText({ language, place, texts }: Reading, id: string): FoundText | null {
  for (const candidate of [language, place.sourceLanguage]) {
    const block = texts[candidate];
    const text = block && Object.hasOwn(block.texts, id) ? block.texts[id] : undefined;
    if (block && text !== undefined)
      return {
        text,
        language: candidate,
        origin: block.origins?.[id] ?? block.origin,
        isStale: block.stale?.includes(id) ?? false,
      };
  }
  return null;
}

/** Plain words of a text, for titles and descriptions. */
export function plainText(reading: Reading, id: string): string {
  const found = findText(reading, id);
  return typeof found?.text === "string" ? found.text : "";
}

export const useAddress = (): ((route: Route) => string) => {
  const { language, place } = useReading();
  return (route) => addressOf(language, place.id, route);
};

/** A date in the reader's language; in UTC, since these are dates of law and publication. */
export const formatDate = (language: string, date: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(new Date(date));
