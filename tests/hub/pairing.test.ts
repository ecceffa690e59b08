import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { paths } from "../../src/core/protocol.ts";
import { backupHub } from "../../src/hub/backup.ts";
import { newCapability } from "../../src/seal/case-keys.ts";
import { type HubInAFolder, hubInAFolder } from "./hub-in-a-folder.ts";
import { findLeaks, matchAcross, mostNearer, mostNeighbours, pairBy, viewsOf } from "./pairing.ts";

const persons = 200;
const received = { place: "example-town", desk: "newcomers" };

describe("whoever holds the database", () => {
  let hub: HubInAFolder;
  const personOf = new Map<string, number>();
  const file = () => join(hub.folder, "hub.sqlite");

  // The worst case: all send to one desk with one form in one size class within one hour, each person both in one go. Every
  // person writes at an own length, attaches a photo of an own size, and takes both cases over; the desk answers some.
  beforeAll(async () => {
    hub = await hubInAFolder();
    for (let person = 0; person < persons; person += 1) {
      const payload = { answers: { text: "x".repeat(10 + person), who: String(person) } };
      const parts = [new Uint8Array(100 + person).fill(person)];
      const both = [await hub.submission({ payload, parts }), await hub.submission({ payload, parts })];
      for (const { id } of both) personOf.set(id, person);
      await hub.push(...both.map(({ bytes }) => bytes));
      for (const { id, parts: sealed } of both)
        for (const [index, part] of sealed.entries()) await hub.uploadPart(id, index, 0, part);
      for (const { id } of both.slice(0, person % 3))
        await hub.store().appendMessage({
          ...received,
          sealed: { v: 1, envelopeId: id, number: 1, wraps: [], ciphertext: "A".repeat(64) },
        });
      if (person % 4 === 0)
        for (const { owner } of both) {
          const { capabilityHash } = await newCapability();
          await hub.post(paths.rotate, { v: 1, capability: owner.capability, newCapabilityHash: capabilityHash });
        }
    }
  });
  afterAll(() => hub.close());

  test("[S9.2] in the tables of a running hub, no order, key, size, hour or signature pairs a person's two", () => {
    const views = viewsOf(file()).filter(({ name }) => !name.startsWith("place "));
    expect(views.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        "envelopes: order of rows",
        "envelopes.bytes",
        "cases.capability_hash",
        "receipt: signature",
      ]),
    );
    for (const view of views) {
      const pairing = pairBy(view, personOf);
      expect(pairing?.neighbours ?? 0, view.name).toBeLessThanOrEqual(mostNeighbours);
      expect(pairing?.nearer ?? 0, view.name).toBeLessThanOrEqual(mostNearer);
    }
  });

  test("[S9.2][S9.4] in the raw file of a backup, no place on disk pairs a person's two", async () => {
    const backup = join(hub.folder, "backup.sqlite");
    await backupHub({ dataDir: hub.folder, file: backup });
    expect(findLeaks(backup, personOf)).toEqual([]);
  });

  test("[S9.2][S9.4] in the raw file of a hub that mixed what came in the hour, no place on disk pairs a person's two", async () => {
    await hub.store().forgetOrder();
    const names = viewsOf(file()).map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["place 0 on disk of id", "place 0 on disk of capability", "place 0 on disk of part"]),
    );
    expect(findLeaks(file(), personOf)).toEqual([]);
  });

  test("[S9.2] across two hours, who comes in the same order each time is not matched by it", async () => {
    const other = await hubInAFolder();
    const made = await Promise.all(
      Array.from({ length: persons }, async () => [await other.submission(), await other.submission()] as const),
    );
    for (const [first] of made) await other.push(first.bytes);
    await other.store().forgetOrder();
    other.clock.now = new Date(other.clock.now.getTime() + 3_600_000);
    for (const [, second] of made) await other.push(second.bytes);
    await other.store().forgetOrder();
    const pairs = made.map(([first, second]) => [first.id, second.id] as const);
    const names = viewsOf(join(other.folder, "hub.sqlite")).map((view) => {
      const { matches, correlation } = matchAcross(view, pairs);
      expect(matches, view.name).toBeLessThanOrEqual(mostNeighbours);
      expect(Math.abs(correlation), view.name).toBeLessThanOrEqual(mostNearer);
      return view.name;
    });
    expect(names).toContain("place 0 on disk of end of the envelope");
    await other.close();
  });

  test("[S9.2] mixing keeps every envelope, part, case and receipt as it was", async () => {
    const dump = () => {
      const database = new Database(file(), { readonly: true });
      const rows = ["envelopes", "part_chunks", "cases", "moved", "messages", "tombstones"].map((table) =>
        database.prepare(`SELECT * FROM ${table}`).all(),
      );
      database.close();
      return rows;
    };
    const late = await hub.submission({ parts: [new Uint8Array([1, 2])] });
    await hub.push(late.bytes);
    await hub.uploadPart(late.id, 0, 0, (late.parts[0] ?? new Uint8Array()).subarray(0, 10));
    const before = dump();
    await hub.store().forgetOrder();
    expect(dump()).toEqual(before);
    await hub.uploadPart(late.id, 0, 10, (late.parts[0] ?? new Uint8Array()).subarray(10));
    expect((await hub.push(late.bytes))[0]?.result).toBe("received");
  });

  test("[S9.2][S9.4] what a killed process had not mixed is mixed by the next", async () => {
    const other = await hubInAFolder();
    const pairs = new Map<string, number>();
    for (let person = 0; person < persons; person += 1) {
      const both = [await other.submission(), await other.submission()];
      for (const { id } of both) pairs.set(id, person);
      await other.push(...both.map(({ bytes }) => bytes));
    }
    // As after SIGKILL: the file as it is now, opened by a new process.
    const killed = new Database(join(other.folder, "hub.sqlite"));
    killed.pragma("wal_checkpoint(FULL)");
    killed.close();
    expect(findLeaks(join(other.folder, "hub.sqlite"), pairs)).not.toEqual([]);
    await other.reopen({ killed: true });
    await other.store().forgetOrder();
    expect(findLeaks(join(other.folder, "hub.sqlite"), pairs)).toEqual([]);
    await other.close();
  });

  test("[S9.2] the same attack pairs most persons when rows are numbered as they come", () => {
    const pairs = new Map([...personOf].slice(0, 2 * persons));
    const database = new Database(join(hub.folder, "numbered.sqlite"));
    database.exec(
      "CREATE TABLE envelopes (number INTEGER PRIMARY KEY, id TEXT, receipt TEXT, kind TEXT, bytes BLOB, case_id TEXT)",
    );
    database.exec(
      "CREATE TABLE cases (case_id TEXT, capability_hash TEXT); CREATE TABLE part_chunks (id TEXT, bytes BLOB)",
    );
    for (const id of pairs.keys())
      database
        .prepare("INSERT INTO envelopes (id, kind, bytes, case_id) VALUES (?, 'submission', ?, ?)")
        .run(id, Buffer.from(id), id);
    database.close();
    const order = viewsOf(join(hub.folder, "numbered.sqlite")).find(({ name }) => name === "envelopes: order of rows");
    expect(order && pairBy(order, pairs)?.neighbours).toBeGreaterThan(persons * 0.9);
  });
});
