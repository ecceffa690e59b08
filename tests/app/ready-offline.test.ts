import { signal } from "@preact/signals";
import { describe, expect, test } from "vitest";
import { type Current, watchReadyOffline } from "../../src/app/services/ready-offline.ts";
import type { PackProgress } from "../../src/sync/pack-update.ts";
import type { KeptPlace, Outcome } from "../../src/ui/services.ts";

const town = (changes: Partial<KeptPlace> = {}, kept: readonly string[] = []): KeptPlace => ({
  place: "town",
  titles: {},
  practice: true,
  languages: ["ar", "en", "fr", "uk"].map((language) => ({
    language,
    isKept: kept.includes(language),
    bytes: 1_000,
    wireBytes: 300,
  })),
  bytes: 10_000,
  wireBytes: 3_000,
  isKept: kept.length > 0,
  issuedAt: null,
  changedAt: null,
  checkedAt: null,
  isStale: false,
  ...changes,
});
const reading = (language: string): Current => ({
  place: "town",
  language,
  sourceLanguage: "en",
  hostLanguages: ["fr"],
});
const settle = () => new Promise((resolve) => setTimeout(resolve));

function watch({
  language = "ar",
  place = town(),
  savesData = false,
  isControlled = true,
  isSupported = true,
  outcome = { ok: true },
}: {
  language?: string;
  place?: KeptPlace;
  savesData?: boolean;
  isControlled?: boolean;
  isSupported?: boolean;
  outcome?: Outcome;
} = {}) {
  const kept: (readonly string[])[] = [];
  const places = signal<readonly KeptPlace[]>([place]);
  const controlled = signal(isControlled);
  const words = signal(true);
  const watched = watchReadyOffline({
    current: signal(reading(language)),
    packs: {
      places,
      fetching: signal<PackProgress | null>(null),
      keep: async ({ languages }) => {
        kept.push(languages);
        if (outcome.ok) places.value = [town({}, languages)];
        return outcome;
      },
    },
    worker: { isSupported, isControlled: controlled, ask: async () => words.value },
    savesData: () => savesData,
  });
  return { ...watched, kept, places, controlled, words };
}

describe("ready offline", () => {
  test("[LOOP-6][P2] a small place is kept by itself in the reader's, the source's and the host's language, then it is ready", async () => {
    const { kept, ready } = watch();
    expect(ready.value).toBeNull();
    await settle();
    expect(kept).toEqual([["ar", "en", "fr"]]);
    expect(ready.value).toEqual({ bytes: 13_000 });
  });

  test("[LOOP-6] a large place, or a browser that saves data, is asked about instead", async () => {
    for (const one of [watch({ place: town({ wireBytes: 600_000 }) }), watch({ savesData: true })]) {
      await settle();
      expect(one.kept).toEqual([]);
      expect(one.asksToKeep.value).toBe(true);
      expect(one.ready.value).toBeNull();
    }
  });

  test("[LOOP-6] what could not be kept is tried once and then asked about", async () => {
    const { kept, asksToKeep } = watch({ outcome: { ok: false, problem: "storage-full" } });
    await settle();
    await settle();
    expect(kept).toHaveLength(1);
    expect(asksToKeep.value).toBe(true);
  });

  test("[LOOP-6] a kept place is not ready before a worker answers for the app and has its words", async () => {
    const { ready, controlled, words } = watch({ place: town({}, ["ar", "en"]), isControlled: false });
    await settle();
    expect(ready.value).toBeNull();
    words.value = false;
    controlled.value = true;
    await settle();
    expect(ready.value).toBeNull();
  });

  test("[LOOP-6] without service worker the place is kept and never said to be ready", async () => {
    const { kept, ready } = watch({ isControlled: false, isSupported: false });
    await settle();
    expect(kept).toHaveLength(1);
    expect(ready.value).toBeNull();
  });

  test("[S11.4] a place past its date is marked stale", async () => {
    const { isStale } = watch({ place: town({ isStale: true }, ["ar"]) });
    expect(isStale.value).toBe(true);
  });
});
