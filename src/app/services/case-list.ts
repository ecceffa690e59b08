/** The cases of the holder as a live list: read again whenever something stored changed, here, in another tab or in the worker. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { OutboxEntry } from "../../device/records.ts";
import type { CaseView } from "../../ui/services.ts";
import { type CaseMaterial, type SentMessage, viewOfCase } from "./case-view.ts";
import type { PersonalContext } from "./personal-context.ts";

type StoredMaterial = Omit<CaseMaterial, "sending">;

export type CaseList = {
  readonly cases: ReadonlySignal<readonly CaseView[]>;
  readonly isLoaded: ReadonlySignal<boolean>;
  /** Resolves after a reading that began after the call. */
  readonly reload: () => Promise<void>;
};

export function createCaseList(context: PersonalContext): CaseList {
  const material = signal<readonly StoredMaterial[]>([]);
  const isLoaded = signal(false);
  const sending = signal<ReadonlySet<string>>(new Set());
  context.engine.subscribe(({ activity }) => {
    const ids = activity.kind === "sending" ? activity.ids : [];
    if (ids.join() !== [...sending.peek()].join()) sending.value = new Set(ids);
  });

  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  async function load(): Promise<void> {
    material.value = await readMaterial(context);
    isLoaded.value = true;
  }
  function reload(): Promise<void> {
    if (!running) {
      running = load().finally(() => {
        running = null;
      });
      return running;
    }
    // What changed while a reading runs may be missing from it: one more follows, whoever asks.
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = null;
        return reload();
      });
    return next;
  }

  return {
    cases: computed(() => material.value.map((one) => viewOfCase({ ...one, sending: sending.value }))),
    isLoaded,
    reload,
  };
}

/** Newest first; a case whose envelope is not here cannot be told and is left out. */
async function readMaterial({ cases, outbox, holder, own }: PersonalContext): Promise<readonly StoredMaterial[]> {
  const entries = await outbox.entriesOfHolder(holder.id);
  const byCase = new Map<string, OutboxEntry[]>();
  for (const entry of entries) byCase.set(entry.caseId, [...(byCase.get(entry.caseId) ?? []), entry]);
  const material: StoredMaterial[] = [];
  for (const stored of await cases.list()) {
    const envelopes = byCase.get(stored.id) ?? [];
    const entry = envelopes.find(({ id }) => id === stored.id);
    if (!entry) continue;
    const messages: SentMessage[] = [];
    for (const message of envelopes) {
      if (message.kind !== "message") continue;
      const payload = await own.message({ id: message.id, body: stored.value });
      if (payload) messages.push({ entry: message, payload });
    }
    material.push({ stored, entry, messages });
  }
  const finished = ({ stored }: StoredMaterial) => Date.parse(stored.value.finalisedAt);
  return material.sort((a, b) => finished(b) - finished(a) || b.entry.sequence - a.entry.sequence);
}
