import { rmSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cutEnvelopes } from "../../src/core/envelope-batch.ts";
import { maxBatchEnvelopes, paths } from "../../src/core/protocol.ts";
import { backupHub, restoreHub } from "../../src/hub/backup.ts";
import { openSqliteStore } from "../../src/hub/sqlite-store.ts";
import { databaseFile, tombstoneFile } from "../../src/hub/start-hub.ts";
import { TombstoneLog } from "../../src/hub/tombstone-log.ts";
import { hashOf } from "../../src/seal/bytes.ts";
import { readEnvelopeFrame, type SealedEnvelope, sealEnvelope } from "../../src/seal/envelope.ts";
import { createHttpTransport } from "../../src/sync/http-transport.ts";
import { sendOnce } from "../../src/sync/send-once.ts";
import { type FaultProxy, startFaultProxy } from "../faults/fault-proxy.ts";
import { type HubInAFolder, hubInAFolder } from "../hub/hub-in-a-folder.ts";
import { anyHash, makeCase } from "../seal/making.ts";
import { fakeLocks } from "../sync/fake-locks.ts";
import { makeDevice } from "../sync/test-device.ts";
import { checkHistory, type DeviceHistory } from "./history.ts";
import { type HubChild, makeHubChildren } from "./hub-child.ts";

const perDevice = 500;
const desk = { place: "example-town", desk: "newcomers" };

describe("two devices and a real hub process behind a proxy that drops every third response", () => {
  let folder: HubInAFolder;
  let children: Awaited<ReturnType<typeof makeHubChildren>>;
  let sealed: readonly SealedEnvelope[];

  beforeAll(async () => {
    folder = await hubInAFolder();
    children = await makeHubChildren(folder.folder);
    const owner = await makeCase();
    const made: SealedEnvelope[] = [];
    for (let number = 0; number < 2 * perDevice; number++) {
      const { capabilityHash } = await makeCase();
      made.push(
        await sealEnvelope({
          header: {
            ...desk,
            kind: "submission",
            form: "question",
            formVersion: anyHash,
            capabilityHash,
            case: null,
            practice: true,
          },
          payload: { number },
          parts: number % 20 === 0 ? [new Uint8Array(3_000).fill(number % 251)] : [],
          deskKeys: [folder.chain.desk],
          caseKey: owner.publicJwk,
        }),
      );
    }
    sealed = made;
  }, 120_000);
  afterAll(async () => {
    children.killAll();
    await folder.close();
  });

  async function openDevice(name: string, baseOf: () => string) {
    const left: string[] = [];
    const finalised: { id: string; hash: string }[] = [];
    const acknowledged = new Set<string>();
    let requests = 0;
    const transport = createHttpTransport({
      fetch: async (path, init) => {
        requests += 1;
        const cut =
          init.body instanceof Uint8Array && path === paths.envelopes
            ? cutEnvelopes(init.body, maxBatchEnvelopes)
            : null;
        for (const bytes of cut?.ok ? cut.envelopes : []) {
          const read = await readEnvelopeFrame(bytes);
          if (read.ok && !left.includes(read.frame.header.id)) left.push(read.frame.header.id);
        }
        return fetch(baseOf() + path, init);
      },
    });
    const device = await makeDevice({ transport, hubs: children.hubs });
    const locks = fakeLocks();
    /** Until nothing is left; waits are cut short, since here nobody shares the hub. */
    const drain = async (): Promise<void> => {
      for (let attempt = 0; attempt < 1_000; attempt++) {
        const outcome = await sendOnce({ ...device, transport, locks, now: Date.now });
        if (outcome.kind === "done") return;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      throw new Error(`${name} does not get on`);
    };
    return {
      /** Finalises and sends by turns, as people do. */
      work: async (batch: readonly SealedEnvelope[]) => {
        for (let from = 0; from < batch.length; from += 50) {
          for (const one of batch.slice(from, from + 50)) {
            await device.finalise(one);
            finalised.push({ id: one.id, hash: one.hash });
          }
          await drain();
        }
        for (const { id, status } of await device.store.entriesOfHolder("me"))
          if (status === "received") acknowledged.add(id);
      },
      acknowledged,
      end: async (): Promise<DeviceHistory> => {
        await drain();
        const before = requests;
        await drain();
        const entries = await device.store.entriesOfHolder("me");
        return {
          device: name,
          finalised,
          acknowledged,
          shown: new Map(entries.map(({ id, status }) => [id, status])),
          left,
          requestsWhenDone: requests - before,
        };
      },
    };
  }

  test("[S3.4][S3.6][S6.6][LOOP-9] 1,000 submissions are each there once; a restore of an older backup loses none and revives none that was deleted", async () => {
    let child: HubChild = await children.start();
    let proxy: FaultProxy;
    const connect = () =>
      startFaultProxy({
        target: child.address,
        script: ({ number }) => ({ kind: number % 3 === 0 ? "dropResponse" : "pass" }),
      });
    proxy = await connect();
    let dropped = 0;
    const baseOf = () => proxy.url;
    const one = await openDevice("one", baseOf);
    const two = await openDevice("two", baseOf);
    const shares = [sealed.slice(0, perDevice), sealed.slice(perDevice)] as const;
    const work = (from: number, until: number) =>
      Promise.all([one.work(shares[0].slice(from, until)), two.work(shares[1].slice(from, until))]);

    await work(0, 150);
    const backup = join(folder.folder, "backup.sqlite");
    await backupHub({ dataDir: children.dataDir, file: backup });
    await work(150, 350);

    // The hub is killed. Some of what it received is deleted: half of it is in the backup, half is not.
    dropped += Math.floor(proxy.exchanges() / 3);
    await proxy.close();
    await child.kill();
    const store = await openSqliteStore({
      file: databaseFile(children.dataDir),
      tombstones: new TombstoneLog(tombstoneFile(children.dataDir)),
      signReceipt: () => Promise.reject(new Error("nothing is received here")),
      now: () => new Date(),
    });
    const deleted = new Set([...shares[0].slice(100, 200), ...shares[1].slice(140, 160)].map(({ id }) => id));
    for (const id of deleted) expect(await store.remove({ id, reason: "retention" })).toBe(true);
    await store.close();

    await restoreHub({ dataDir: children.dataDir, file: backup });
    child = await children.start();
    proxy = await connect();
    await work(350, perDevice);
    const devices = [await one.end(), await two.end()];
    dropped += Math.floor(proxy.exchanges() / 3);
    await proxy.close();
    await child.kill();

    const database = new Database(databaseFile(children.dataDir), { readonly: true });
    const rows = [];
    for (const { id, bytes } of database
      .prepare<[], { id: string; bytes: Uint8Array }>("select id, bytes from envelopes where receipt is not null")
      .iterate())
      rows.push({ id, hash: await hashOf(new Uint8Array(bytes)) });
    database.close();
    expect(checkHistory({ devices, hub: { rows, deleted } })).toEqual([]);
    expect(rows).toHaveLength(2 * perDevice - deleted.size);
    expect(dropped).toBeGreaterThan(30);
    for (const { shown, finalised } of devices)
      for (const { id } of finalised) expect(shown.get(id)).toBe(deleted.has(id) ? "gone" : "received");
    rmSync(backup);
  }, 120_000);
});
