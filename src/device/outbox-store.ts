/**
 * The outbox: envelopes and parts that a hub has not yet acknowledged, and what became of the others. One implementation for page and
 * service worker, on an open connection (docs/decisions/0005). Lists never hold bytes; what is pending is read in pages by the index
 * `queue`, so nothing grows with what was sent before.
 */
import type { IDBPDatabase } from "idb";
import { noticeEpoch } from "./outbox-epoch.ts";
import { takeBatch, takeOne } from "./outbox-take.ts";
import { outboxStores, removeCaseFromOutbox, writeInOne } from "./outbox-transaction.ts";
import { isHeldBack, type OutboxUpdate, updatedEntry } from "./outbox-update.ts";
import {
  heldBackEntries,
  listHeldBack,
  startWithdrawal,
  type WithdrawalStart,
  withdrawMessages,
} from "./outbox-withdrawal.ts";
import type { MetaRecord, OutboxEntry, PartRecord, SealedRecord } from "./records.ts";

export type OutboxStore = {
  readonly entry: (id: string) => Promise<OutboxEntry | null>;
  /** Every envelope of a case: the submission and the messages, in the order of sending. */
  readonly entriesOfCase: (caseId: string) => Promise<readonly OutboxEntry[]>;
  readonly entriesOfHolder: (holder: string) => Promise<readonly OutboxEntry[]>;
  /** A page of what is on the queue, in the order of sending, from after a sequence number. */
  readonly pending: (of: { after: number; limit: number }) => Promise<readonly OutboxEntry[]>;
  /** Is there anything on the queue? */
  readonly hasPending: () => Promise<boolean>;
  /** Finalised and not received; what is offered again to a new epoch is not counted. */
  readonly countWaiting: () => Promise<number>;
  /** Null when there are no such bytes. */
  readonly envelopeBytes: (id: string) => Promise<Uint8Array | null>;
  readonly partBytes: (of: { id: string; index: number }) => Promise<Uint8Array | null>;
  /** See `outbox-take.ts`. */
  readonly takeBatch: (of: Parameters<typeof takeBatch>[1]) => ReturnType<typeof takeBatch>;
  readonly takeOne: (of: Parameters<typeof takeOne>[1]) => ReturnType<typeof takeOne>;
  /** Writes what became known, all in one strict transaction; ids that changed. */
  readonly record: (of: { updates: readonly OutboxUpdate[]; at: string }) => Promise<readonly string[]>;
  /** A hint only: the hub tells the offset again. */
  readonly recordOffset: (of: { id: string; index: number; offset: number }) => Promise<void>;
  /** Entries whose withdrawal the hub has not answered yet (S4.2). */
  readonly heldBack: () => Promise<readonly OutboxEntry[]>;
  readonly startWithdrawal: (id: string) => Promise<WithdrawalStart>;
  /** Keeps the hub's epoch; ids that are offered again, null when it did not change (S3.6). */
  readonly noticeEpoch: (of: { epoch: string; at: string }) => Promise<readonly string[] | null>;
  /** Keeps when the hub last answered. */
  readonly noteContact: (at: string) => Promise<void>;
  readonly lastContactAt: () => Promise<string | null>;
  /** The heartbeat of the sender that holds the lock, in ms of the device clock (S5.4). */
  readonly noteProgress: (atMs: number) => Promise<void>;
  readonly senderProgressAt: () => Promise<number | null>;
  readonly removeCase: (caseId: string) => Promise<void>;
};

const pageSize = 256;
/** Hints may be lost in a power cut; nothing depends on them. */
const relaxed = { durability: "relaxed" } as const;

const bySequence = (one: OutboxEntry, other: OutboxEntry): number => one.sequence - other.sequence;

