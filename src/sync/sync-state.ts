/** What the engine tells the screens. */
import type { SendingPart } from "./drain-context.ts";
import type { SyncFailureKind } from "./sync-failure.ts";

export type SyncActivity =
  | { readonly kind: "idle" }
  | { readonly kind: "sending"; readonly ids: readonly string[]; readonly part: SendingPart | null }
  /** Tries again by itself at `untilMs` of the device clock. */
  | { readonly kind: "waiting"; readonly untilMs: number };

export type SyncState = {
  readonly activity: SyncActivity;
  /** Why the last attempt failed; null after one that was answered. */
  readonly failure: SyncFailureKind | null;
  /** Device clock of the last answer of the hub, ISO. */
  readonly lastContactAt: string | null;
  /** Finalised and not received. */
  readonly waiting: number;
};

export const idleState: SyncState = { activity: { kind: "idle" }, failure: null, lastContactAt: null, waiting: 0 };
