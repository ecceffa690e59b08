/** A hub that was restored has a new epoch and may have lost what it acknowledged: sealed bytes are offered again (S3.5, S3.6). */
import type { IDBPDatabase } from "idb";
import { writeInOne } from "./outbox-transaction.ts";
import type { MetaRecord, OutboxEntry } from "./records.ts";

/** How long after its receipt an envelope is offered again. */
export const reofferMs = 30 * 86_400_000;
const pageSize = 512;

/**
 * Keeps the epoch that an answer carried. When it changed, every received entry of the last 30 days that was neither acknowledged under
 * nor offered to this epoch goes back on the queue, in the same transaction: a crash leaves all of it or nothing.
 * @param at ISO instant of the device clock; a receipt from its future counts as young
 * @returns ids that are offered again; null when the epoch is the one that was known
 */
export async function noticeEpoch(
  connection: IDBPDatabase,
  { epoch, at }: { epoch: string; at: string },
): Promise<readonly string[] | null> {
  const known: MetaRecord | undefined = await connection.get("meta", "epoch");
  if (known?.value === epoch) return null;
  return writeInOne(connection, ["outbox", "meta"], async (transaction) => {
    const kept: MetaRecord = { key: "epoch", value: epoch };
    await transaction.objectStore("meta").put(kept);
    const outbox = transaction.objectStore("outbox");
    const offeredAgain: string[] = [];
    const oldest = Date.parse(at) - reofferMs;
    let page: readonly OutboxEntry[] = await outbox.getAll(null, pageSize);
    while (page.length > 0) {
      for (const entry of page) {
        const isOld = Date.parse(entry.receivedAt ?? at) < oldest;
        if (entry.status !== "received" || entry.epoch === epoch || isOld) continue;
        const again: OutboxEntry = { ...entry, queue: entry.sequence, epoch, sentOffsets: [] };
        await outbox.put(again);
        offeredAgain.push(entry.id);
      }
      page = await outbox.getAll(IDBKeyRange.lowerBound(page.at(-1)?.id, true), pageSize);
    }
    return offeredAgain;
  });
}
