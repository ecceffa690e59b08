/** Packs as screens see them: what is on offer, what is kept and what it costs, keeping more or less of it. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Manifest } from "../../core/pack.ts";
import { keepFromDevice, manifestOf, verifyStoredManifest } from "../../sync/pack-keep.ts";
import { type PackProgress, updatePack } from "../../sync/pack-update.ts";
import type { KeptPlace, Outcome, PackService } from "../../ui/services.ts";
import { fetchPlaceIndex } from "../first-visit.ts";
import { storesOf } from "../pack-shelf.ts";
import { deskKeysNow } from "./desk-keys.ts";
import { findForm } from "./form-source.ts";
import { keptPlaceOf } from "./kept-place.ts";
import { offeredManifest } from "./offered-manifest.ts";
import { failed, guarded } from "./outcome.ts";
import type { PackContext } from "./pack-context.ts";
import { problemOfPack } from "./pack-outcome.ts";
import type { PacksOfPerson } from "./personal-context.ts";

export type LoadedPackService = PackService &
  PacksOfPerson & {
    /** What is being fetched. */
    readonly fetching: ReadonlySignal<PackProgress | null>;
    /** Reads what is on the device again, as after a change by another tab. */
    readonly reload: () => Promise<void>;
  };

/** The list is empty until `reload` ran once. */
export function createPackService(context: PackContext): LoadedPackService {
  const { shelf, places: list, now } = context;
  const places = signal<readonly KeptPlace[]>([]);
  const fetching = signal<PackProgress | null>(null);
  /** Manifests of places that are not kept, for their sizes. */
  const offered = new Map<string, Manifest>();

  async function reload(): Promise<void> {
    const packs = (await shelf.device?.all()) ?? [];
    for (const pack of await shelf.memory.all()) {
      const known = manifestOf(pack);
      if (known) offered.set(pack.place, known);
    }
    const index = (await list.read())?.places ?? [];
    const ids = new Set([...index.map(({ id }) => id), ...packs.map(({ place }) => place), ...offered.keys()]);
    places.value = [...ids].flatMap((id) => {
      const pack = packs.find(({ place }) => place === id) ?? null;
      const manifest = pack ? manifestOf(pack) : offered.get(id);
      const titles = index.find((one) => one.id === id)?.titles ?? {};
      return manifest ? [keptPlaceOf({ manifest, titles, pack, now: now() })] : [];
    });
  }

  async function changed(): Promise<void> {
    context.changes.tell("packs");
    await reload();
  }

  /** What was fetched for reading is not fetched again to be kept. */
  async function takeOver(place: string): Promise<void> {
    const kept = await shelf.device?.hashes(place);
    for (const hash of await shelf.memory.hashes(place)) {
      const bytes = kept?.has(hash) ? null : await shelf.memory.block({ place, hash });
      if (bytes) await shelf.device?.stage({ place, hash, bytes });
    }
  }

  /** One after the other: what began with fewer languages must not end after what added one. */
  let last: Promise<unknown> = Promise.resolve();
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  }

  /** Fetches through the worker, which a closed page does not stop, else in the page. Without languages those that are kept. */
  async function take(of: { place: string; languages?: readonly string[] }): Promise<Outcome> {
    const { device } = shelf;
    if (!device) return failed("reading-only");
    const onProgress = (progress: PackProgress): void => {
      fetching.value = progress;
    };
    try {
      await takeOver(of.place);
      if (await context.worker.ask({ type: "take-pack", ...of }, onProgress)) return { ok: true };
      const { transport, roots } = context;
      const languages = of.languages ?? "as-kept";
      const result = await updatePack({
        place: of.place,
        languages,
        transport,
        roots,
        store: device,
        scope: "whole",
        now,
        onProgress,
      });
      return result.ok ? { ok: true } : problemOfPack(result.fault);
    } finally {
      fetching.value = null;
      await changed();
    }
  }

  async function keep(of: { place: string; languages: readonly string[] }): Promise<Outcome> {
    const { device } = shelf;
    if (!device) return failed("reading-only");
    if (await keepFromDevice({ ...of, store: device })) {
      // Words that are kept already cost nothing.
      await context.worker.ask({ type: "keep-words", languages: of.languages });
      await changed();
      return { ok: true };
    }
    return take(of);
  }

  async function manifest(place: string): Promise<Manifest | null> {
    for (const store of storesOf(shelf)) {
      const pack = await store.find(place);
      if (!pack) continue;
      const verified = await verifyStoredManifest({ pack, roots: context.roots, now: now() });
      return verified.ok ? verified.manifest : null;
    }
    return null;
  }

  return {
    places,
    fetching,
    reload,

    refresh: async () => {
      const index = await fetchPlaceIndex(context.transport);
      if (index) await list.note(index);
      const kept = new Set(((await shelf.device?.all()) ?? []).map(({ place }) => place));
      for (const { id } of (await list.read())?.places ?? []) {
        const found = kept.has(id) ? null : await offeredManifest(context, id);
        if (found) offered.set(id, found);
      }
      await reload();
    },

    keep: (of) => guarded(() => inTurn(() => keep(of))),

    checkNow: () =>
      guarded(async (): Promise<Outcome> => {
        const { device } = shelf;
        if (!device) return failed("reading-only");
        let outcome: Outcome = { ok: true };
        for (const { place } of await device.all()) {
          const taken = await inTurn(() => take({ place }));
          if (outcome.ok) outcome = taken;
        }
        return outcome;
      }),

    form: (of) => findForm(context, of),
    reading: (place) => context.reader.readAll(place),
    manifest,

    fetch: (place) =>
      guarded(async (): Promise<Outcome> => {
        const found = await offeredManifest(context, place);
        if (!found) return failed("no-connection");
        const spoken = document.documentElement.lang;
        const languages = found.languages.includes(spoken) ? [spoken, "en"] : found.languages;
        return inTurn(() => take({ place, languages }));
      }),

    canSeal: async ({ place, desk }) => {
      const found = await manifest(place);
      return found !== null && deskKeysNow({ manifest: found, desk, at: now() }).length > 0;
    },
  };
}
