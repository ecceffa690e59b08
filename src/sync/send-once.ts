/** One attempt as the only sender of the device: what a page's timer and a wake-up of the service worker both run. */
import type { OutboxStore } from "../device/outbox-store.ts";
import { storageProblemOf } from "../device/storage-fault.ts";
import { type DrainOutcome, drainOnce } from "./drain.ts";
import type { CapabilityOf, DrainEvent } from "./drain-context.ts";
import type { Transport } from "./http-transport.ts";
import type { HubsOf } from "./judge-result.ts";
import { LinkPace } from "./link-pace.ts";
import { runAsSender, type SenderLocks } from "./sender-lock.ts";
import { failureOfKind } from "./sync-failure.ts";

export type Sending = {
  readonly store: OutboxStore;
  readonly transport: Transport;
  readonly hubsOf: HubsOf;
  readonly locks: SenderLocks;
  /** Device clock in ms. */
  readonly now: () => number;
  /** The service worker has no data key and leaves it out. */
  readonly capabilityOf?: CapabilityOf;
  /** Kept from attempt to attempt by a page. */
  readonly pace?: LinkPace;
  readonly tell?: (event: DrainEvent) => void;
};

/** `elsewhere`: another sender is at work, or took over. */
export type SendOutcome = DrainOutcome | { readonly kind: "elsewhere" };

/** Throws only our own mistakes: a store that fails (closed by a newer page, a full disk) is a failure like others. */
export async function sendOnce({
  store,
  locks,
  now,
  capabilityOf = async () => null,
  pace = new LinkPace(),
  tell = () => undefined,
  ...others
}: Sending): Promise<SendOutcome> {
  try {
    if (!(await store.hasPending())) return { kind: "done" };
    const run = await runAsSender({
      locks,
      store,
      now,
      work: ({ signal, progress }) =>
        drainOnce({
          ...others,
          store,
          now,
          capabilityOf,
          pace,
          signal,
          tell: (event) => {
            progress();
            if (!signal.aborted) tell(event);
          },
        }),
    });
    return run.kind === "ran" ? run.result : { kind: "elsewhere" };
  } catch (error) {
    if (storageProblemOf(error) === null) throw error;
    return { kind: "failed", failure: failureOfKind("storage-failed") };
  }
}
