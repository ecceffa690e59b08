import { useEffect, useState } from "preact/hooks";
import type { Reading } from "../reading.tsx";
import { type PlaceTexts, useServices } from "../services.ts";
import { useLanguage } from "./use-language.ts";

/**
 * What is kept of some places, in the reader's language, for screens that stand outside a place. A place is absent while it is being
 * read and null when this device does not have it. An update of a place is read again.
 */
export function useReadings(places: readonly string[]): ReadonlyMap<string, Reading | null> {
  const { packs } = useServices();
  const language = useLanguage();
  const [read, setRead] = useState<ReadonlyMap<string, PlaceTexts | null>>(new Map());
  const wanted = [...new Set(places)];
  const versions = wanted.map((id) => {
    const kept = packs.places.value.find(({ place }) => place === id);
    return [id, kept?.issuedAt, ...(kept?.languages.filter(({ isKept }) => isKept) ?? []).map((one) => one.language)];
  });
  const key = JSON.stringify(versions);
  // The key tells which places and versions are wanted.
  useEffect(() => {
    let isWanted = true;
    for (const id of wanted)
      void packs
        .reading(id)
        .catch(() => null)
        .then((texts) => {
          if (isWanted) setRead((before) => new Map(before).set(id, texts));
        });
    return () => {
      isWanted = false;
    };
  }, [key, packs]);
  return new Map(
    wanted.flatMap((id) => {
      const texts = read.get(id);
      if (texts === undefined) return [];
      return [[id, texts && { ...texts, language, route: { kind: "place" } as const, places: [] }] as const];
    }),
  );
}
