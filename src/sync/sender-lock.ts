/**
 * One sender at a time on a device, whether page or service worker, by a Web Lock. A page that the browser froze keeps its lock, so a
 * sender without progress for 60 s is taken over and stops when it wakes (docs/sync-spec.md S5.4).
 */
import type { OutboxStore } from "../device/outbox-store.ts";

export const senderLock = "passerelle-sender";
export const takeOverMs = 60_000;
/** Heartbeats are written no more often than this. */
const heartbeatEveryMs = 5_000;

/** The browser's `navigator.locks`, or a test's. */
export type SenderLocks = {
  readonly request: <T>(
    name: string,
    options: { readonly ifAvailable?: boolean; readonly steal?: boolean },
    callback: (lock: unknown) => Promise<T>,
  ) => Promise<T>;
};

export type SenderRun<T> =
  | { readonly kind: "ran"; readonly result: T }
  /** Another sender is at work. */
  | { readonly kind: "elsewhere" }
  /** This one was without progress, and another took over. */
  | { readonly kind: "taken-over" };

/**
 * Runs `work` as the only sender. `work` calls `progress` whenever it gets on, and stops on its signal.
 * @param now device clock in ms, the same for all pages and workers of the device
 * @throws what `work` or the store throws
 */
export async function runAsSender<T>({
  locks,
  store,
  now,
  work,
}: {
  locks: SenderLocks;
  store: Pick<OutboxStore, "noteProgress" | "senderProgressAt">;
  now: () => number;
  work: (of: { signal: AbortSignal; progress: () => void }) => Promise<T>;
}): Promise<SenderRun<T>> {
  async function attempt(options: { ifAvailable: true } | { steal: true }): Promise<SenderRun<T>> {
    const stop = new AbortController();
    let isWorking = false;
    let notedAtMs = 0;
    const progress = () => {
      const atMs = now();
      if (stop.signal.aborted || Math.abs(atMs - notedAtMs) < heartbeatEveryMs) return;
      notedAtMs = atMs;
      // A heartbeat that cannot be written may cost the lock, nothing else.
      store.noteProgress(atMs).catch(() => undefined);
    };
    try {
      return await locks.request(senderLock, options, async (lock): Promise<SenderRun<T>> => {
        if (lock === null) return { kind: "elsewhere" };
        isWorking = true;
        try {
          notedAtMs = now();
          await store.noteProgress(notedAtMs);
          return { kind: "ran", result: await work({ signal: stop.signal, progress }) };
        } finally {
          isWorking = false;
        }
      });
    } catch (error) {
      // The request of a stolen lock is rejected while its holder still works.
      if (!isWorking) throw error;
      stop.abort();
      return { kind: "taken-over" };
    }
  }

  const first = await attempt({ ifAvailable: true });
  if (first.kind !== "elsewhere") return first;
  const progressAt = await store.senderProgressAt();
  // A clock that was set back must not protect a stuck sender.
  const isStuck = progressAt !== null && Math.abs(now() - progressAt) > takeOverMs;
  return isStuck ? attempt({ steal: true }) : first;
}
