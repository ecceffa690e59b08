/**
 * Taking envelopes off the device: reading their bytes and marking them as tried is one strict transaction, so that withdrawing either
 * comes before and stops them, or sees that they may have left (docs/sync-spec.md S4.1, S4.2).
 */
import type { IDBPDatabase } from "idb";
import { writeInOne } from "./outbox-transaction.ts";
import { isHeldBack, lacksParts } from "./outbox-update.ts";
import type { OutboxEntry, SealedRecord } from "./records.ts";

/** An entry with its sealed bytes, about to leave. */
export type OutgoingEnvelope = { readonly entry: OutboxEntry; readonly bytes: Uint8Array };
export type BatchLimits = { readonly maxEnvelopes: number; readonly maxBytes: number };

const pageSize = 256;
/** Each envelope of a batch has its length before it. */
const lengthBytes = 4;

const triedAt = (entry: OutboxEntry, at: string): OutboxEntry => ({
  ...entry,
  firstTriedAt: entry.firstTriedAt ?? at,
  lastTriedAt: at,
});

/**
 * The next envelopes to push after a sequence number, at least one if there is any. Leaves out what is held back, and what the hub
 * already keeps and lacks parts of. `damaged` lists entries whose bytes are not there.
 */
export async function takeBatch(
  connection: IDBPDatabase,
  { after, at, maxEnvelopes, maxBytes }: { after: number; at: string } & BatchLimits,
): Promise<{ readonly batch: readonly OutgoingEnvelope[]; readonly damaged: readonly string[] }> {
  return writeInOne(connection, ["outbox", "envelopes"], async (transaction) => {
    const outbox = transaction.objectStore("outbox");
    const batch: OutgoingEnvelope[] = [];
    const damaged: string[] = [];
    let room = maxBytes;
    let isFull = false;
    let from = after;
    while (!isFull) {
      const range = IDBKeyRange.lowerBound(from, true);
      const page: readonly OutboxEntry[] = await outbox.index("queue").getAll(range, Math.min(pageSize, maxEnvelopes));
      for (const entry of page) {
        if (isHeldBack(entry) || lacksParts(entry)) continue;
        room -= entry.bytes + lengthBytes;
        isFull = batch.length === maxEnvelopes || (room < 0 && batch.length > 0);
        if (isFull) break;
        const sealed: SealedRecord | undefined = await transaction.objectStore("envelopes").get(entry.id);
        if (sealed) {
          const tried = triedAt(entry, at);
          await outbox.put(tried);
          batch.push({ entry: tried, bytes: sealed.bytes });
        } else damaged.push(entry.id);
      }
      const last = page.at(-1);
      if (!last) break;
      from = last.sequence;
      isFull ||= batch.length === maxEnvelopes;
    }
    return { batch, damaged };
  });
}

/** The same for one envelope, as after its last part; null when it is off the queue, held back, or without bytes. */
export async function takeOne(
  connection: IDBPDatabase,
  { id, at }: { id: string; at: string },
): Promise<OutgoingEnvelope | null> {
  return writeInOne(connection, ["outbox", "envelopes"], async (transaction) => {
    const outbox = transaction.objectStore("outbox");
    const entry: OutboxEntry | undefined = await outbox.get(id);
    const sealed: SealedRecord | undefined = await transaction.objectStore("envelopes").get(id);
    if (entry?.queue === undefined || sealed === undefined || isHeldBack(entry)) return null;
    const tried = triedAt(entry, at);
    await outbox.put(tried);
    return { entry: tried, bytes: sealed.bytes };
  });
}