/** @param connection of `DeviceDatabase`, or of `openExistingDatabase()` in the service worker */
export function createOutboxStore(connection: IDBPDatabase): OutboxStore {
  const pending: OutboxStore["pending"] = ({ after, limit }) =>
    connection.getAllFromIndex("outbox", "queue", IDBKeyRange.lowerBound(after, true), limit);

  async function entryOf(id: string): Promise<OutboxEntry | null> {
    const entry: OutboxEntry | undefined = await connection.get("outbox", id);
    return entry ?? null;
  }

  const note = (record: MetaRecord): Promise<void> =>
    writeInOne(
      connection,
      ["meta"],
      async (transaction) => {
        await transaction.objectStore("meta").put(record);
      },
      relaxed,
    );

  return {
    entry: entryOf,
    entriesOfCase: async (caseId) => {
      const entries: OutboxEntry[] = await connection.getAllFromIndex("outbox", "caseId", caseId);
      return entries.sort(bySequence);
    },
    entriesOfHolder: async (holder) => {
      const entries: OutboxEntry[] = await connection.getAllFromIndex("outbox", "holder", holder);
      return entries.sort(bySequence);
    },
    pending,
    hasPending: async () => (await connection.getAllKeysFromIndex("outbox", "queue", null, 1)).length > 0,

    countWaiting: async () => {
      let count = await connection.countFromIndex("outbox", "queue");
      // What is offered again is older than what waits, so it stands at the front.
      let after = 0;
      for (;;) {
        const page = await pending({ after, limit: pageSize });
        const offeredAgain = page.filter(({ status }) => status === "received").length;
        count -= offeredAgain;
        const last = page.at(-1);
        if (offeredAgain === 0 || !last) return count;
        after = last.sequence;
      }
    },

    envelopeBytes: async (id) => {
      const sealed: SealedRecord | undefined = await connection.get("envelopes", id);
      return sealed?.bytes ?? null;
    },
    partBytes: async ({ id, index }) => {
      const part: PartRecord | undefined = await connection.get("parts", [id, index]);
      return part?.bytes ?? null;
    },

    takeBatch: (of) => takeBatch(connection, of),
    takeOne: (of) => takeOne(connection, of),

    record: ({ updates, at }) =>
      writeInOne(connection, ["outbox", "meta"], async (transaction) => {
        const outbox = transaction.objectStore("outbox");
        const known: MetaRecord | undefined = await transaction.objectStore("meta").get("epoch");
        const epoch = known?.key === "epoch" ? known.value : null;
        const changed: string[] = [];
        let isAnswered = false;
        for (const update of updates) {
          const entry: OutboxEntry | undefined = await outbox.get(update.id);
          // A case that its owner removed meanwhile has no entry.
          if (!entry) continue;
          const next = updatedEntry(entry, update, { at, epoch });
          if (next === entry) continue;
          await outbox.put(next);
          changed.push(update.id);
          isAnswered ||= isHeldBack(entry) && !isHeldBack(next);
          if (next.status === "withdrawn" && next.kind === "submission")
            changed.push(...(await withdrawMessages(transaction, { caseId: next.caseId, onlyUntried: false })));
        }
        if (isAnswered) await listHeldBack(transaction);
        return changed;
      }),

    recordOffset: ({ id, index, offset }) =>
      writeInOne(
        connection,
        ["outbox"],
        async (transaction) => {
          const outbox = transaction.objectStore("outbox");
          const entry: OutboxEntry | undefined = await outbox.get(id);
          if (entry?.queue === undefined || entry.sentOffsets.length !== entry.parts.length) return;
          const sentOffsets = entry.sentOffsets.map((sent, part) => (part === index ? offset : sent));
          const moved: OutboxEntry = { ...entry, sentOffsets };
          await outbox.put(moved);
        },
        relaxed,
      ),

    heldBack: () => heldBackEntries(connection),
    startWithdrawal: (id) => startWithdrawal(connection, id),
    noticeEpoch: (of) => noticeEpoch(connection, of),
    noteContact: (at) => note({ key: "lastContactAt", value: at }),
    lastContactAt: async () => {
      const record: MetaRecord | undefined = await connection.get("meta", "lastContactAt");
      return record?.key === "lastContactAt" ? record.value : null;
    },
    noteProgress: (atMs) => note({ key: "senderProgressAt", value: atMs }),
    senderProgressAt: async () => {
      const record: MetaRecord | undefined = await connection.get("meta", "senderProgressAt");
      return record?.key === "senderProgressAt" ? record.value : null;
    },

    removeCase: (caseId) =>
      writeInOne(connection, outboxStores, (transaction) => removeCaseFromOutbox(transaction, caseId)),
  };
}
