/** Whether everything of the place being read works without a connection, and keeping it by itself where that costs little (P2). */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { KeptPlace } from "../../ui/services.ts";
import type { WorkerLink } from "../worker-link.ts";
import { keptBytes, missingWireBytes } from "./kept-place.ts";
import type { LoadedPackService } from "./pack-service.ts";

/** What is being read. */
export type Current = {
  readonly place: string;
  readonly language: string;
  readonly sourceLanguage: string;
  readonly hostLanguages: readonly string[];
};

/** A place that costs no more than this is kept by itself. */
const automaticBytes = 500_000;

/** Languages to keep for a reader: those kept already, the reader's, the source's, and the authorities' own. */
export function languagesFor(current: Current, kept: KeptPlace): readonly string[] {
  const wanted = new Set([
    ...kept.languages.filter(({ isKept }) => isKept).map(({ language }) => language),
    current.language,
    current.sourceLanguage,
    ...current.hostLanguages,
  ]);
  return kept.languages.map(({ language }) => language).filter((language) => wanted.has(language));
}

export type ReadyOffline = {
  readonly ready: ReadonlySignal<{ readonly bytes: number } | null>;
  readonly isStale: ReadonlySignal<boolean>;
  /** Not kept by itself: it is large, data is to be saved, or fetching failed. */
  readonly asksToKeep: ReadonlySignal<boolean>;
};

export function watchReadyOffline(of: {
  readonly current: ReadonlySignal<Current | null>;
  readonly packs: Pick<LoadedPackService, "places" | "keep" | "fetching">;
  readonly worker: Pick<WorkerLink, "isSupported" | "isControlled" | "ask">;
  /** The person asked the browser to save data. */
  readonly savesData: () => boolean;
}): ReadyOffline {
  const { current, packs, worker } = of;
  const ready = signal<{ readonly bytes: number } | null>(null);
  const isStale = signal(false);
  const asksToKeep = signal(false);
  /** Languages whose words of the interface the worker has. */
  const spoken = signal<ReadonlySet<string>>(new Set());
  /** The last one that could not be kept. */
  const failed = signal<string | null>(null);
  /** Tried once a page: a place that failed is offered by a button. */
  const tried = new Set<string>();

  async function askForWords(languages: readonly string[]): Promise<void> {
    if (await worker.ask({ type: "keep-words", languages })) spoken.value = new Set([...spoken.peek(), ...languages]);
  }

  effect(() => {
    const reading = current.value;
    const place = packs.places.value.find((one) => one.place === reading?.place);
    const isControlled = worker.isControlled.value;
    const known = spoken.value;
    const isFetching = packs.fetching.value !== null;
    isStale.value = place?.isStale ?? false;
    asksToKeep.value = false;
    if (!reading || !place) {
      ready.value = null;
      return;
    }
    const isKept = place.isKept && place.languages.some((one) => one.isKept && one.language === reading.language);
    ready.value = isKept && isControlled && known.has(reading.language) ? { bytes: keptBytes(place) } : null;
    const key = `${reading.place} ${reading.language}`;
    const languages = languagesFor(reading, place);
    const isCheap = missingWireBytes(place, languages) <= automaticBytes && !of.savesData();
    asksToKeep.value = !isKept && (!isCheap || failed.value === key);
    const mayKeep = isControlled || !worker.isSupported;
    if (!isKept && isCheap && !isFetching && mayKeep && !tried.has(key)) {
      tried.add(key);
      void packs.keep({ place: place.place, languages }).then((outcome) => {
        if (!outcome.ok) failed.value = key;
      });
    } else if (isKept && isControlled && !known.has(reading.language) && !isFetching) {
      const asked = `words ${key}`;
      if (tried.has(asked)) return;
      tried.add(asked);
      void askForWords(place.languages.filter((one) => one.isKept).map((one) => one.language));
    }
  });
  return { ready, isStale, asksToKeep };
}
