/** What the quiet line tells, put together from the engine, the packs, the worker and the connection. */
import { computed, type ReadonlySignal, type Signal } from "@preact/signals";
import type { PackProgress } from "../../sync/pack-update.ts";
import type { SyncState } from "../../sync/sync-state.ts";
import type { AppService, Connection, DeviceStatus, KeptPlace, ReadingOnly } from "../../ui/services.ts";
import type { WorkerLink } from "../worker-link.ts";
import type { ReadyOffline } from "./ready-offline.ts";

export type StatusSources = ReadyOffline & {
  readonly connection: ReadonlySignal<Connection>;
  readonly sync: ReadonlySignal<SyncState>;
  readonly fetching: ReadonlySignal<PackProgress | null>;
  readonly places: ReadonlySignal<readonly KeptPlace[]>;
  readonly updateWaiting: ReadonlySignal<boolean>;
  readonly sendsByItself: ReadonlySignal<boolean>;
  readonly storeWasEmptied: Signal<boolean>;
  readonly readingOnly: ReadonlySignal<ReadingOnly | null>;
};

/** The later of two instants in ISO form, which sort as they follow. */
const later = (a: string | null, b: string | null): string | null => (a !== null && (b === null || a > b) ? a : b);

const statusOf = (of: StatusSources): DeviceStatus => {
  const { activity, lastContactAt, waiting } = of.sync.value;
  return {
    connection: of.connection.value,
    readyOffline: of.ready.value,
    asksToKeep: of.asksToKeep.value,
    fetching: of.fetching.value,
    lastContactAt: of.places.value.reduce((last, { checkedAt }) => later(last, checkedAt), lastContactAt),
    isStale: of.isStale.value,
    waiting,
    sendsByItself: of.sendsByItself.value,
    isSending: activity.kind === "sending",
    updateWaiting: of.updateWaiting.value,
    storeWasEmptied: of.storeWasEmptied.value,
    readingOnly: of.readingOnly.value,
  };
};

/** What is known before anything else is loaded. */
export const statusBefore = (readingOnly: ReadingOnly | null): DeviceStatus => ({
  connection: "unknown",
  readyOffline: null,
  fetching: null,
  lastContactAt: null,
  isStale: false,
  waiting: 0,
  sendsByItself: false,
  isSending: false,
  updateWaiting: false,
  storeWasEmptied: false,
  readingOnly,
});

export function createAppService(of: {
  readonly sources: StatusSources;
  readonly sendNow: () => void;
  readonly worker: Pick<WorkerLink, "restart">;
  readonly acknowledgeEmptied: () => Promise<void>;
  readonly now: () => Date;
}): AppService {
  const { sources } = of;
  return {
    status: computed(() => statusOf(sources)),
    sendNow: of.sendNow,
    restart: () => void of.worker.restart(),
    dismissEmptiedNote: () => {
      sources.storeWasEmptied.value = false;
      void of.acknowledgeEmptied();
    },
    now: of.now,
  };
}
