import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { backupHub, restoreHub } from "../../src/hub/backup.ts";
import { GroupCommit } from "../../src/hub/group-commit.ts";
import { openDatabase } from "../../src/hub/sqlite-store.ts";
import { findCanaries } from "../canary/find-canaries.ts";
import { type HubInAFolder, hubInAFolder } from "./hub-in-a-folder.ts";

describe("what a hub keeps", () => {
  let hub: HubInAFolder;
  beforeEach(async () => {
    hub = await hubInAFolder();
  });
  afterEach(() => hub.close());

  test("[S1.4] the database is in WAL with synchronous FULL and holds an answered envelope in another connection", async () => {
    const { bytes, id } = await hub.submission();
    await hub.push(bytes);
    const other = new Database(join(hub.folder, "hub.sqlite"), { readonly: true });
    expect(other.pragma("journal_mode", { simple: true })).toBe("wal");
    expect(other.prepare("SELECT hash FROM envelopes WHERE id = ?").get(id)).toBeTruthy();
    other.close();
    const { database, raw } = await openDatabase(join(hub.folder, "another.sqlite"));
    // 2 is FULL: every commit is flushed.
    expect(raw.pragma("synchronous", { simple: true })).toBe(2);
    await database.destroy();
  });

  test("[LOOP-10] one flush serves the requests that wait for it", async () => {
    const made = await Promise.all(Array.from({ length: 40 }, () => hub.submission()));
    const before = hub.store().flushes();
    await Promise.all(made.map(({ bytes }) => hub.push(bytes)));
    expect(hub.store().flushes() - before).toBeLessThan(20);
  });

  test("[LOOP-10] when a transaction fails, every write in it fails and none is answered", async () => {
    const commits = new GroupCommit<null>(async (work) => {
      await work(null);
      throw new Error("disk full");
    });
    const answers = await Promise.allSettled([commits.commit(async () => 1), commits.commit(async () => 2)]);
    expect(answers.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  });

  test("[S3.1][S3.2] a deletion takes bytes and parts and leaves id, hash, reason and receipt; a replay stores nothing", async () => {
    const { bytes, id, hash, parts, owner } = await hub.submission({ parts: [new Uint8Array([1])] });
    await hub.push(bytes);
    const [part = new Uint8Array()] = parts;
    await hub.uploadPart(id, 0, 0, part);
    const [received] = await hub.push(bytes);
    const receipt = received?.result === "received" ? received.receipt : null;
    expect(await hub.store().remove({ id, reason: "erased" })).toBe(true);
    expect(await hub.push(bytes)).toEqual([{ result: "gone", id, reason: "erased", receipt }]);
    expect(await hub.news(owner.capability)).toEqual({ state: "gone", reason: "erased", receipt });
    expect(hub.tombstones.read()).toMatchObject([{ id, hash, reason: "erased", receipt }]);
    const database = new Database(join(hub.folder, "hub.sqlite"), { readonly: true });
    const rows = ["envelopes", "part_chunks"].map((table) =>
      database.prepare(`SELECT count(*) AS n FROM ${table} WHERE id = ?`).get(id),
    );
    expect(rows).toEqual([{ n: 0 }, { n: 0 }]);
    database.close();
  });

  test("[S3.3] the tombstone is in its file before the deletion is in the database", async () => {
    const { bytes, id } = await hub.submission();
    await hub.push(bytes);
    const append = hub.tombstones.append.bind(hub.tombstones);
    let heldThen: unknown;
    hub.tombstones.append = (entry) => {
      append(entry);
      const database = new Database(join(hub.folder, "hub.sqlite"), { readonly: true });
      heldThen = database.prepare("SELECT id FROM envelopes WHERE id = ?").get(id);
      database.close();
    };
    await hub.store().remove({ id, reason: "retention" });
    expect(heldThen).toEqual({ id });
    expect(hub.tombstones.read().map((entry) => entry.id)).toEqual([id]);
  });

  test("[S3.4][S3.5] a restore of an older backup changes the epoch, loses nothing that is offered again and revives nothing", async () => {
    const [kept, deleted, late] = [await hub.submission(), await hub.submission(), await hub.submission()];
    const [first] = await hub.push(kept.bytes, deleted.bytes);
    const backup = join(hub.folder, "backup/one.sqlite");
    await backupHub({ dataDir: hub.folder, file: backup });
    await hub.push(late.bytes);
    await hub.store().remove({ id: deleted.id, reason: "erased" });
    const epoch = hub.store().epoch;
    await hub.stop();
    const { notes } = await restoreHub({ dataDir: hub.folder, file: backup });
    expect(notes.join(" ")).toContain("1 deleted envelopes stay deleted");
    await hub.reopen();
    expect(hub.store().epoch).not.toBe(epoch);
    const results = await hub.push(kept.bytes, deleted.bytes, late.bytes);
    expect(results.map(({ result }) => result)).toEqual(["received", "gone", "received"]);
    expect(results[0]).toEqual(first);
  });

  test("[S3.4] a restore says when the tombstone file is lost", async () => {
    const { bytes, id } = await hub.submission();
    await hub.push(bytes);
    const backup = join(hub.folder, "one.sqlite");
    await backupHub({ dataDir: hub.folder, file: backup });
    await hub.store().remove({ id, reason: "erased" });
    rmSync(join(hub.folder, "tombstones.jsonl"));
    await hub.stop();
    expect((await restoreHub({ dataDir: hub.folder, file: backup })).notes.join(" ")).toContain("is lost");
    await hub.reopen();
  });

  test("[LOOP-10] a backup that is none is refused with a cure and the hub's data stay", async () => {
    const { bytes, id } = await hub.submission();
    await hub.push(bytes);
    const broken = join(hub.folder, "broken.sqlite");
    writeFileSync(broken, "no database at all, but long enough to be looked at as one");
    await hub.stop();
    await expect(restoreHub({ dataDir: hub.folder, file: broken })).rejects.toMatchObject({
      name: "BackupRefused",
      cure: expect.stringContaining("whole backup"),
    });
    await expect(backupHub({ dataDir: hub.folder, file: broken })).rejects.toMatchObject({
      cure: expect.stringContaining("another name"),
    });
    await hub.reopen();
    expect((await hub.store().inbox({ place: "example-town", desk: "newcomers" })).map((entry) => entry.id)).toEqual([
      id,
    ]);
  });

  test("[S3.3] a last line of the tombstone file that a power loss cut is passed over", async () => {
    const { bytes, id } = await hub.submission();
    await hub.push(bytes);
    await hub.store().remove({ id, reason: "erased" });
    const file = join(hub.folder, "tombstones.jsonl");
    writeFileSync(file, `${readFileSync(file, "utf8")}{"id":"half`);
    expect(hub.tombstones.read()).toHaveLength(1);
  });

  test("[P6][S9.1] the data folder holds no answer in clear and no time finer than the hour", async () => {
    const canary = "canary-answer-nobody-may-read";
    const { bytes } = await hub.submission({ payload: { answers: { "/a": canary } }, parts: [] });
    hub.clock.now = new Date("2026-11-24T13:37:42.123Z");
    await hub.push(bytes);
    await hub.reopen();
    expect(existsSync(join(hub.folder, "hub.sqlite"))).toBe(true);
    expect(findCanaries({ folder: hub.folder, canaries: [canary, "13:37"] })).toEqual([]);
  });

  test("[S6.6] a thousand submissions from two devices through lost answers are each kept once", async () => {
    const made = await Promise.all(Array.from({ length: 1_000 }, () => hub.submission()));
    const outboxes = [made.slice(0, 500), made.slice(500)];
    let answers = 0;
    await Promise.all(
      outboxes.map(async (outbox) => {
        const waiting = [...outbox];
        while (waiting.length > 0) {
          const batch = waiting.slice(0, 20);
          const results = await hub.push(...batch.map(({ bytes }) => bytes));
          answers += 1;
          // Every third answer is lost on the way: the device knows nothing and sends the same bytes again.
          if (answers % 3 === 0) continue;
          expect(results.every(({ result }) => result === "received")).toBe(true);
          waiting.splice(0, batch.length);
        }
      }),
    );
    const kept = await hub.store().inbox({ place: "example-town", desk: "newcomers" });
    expect(kept.map(({ id }) => id).sort()).toEqual(made.map(({ id }) => id).sort());
  });
});
