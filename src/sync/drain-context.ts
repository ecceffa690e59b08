/** What every step of a drain works with. */
import type { OutboxStore } from "../device/outbox-store.ts";
import type { OutboxUpdate } from "../device/outbox-update.ts";
import type { Transport } from "./http-transport.ts";
import type { HubsOf } from "./judge-result.ts";
import type { LinkPace } from "./link-pace.ts";

export type SendingPart = {
  readonly id: string;
  readonly index: number;
  readonly sentBytes: number;
  readonly totalBytes: number;
};
export type DrainEvent =
  /** Bytes of these envelopes are leaving. */
  | { readonly kind: "sending"; readonly ids: readonly string[]; readonly part: SendingPart | null }
  /** Written to the store. */
  | { readonly kind: "changed"; readonly ids: readonly string[] }
  /** The hub answered, or a piece of an answer came: the sender is alive. */
  | { readonly kind: "answered" }
  /** The hub has more of a part than before. */
  | { readonly kind: "advanced" };

/**
 * The capability of a case, to ask the hub for a withdrawal; null while the data key is locked or not here, as in the service worker:
 * the question then waits for a page.
 */
export type CapabilityOf = (caseId: string) => Promise<string | null>;

export type DrainContext = {
  readonly store: OutboxStore;
  readonly transport: Transport;
  readonly hubsOf: HubsOf;
  readonly capabilityOf: CapabilityOf;
  /** Device clock in ms. */
  readonly now: () => number;
  readonly pace: LinkPace;
  /** Ends the drain, as when another sender took over. */
  readonly signal: AbortSignal;
  readonly tell: (event: DrainEvent) => void;
};

export const instantOf = ({ now }: Pick<DrainContext, "now">): string => new Date(now()).toISOString();

/** Writes what became known in one transaction, then tells. */
export async function recordAll(context: DrainContext, updates: readonly OutboxUpdate[]): Promise<void> {
  if (updates.length === 0) return;
  const ids = await context.store.record({ updates, at: instantOf(context) });
  if (ids.length > 0) context.tell({ kind: "changed", ids });
}
