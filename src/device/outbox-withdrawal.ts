/** The owner takes a submission or message back (docs/sync-spec.md S4). */
import type { IDBPDatabase } from "idb";
import { type WritingTransaction, writeInOne } from "./outbox-transaction.ts";
import { isHeldBack, offQueue } from "./outbox-update.ts";
import type { MetaRecord, OutboxEntry } from "./records.ts";

export type WithdrawalStart =
  /** Nothing of it ever left this device: it is withdrawn (S4.1). */
  | "withdrawn"
  /** The outcome is unknown: it is held back and the hub is asked (S4.2). */
  | "asked"
  /** The desk has it: send it a request (S4.4). */
  | "received"
  /** Refused or deleted: there is nothing to take back. */
  | "closed"
  | "not-found";

/** Messages of a case that is withdrawn have no addressee any more; those that already left keep their own outcome. */
export async function withdrawMessages(
  transaction: WritingTransaction,
  { caseId, onlyUntried }: { caseId: string; onlyUntried: boolean },
): Promise<readonly string[]> {
  const outbox = transaction.objectStore("outbox");
  const entries: readonly OutboxEntry[] = await outbox.index("caseId").getAll(caseId);
  const withdrawn: string[] = [];
  for (const entry of entries) {
    if (entry.kind !== "message" || entry.status !== "waiting") continue;
    if (onlyUntried && entry.firstTriedAt !== null) continue;
    const changed: OutboxEntry = offQueue({ ...entry, status: "withdrawn", withdrawalAsked: false });
    await outbox.put(changed);
    withdrawn.push(entry.id);
  }
  return withdrawn;
}

async function readHeldBack(
  get: (store: "outbox" | "meta", key: string) => Promise<unknown>,
): Promise<readonly OutboxEntry[]> {
  // Stored by this file only.
  const list = (await get("meta", "withdrawals")) as MetaRecord | undefined;
  const entries: OutboxEntry[] = [];
  for (const id of list?.key === "withdrawals" ? list.value : []) {
    // The store of entries holds nothing else.
    const entry = (await get("outbox", id)) as OutboxEntry | undefined;
    if (entry && isHeldBack(entry)) entries.push(entry);
  }
  return entries;
}

/** Entries whose withdrawal the hub has not answered yet. */
export const heldBackEntries = (connection: IDBPDatabase): Promise<readonly OutboxEntry[]> =>
  readHeldBack((store, key) => connection.get(store, key));

/** Writes the list of held back entries again, with one more or without those that have their answer. */
export async function listHeldBack(transaction: WritingTransaction, added: readonly string[] = []): Promise<void> {
  const kept = await readHeldBack((store, key) => transaction.objectStore(store).get(key));
  const record: MetaRecord = { key: "withdrawals", value: [...new Set([...kept.map(({ id }) => id), ...added])] };
  await transaction.objectStore("meta").put(record);
}

/** Decides and writes in one transaction, so that no sender can mark the entry as tried in between. */
export async function startWithdrawal(connection: IDBPDatabase, id: string): Promise<WithdrawalStart> {
  return writeInOne(connection, ["outbox", "meta"], async (transaction) => {
    const outbox = transaction.objectStore("outbox");
    const entry: OutboxEntry | undefined = await outbox.get(id);
    const start = startOf(entry);
    if (entry && start === "withdrawn" && entry.status !== "withdrawn") {
      const withdrawn: OutboxEntry = offQueue({ ...entry, status: "withdrawn" });
      await outbox.put(withdrawn);
      if (entry.kind === "submission") await withdrawMessages(transaction, { caseId: entry.caseId, onlyUntried: true });
    }
    if (entry && start === "asked") {
      const asked: OutboxEntry = { ...entry, withdrawalAsked: true };
      await outbox.put(asked);
      await listHeldBack(transaction, [id]);
    }
    return start;
  });
}

function startOf(entry: OutboxEntry | undefined): WithdrawalStart {
  if (!entry) return "not-found";
  switch (entry.status) {
    case "waiting":
      return entry.firstTriedAt === null ? "withdrawn" : "asked";
    case "relayed":
      return "asked";
    case "withdrawn":
    case "received":
      return entry.status;
    case "refused":
    case "gone":
      return "closed";
    default:
      return entry.status satisfies never;
  }
}
