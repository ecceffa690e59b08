import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, test } from "vitest";
import { type DeviceDatabase, openDeviceDatabase } from "../../src/device/device-database.ts";
import { openExistingDatabase } from "../../src/device/existing-database.ts";
import { createOutboxStore, type OutboxStore } from "../../src/device/outbox-store.ts";
import { addToOutbox, outboxStores, writeInOne } from "../../src/device/outbox-transaction.ts";
import type { OutboxEntry } from "../../src/device/records.ts";
import type { SealedEnvelope } from "../../src/seal/envelope.ts";
import { makeCase, makeEnvelope } from "../seal/making.ts";

const at = "2026-11-24T12:00:00.000Z";
const day = 86_400_000;
const later = (days: number): string => new Date(Date.parse(at) + days * day).toISOString();
const limits = { maxEnvelopes: 64, maxBytes: 1_000_000 };

describe("the outbox on a device", () => {
  let database: DeviceDatabase;
  let store: OutboxStore;
  beforeEach(async () => {
    database = await openDeviceDatabase({ factory: { indexedDB: new IDBFactory(), IDBKeyRange } });
    store = createOutboxStore(database.connection);
  });

  const seal = async (parts: readonly Uint8Array[] = []): Promise<SealedEnvelope> =>
    (await makeEnvelope({ parts })).sealed;
  const add = (sealed: SealedEnvelope, to = database): Promise<OutboxEntry> =>
    writeInOne(to.connection, outboxStores, (transaction) => addToOutbox(transaction, { sealed, holder: "me" }));
  const addNew = async (parts: readonly Uint8Array[] = []) => add(await seal(parts));
  const received = (id: string, epoch = "first") => ({ id, kind: "received" as const, receipt: "a.b.c", epoch });
  const entryOf = async (id: string): Promise<OutboxEntry> => {
    const entry = await store.entry(id);
    if (!entry) throw new Error(`no entry ${id}`);
    return entry;
  };

  test("[S1.7] the number of an envelope is given in the transaction that stores it, also when two come at once", async () => {
    const sealed = await Promise.all(Array.from({ length: 12 }, () => seal()));
    const entries = await Promise.all(sealed.map((one) => add(one)));
    expect(entries.map(({ sequence }) => sequence).sort((one, other) => one - other)).toEqual(
      Array.from({ length: 12 }, (_, index) => index + 1),
    );
    const pending = await store.pending({ after: 0, limit: 99 });
    expect(pending.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
  });

  test("[S7.2] when the transaction of finalising fails, nothing of the envelope is stored", async () => {
    const sealed = await seal([new Uint8Array([1])]);
    const failing = writeInOne(database.connection, [...outboxStores, "cases"], async (transaction) => {
      await addToOutbox(transaction, { sealed, holder: "me" });
      throw new Error("the case cannot be stored");
    });
    await expect(failing).rejects.toThrow("the case cannot be stored");
    expect(await store.entry(sealed.id)).toBeNull();
    expect(await store.envelopeBytes(sealed.id)).toBeNull();
    expect(await store.partBytes({ id: sealed.id, index: 0 })).toBeNull();
    expect(await store.hasPending()).toBe(false);
  });

  test("[S7.2] the same envelope cannot be put into the outbox twice", async () => {
    const sealed = await seal();
    await add(sealed);
    await expect(add(sealed)).rejects.toMatchObject({ name: "ConstraintError" });
    expect(await store.pending({ after: 0, limit: 9 })).toHaveLength(1);
  });

  test("[S7.3] bytes and parts are those that were sealed, and no list holds them", async () => {
    const sealed = await seal([new Uint8Array([1, 2, 3]), new Uint8Array(70_000)]);
    await add(sealed);
    expect(Buffer.from((await store.envelopeBytes(sealed.id)) ?? []).equals(sealed.bytes)).toBe(true);
    for (const [index, part] of sealed.parts.entries())
      expect(Buffer.from((await store.partBytes({ id: sealed.id, index })) ?? []).equals(part)).toBe(true);
    const [entry] = await store.entriesOfHolder("me");
    expect(JSON.stringify(entry).length).toBeLessThan(1_500);
    expect(await store.entriesOfCase(sealed.id)).toEqual([entry]);
    expect(await store.entriesOfHolder("somebody else")).toEqual([]);
  });

  test("[S4.2] taking envelopes marks them as tried before their bytes leave, and keeps the first time", async () => {
    const { id } = await addNew();
    const { batch } = await store.takeBatch({ after: 0, at, ...limits });
    expect(batch.map(({ entry }) => [entry.id, entry.firstTriedAt])).toEqual([[id, at]]);
    await store.takeBatch({ after: 0, at: later(1), ...limits });
    expect(await entryOf(id)).toMatchObject({ firstTriedAt: at, lastTriedAt: later(1) });
  });

  test("[S1.7] a batch keeps to its limits and holds at least one envelope", async () => {
    const entries: OutboxEntry[] = [];
    for (let made = 0; made < 5; made++) entries.push(await addNew());
    const [first] = entries;
    const size = (first?.bytes ?? 0) + 4;
    const idsOf = async (of: { after: number; maxEnvelopes: number; maxBytes: number }) =>
      (await store.takeBatch({ at, ...of })).batch.map(({ entry }) => entry.sequence);
    expect(await idsOf({ after: 0, maxEnvelopes: 3, maxBytes: size * 9 })).toEqual([1, 2, 3]);
    expect(await idsOf({ after: 2, maxEnvelopes: 9, maxBytes: size * 2 })).toEqual([3, 4]);
    expect(await idsOf({ after: 3, maxEnvelopes: 9, maxBytes: 1 })).toEqual([4]);
    expect(await idsOf({ after: 5, maxEnvelopes: 9, maxBytes: size })).toEqual([]);
  });

  test("[S6.6] results of a batch are written together or not at all", async () => {
    const entries = [await addNew(), await addNew()];
    const updates = entries.map(({ id }) => received(id));
    // As if the page were killed before the commit.
    const put = IDBObjectStore.prototype.put;
    let puts = 0;
    IDBObjectStore.prototype.put = function (...given) {
      if (++puts === 2) this.transaction.abort();
      return put.apply(this, given);
    };
    await expect(store.record({ updates, at })).rejects.toThrow();
    IDBObjectStore.prototype.put = put;
    expect((await store.pending({ after: 0, limit: 9 })).map(({ status }) => status)).toEqual(["waiting", "waiting"]);
    expect(await store.record({ updates, at })).toEqual(entries.map(({ id }) => id));
    expect(await store.pending({ after: 0, limit: 9 })).toEqual([]);
  });

  test("[S5.4] a late answer of a sender that was taken over touches nothing that is settled", async () => {
    const { id } = await addNew();
    await store.record({ updates: [received(id)], at });
    const settled = await entryOf(id);
    const lateAnswers = [
      { id, kind: "receiptFault" as const, problem: "malformed" as const },
      { id, kind: "refused" as const, reason: "malformed" as const },
      { id, kind: "relayed" as const, receipt: "d.e.f" },
      { id, kind: "partsMissing" as const, offsets: [] },
      { id, kind: "withdrawn" as const },
      { id, kind: "unknownAtHub" as const },
      { id: "removed-meanwhile", kind: "stored" as const },
    ];
    expect(await store.record({ updates: lateAnswers, at: later(1) })).toEqual([]);
    expect(await entryOf(id)).toEqual(settled);
  });

  test("[S3.6] a new epoch offers what was received in the last 30 days again, exactly once", async () => {
    await store.noticeEpoch({ epoch: "first", at });
    const [old, young, waiting] = [await addNew(), await addNew(), await addNew()];
    await store.record({ updates: [received(old.id)], at });
    await store.record({ updates: [received(young.id)], at: later(5) });
    expect(await store.noticeEpoch({ epoch: "first", at: later(33) })).toBeNull();
    expect(await store.noticeEpoch({ epoch: "second", at: later(33) })).toEqual([young.id]);
    expect(await store.noticeEpoch({ epoch: "second", at: later(33) })).toBeNull();
    expect((await store.pending({ after: 0, limit: 9 })).map(({ id }) => id)).toEqual([young.id, waiting.id]);
    expect(await store.countWaiting()).toBe(1);
    await store.record({ updates: [received(young.id, "second")], at: later(33) });
    expect(await entryOf(young.id)).toMatchObject({ status: "received", receivedAt: later(5), epoch: "second" });
    expect((await entryOf(young.id)).queue).toBeUndefined();
    // The 30 days run from the first receipt.
    expect(await store.noticeEpoch({ epoch: "third", at: later(36) })).toEqual([]);
  });

  test("[S3.6] two that notice the same new epoch at once offer each envelope once", async () => {
    await store.noticeEpoch({ epoch: "first", at });
    const { id } = await addNew();
    await store.record({ updates: [received(id)], at });
    const notices = await Promise.all([1, 2, 3].map(() => store.noticeEpoch({ epoch: "second", at })));
    expect(notices.flatMap((ids) => ids ?? [])).toEqual([id]);
  });

  test("[S3.9] a receipt from before a restore that is written after it does not take the envelope off the queue", async () => {
    await store.noticeEpoch({ epoch: "first", at });
    const { id } = await addNew();
    await store.noticeEpoch({ epoch: "second", at });
    await store.record({ updates: [received(id, "first")], at });
    expect(await entryOf(id)).toMatchObject({ status: "received", queue: 1, epoch: "second" });
    await store.record({ updates: [received(id, "second")], at });
    expect(await store.hasPending()).toBe(false);
  });

  test("[S3.7] a new epoch and any time leave what has no receipt as it is", async () => {
    const entry = await addNew();
    await store.noticeEpoch({ epoch: "first", at });
    await store.noticeEpoch({ epoch: "second", at: later(20_000) });
    expect(await entryOf(entry.id)).toEqual(entry);
  });

  test("[S4.5] deletion after the receipt is taken, also off the queue; the receipt stays", async () => {
    const { id } = await addNew();
    await store.record({ updates: [received(id)], at });
    await store.record({ updates: [{ id, kind: "gone", reason: "retention", receipt: null }], at });
    expect(await entryOf(id)).toMatchObject({ status: "gone", gone: "retention", receipt: "a.b.c" });
  });

  test("[S5.5] what waits is counted without what was received, refused or is offered again", async () => {
    await store.noticeEpoch({ epoch: "first", at });
    const ids: string[] = [];
    for (let made = 0; made < 6; made++) ids.push((await addNew()).id);
    const [one = "", two = "", three = ""] = ids;
    await store.record({ updates: [received(one), { id: two, kind: "refused", reason: "malformed" }], at });
    await store.record({ updates: [{ id: three, kind: "relayed", receipt: "a.b.c" }], at });
    expect(await store.countWaiting()).toBe(4);
    await store.noticeEpoch({ epoch: "second", at });
    expect(await store.countWaiting()).toBe(4);
  });

  test("[LOOP-9] removing a case removes its submission, messages and parts, and nothing else", async () => {
    const owner = await makeCase();
    const submission = await seal([new Uint8Array([1])]);
    const { job, sealed: message } = await makeEnvelope({
      header: { ...(await makeEnvelope()).job.header, kind: "message", case: submission.id },
      parts: [new Uint8Array([2])],
      caseKey: owner.publicJwk,
    });
    expect(job.header.case).toBe(submission.id);
    const other = await addNew([new Uint8Array([3])]);
    await add(submission);
    await add(message);
    await store.removeCase(submission.id);
    for (const { id } of [submission, message]) {
      expect(await store.entry(id)).toBeNull();
      expect(await store.envelopeBytes(id)).toBeNull();
      expect(await store.partBytes({ id, index: 0 })).toBeNull();
    }
    expect(await store.partBytes({ id: other.id, index: 0 })).not.toBeNull();
    expect((await store.pending({ after: 0, limit: 9 })).map(({ id }) => id)).toEqual([other.id]);
  });

  test("[S7.5] the service worker works on the same outbox through its own connection", async () => {
    const name = `shared-${crypto.randomUUID()}`;
    expect(await openExistingDatabase(name)).toBeNull();
    const page = await openDeviceDatabase({ name });
    const sealed = await seal();
    await add(sealed, page);
    const connection = await openExistingDatabase(name);
    if (!connection) throw new Error("no database");
    const worker = createOutboxStore(connection);
    expect((await worker.takeBatch({ after: 0, at, ...limits })).batch).toHaveLength(1);
    await worker.record({ updates: [received(sealed.id)], at });
    expect(await createOutboxStore(page.connection).entry(sealed.id)).toMatchObject({ status: "received" });
    connection.close();
    page.close();
  });
});
