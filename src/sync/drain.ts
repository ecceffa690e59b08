/** One attempt to empty the outbox; the same in the page and in the service worker (docs/sync-spec.md S5.7). */
import { askWithdrawals } from "./ask-withdrawals.ts";
import { createContactTransport } from "./contact-transport.ts";
import type { DrainContext } from "./drain-context.ts";
import { pushAll } from "./push-envelopes.ts";
import type { SyncFailure } from "./sync-failure.ts";
import { uploadAll } from "./upload-parts.ts";

export type DrainOutcome =
  /** Nothing is left to send. */
  | { readonly kind: "done" }
  /** All was tried and answered; what is left waits for a word of the hub, of a relay's hub, or of the owner's key. */
  | { readonly kind: "left" }
  | { readonly kind: "failed"; readonly failure: SyncFailure };

/** A hub that keeps forgetting what it stored, or changing its epoch, waits for the next attempt. */
const mostPasses = 3;

/**
 * Asks for withdrawals, pushes, uploads parts, and does so again where the hub lost something meanwhile. Ends early, and says why, when a
 * request fails; nothing is forgotten then (S6.4). Throws only what the device's store throws.
 */
export async function drainOnce(given: DrainContext): Promise<DrainOutcome> {
  let isOfferedAgain = false;
  const context: DrainContext = {
    ...given,
    transport: createContactTransport({
      transport: given.transport,
      store: given.store,
      now: given.now,
      onContact: () => given.tell({ kind: "answered" }),
      onOfferedAgain: (ids) => {
        isOfferedAgain ||= ids.length > 0;
        given.tell({ kind: "changed", ids });
      },
    }),
  };
  for (let pass = 1; ; pass++) {
    isOfferedAgain = false;
    const unasked = await askWithdrawals(context);
    if (unasked) return { kind: "failed", failure: unasked };
    const pushed = await pushAll(context);
    if (pushed.failure) return { kind: "failed", failure: pushed.failure };
    const uploaded = await uploadAll(context);
    if (uploaded.failure) return { kind: "failed", failure: uploaded.failure };
    if (pass < mostPasses && (uploaded.mustPushAgain || isOfferedAgain)) continue;
    const left = pushed.left ?? uploaded.left;
    if (left) return { kind: "failed", failure: left };
    return { kind: (await context.store.hasPending()) ? "left" : "done" };
  }
}
