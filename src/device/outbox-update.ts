/** How what a hub said changes an entry of the outbox: pure, so that one transaction can read, change and write. */
import type { GoneReason, RefusalReason } from "../core/protocol.ts";
import type { ReceiptProblem } from "../seal/receipt.ts";
import type { OutboxEntry } from "./records.ts";

/** What became known of one envelope. Receipts were verified before they come here, except where a problem says otherwise. */
export type OutboxUpdate = { readonly id: string } & (
  | { /** The hub keeps it, without a receipt so far. */ readonly kind: "stored" }
  | { readonly kind: "partsMissing" /** Flushed bytes of each part, in order. */; readonly offsets: readonly number[] }
  | { /** The hub does not know it: the envelope goes first again. */ readonly kind: "unknownAtHub" }
  | { readonly kind: "relayed"; readonly receipt: string }
  | { readonly kind: "received"; readonly receipt: string; readonly epoch: string }
  | { readonly kind: "gone"; readonly reason: GoneReason; readonly receipt: string | null }
  | { readonly kind: "refused"; readonly reason: RefusalReason }
  | { readonly kind: "receiptFault"; readonly problem: ReceiptProblem }
  | { /** The hub withdrew it (S4.3). */ readonly kind: "withdrawn" }
  | { /** The capability opens no such case at the hub: it is offered as before. */ readonly kind: "withdrawalDenied" }
);

/** The entry off the queue: nothing of it is sent any more. */
export function offQueue(entry: OutboxEntry): OutboxEntry {
  const { queue: _, ...rest } = entry;
  return rest;
}

/**
 * The entry after the update; the same object when it changes nothing. An entry off the queue is settled: a late answer, as of a sender
 * that was taken over, no longer touches it. Only deletion after the receipt does (S4.5).
 * @param at ISO instant of the device clock
 * @param epoch the hub's epoch as last noticed, null before the first answer
 */
export function updatedEntry(
  entry: OutboxEntry,
  update: OutboxUpdate,
  known: { at: string; epoch: string | null },
): OutboxEntry {
  if (entry.queue === undefined && !(update.kind === "gone" && entry.status === "received")) return entry;
  const next = nextEntry(entry, update, known);
  return JSON.stringify(next) === JSON.stringify(entry) ? entry : next;
}

function nextEntry(
  entry: OutboxEntry,
  update: OutboxUpdate,
  { at, epoch }: { at: string; epoch: string | null },
): OutboxEntry {
  switch (update.kind) {
    case "stored":
      return { ...entry, receiptFault: null };
    case "partsMissing":
      return { ...entry, sentOffsets: update.offsets, receiptFault: null };
    case "unknownAtHub":
      return { ...entry, sentOffsets: [] };
    case "relayed":
      // Received before under another epoch stays received (P4).
      return entry.status === "received"
        ? { ...entry, receiptFault: null }
        : { ...entry, status: "relayed", receipt: update.receipt, receiptFault: null };
    case "received": {
      const received: OutboxEntry = {
        ...entry,
        status: "received",
        sentOffsets: entry.parts.map(({ bytes }) => bytes),
        receipt: update.receipt,
        receivedAt: entry.receivedAt ?? at,
        epoch: epoch ?? update.epoch,
        receiptFault: null,
      };
      // The hub was restored between its answer and this write: it may have lost the envelope, so it is offered again (S3.6).
      return epoch === null || epoch === update.epoch ? offQueue(received) : { ...received, sentOffsets: [] };
    }
    case "gone":
      return offQueue({
        ...entry,
        status: "gone",
        gone: update.reason,
        receipt: update.receipt ?? (entry.status === "received" ? entry.receipt : null),
        withdrawalAsked: false,
        receiptFault: null,
      });
    case "refused":
      return offQueue({ ...entry, status: "refused", refusal: update.reason, withdrawalAsked: false });
    case "receiptFault":
      return { ...entry, receiptFault: update.problem };
    case "withdrawn":
      return offQueue({ ...entry, status: "withdrawn", withdrawalAsked: false, receiptFault: null });
    case "withdrawalDenied":
      return { ...entry, withdrawalAsked: false };
    default:
      return update satisfies never;
  }
}

/** It waits for the hub's word on its withdrawal and is not offered meanwhile (S4.2). */
export const isHeldBack = (entry: OutboxEntry): boolean => entry.withdrawalAsked && entry.status !== "received";

/** The hub keeps the envelope and lacks bytes of its parts: they go next, not the envelope again. */
export const lacksParts = (entry: OutboxEntry): boolean =>
  entry.parts.length > 0 &&
  entry.sentOffsets.length === entry.parts.length &&
  entry.parts.some(({ bytes }, index) => (entry.sentOffsets[index] ?? 0) < bytes);
