/**
 * What is written to the outbox inside a transaction that others share: finalising puts envelope, parts and case and removes the draft
 * in one (docs/sync-spec.md S7.2). Await nothing but requests of the same transaction meanwhile, else the browser commits it early.
 */
import type { IDBPDatabase, IDBPTransaction } from "idb";
import type { SealedEnvelope } from "../seal/envelope.ts";
import type { OutboxEntry, PartRecord, SealedRecord } from "./records.ts";

/** Stores that a transaction must hold for the calls of this file. */
export const outboxStores = ["outbox", "envelopes", "parts"] as const;

/** Chrome's default may lose an acknowledged write in a power cut (P3). */
export const strict = { durability: "strict" } as const;

/** A transaction of the device database; make it with `connection.transaction([...outboxStores, "cases"], "readwrite", strict)`. */
export type WritingTransaction = IDBPTransaction<unknown, ArrayLike<string>, "readwrite">;

/**
 * Runs `work` in one transaction and resolves after its commit. An error of `work` takes everything back; with "relaxed" durability the
 * commit may be lost in a power cut. Throws what `work` throws, or what the browser says when it cannot store.
 */
export async function writeInOne<T>(
  connection: IDBPDatabase,
  storeNames: readonly string[],
  work: (transaction: WritingTransaction) => Promise<T>,
  options: { readonly durability: "strict" | "relaxed" } = strict,
): Promise<T> {
  const transaction = connection.transaction([...storeNames], "readwrite", options);
  // Watched from the start: when a request fails, the transaction's end is a second rejection.
  const end = transaction.done.then(
    () => null,
    (error: unknown) => ({ error }),
  );
  let result: T;
  try {
    result = await work(transaction);
  } catch (error) {
    try {
      transaction.abort();
    } catch {
      // The failed request aborted it already.
    }
    const ended = await end;
    // A full disk is named by the transaction, not by the request.
    throw ended?.error instanceof DOMException && ended.error.name === "QuotaExceededError" ? ended.error : error;
  }
  const ended = await end;
  if (ended) throw ended.error;
  return result;
}

/**
 * Puts a sealed envelope with its parts at the end of the outbox. The sequence number is given here, so the order of sending is that of
 * the transactions that finalised; clocks play no part (S1.7). An id that is there already aborts the transaction (`ConstraintError`).
 */
export async function addToOutbox(
  transaction: WritingTransaction,
  { sealed, holder }: { sealed: SealedEnvelope; holder: string },
): Promise<OutboxEntry> {
  const outbox = transaction.objectStore("outbox");
  const last = await outbox.index("sequence").openKeyCursor(null, "prev");
  const sequence = typeof last?.key === "number" ? last.key + 1 : 1;
  const { id, hash, header, bytes, parts } = sealed;
  const entry: OutboxEntry = {
    id,
    holder,
    sequence,
    queue: sequence,
    kind: header.kind,
    caseId: header.case ?? id,
    place: header.place,
    desk: header.desk,
    form: header.form,
    formVersion: header.formVersion,
    practice: header.practice,
    hash,
    bytes: bytes.length,
    parts: header.parts,
    status: "waiting",
    sentOffsets: [],
    firstTriedAt: null,
    lastTriedAt: null,
    withdrawalAsked: false,
    receipt: null,
    receivedAt: null,
    epoch: null,
    refusal: null,
    gone: null,
    receiptFault: null,
  };
  const envelope: SealedRecord = { id, bytes };
  await outbox.add(entry);
  await transaction.objectStore("envelopes").add(envelope);
  for (const [index, part] of parts.entries()) {
    const record: PartRecord = { id, index, bytes: part };
    await transaction.objectStore("parts").add(record);
  }
  return entry;
}

/** Removes every envelope of a case with its bytes, whatever its state: the owner deletes the case from this device. */
export async function removeCaseFromOutbox(transaction: WritingTransaction, caseId: string): Promise<void> {
  const outbox = transaction.objectStore("outbox");
  const parts = transaction.objectStore("parts");
  for (const id of await outbox.index("caseId").getAllKeys(caseId)) {
    await outbox.delete(id);
    await transaction.objectStore("envelopes").delete(id);
    for (const key of await parts.index("id").getAllKeys(id)) await parts.delete(key);
  }
}

/**
 * The desk was asked to take the submission back (S4.4): call it in the transaction that adds that message, so that the wish is neither
 * forgotten nor sent twice. False when there was no wish to turn into a message.
 */
export async function clearWithdrawalAsked(transaction: WritingTransaction, id: string): Promise<boolean> {
  const outbox = transaction.objectStore("outbox");
  const entry: OutboxEntry | undefined = await outbox.get(id);
  if (entry?.status !== "received" || !entry.withdrawalAsked) return false;
  const cleared: OutboxEntry = { ...entry, withdrawalAsked: false };
  await outbox.put(cleared);
  return true;
}
