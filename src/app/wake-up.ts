import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { SyncState } from "../sync/sync-state.ts";
import type { WorkerLink } from "./worker-link.ts";

/** Asks the browser for a wake-up whenever something begins to wait; true once it accepted (S5.6). */
export function followWaiting(of: {
  readonly sync: ReadonlySignal<Pick<SyncState, "waiting">>;
  readonly worker: Pick<WorkerLink, "registerWakeUp" | "isControlled">;
}): ReadonlySignal<boolean> {
  const sendsByItself = signal(false);
  let asked = 0;
  effect(() => {
    const { waiting } = of.sync.value;
    if (waiting === 0 || !of.worker.isControlled.value) {
      asked = 0;
      sendsByItself.value = false;
      return;
    }
    if (waiting <= asked) return;
    asked = waiting;
    void of.worker.registerWakeUp().then((isAccepted) => {
      sendsByItself.value = isAccepted;
    });
  });
  return sendsByItself;
}
