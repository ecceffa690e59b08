/**
 * Two devices and a hub in one process under a seeded schedule of faults: answers lost, cut and late, pages killed at any await, hub killed
 * and restored, withdrawals, deletions. `plant` puts a fault of ours into it, to prove the checker.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IDBFactory } from "fake-indexeddb";
import { cutEnvelopes } from "../../src/core/envelope-batch.ts";
import { maxBatchEnvelopes, paths } from "../../src/core/protocol.ts";
import type { OutboxStore } from "../../src/device/outbox-store.ts";
import { backupHub, restoreHub } from "../../src/hub/backup.ts";
import { hashOf, utf8 } from "../../src/seal/bytes.ts";
import { readEnvelopeFrame, type SealedEnvelope } from "../../src/seal/envelope.ts";
import { createContactTransport } from "../../src/sync/contact-transport.ts";
import type { Transport } from "../../src/sync/http-transport.ts";
import { sendOnce } from "../../src/sync/send-once.ts";
import { type HubInAFolder, hubInAFolder } from "../hub/hub-in-a-folder.ts";
import { fakeLocks } from "../sync/fake-locks.ts";
import { hubsOf, makeDevice, type SentRequest, transportTo } from "../sync/test-device.ts";
import { checkHistory, type DeviceHistory } from "./history.ts";
import { mortal } from "./mortal.ts";
import { type Seeded, seeded } from "./seeded.ts";

export type PoolEntry = SealedEnvelope & { readonly owner: { readonly capability: string } };
export type Plant = {
  readonly transport?: (transport: Transport) => Transport;
  readonly store?: (store: OutboxStore, device: { factory: IDBFactory }) => OutboxStore;
  /** Rows that the hub shows beside its own. */
  readonly rows?: () => readonly { readonly id: string; readonly hash: string }[];
};

const desk = { place: "example-town", desk: "newcomers" };

/** One device through its lives. */
async function makeLiving(of: {
  name: string;
  hub: HubInAFolder;
  chance: Seeded;
  capabilities: Map<string, string>;
  plant: Plant;
}) {
  const { name, hub, chance, capabilities, plant } = of;
  const factory = new IDBFactory();
  const finalised: { id: string; hash: string }[] = [];
  const acknowledged = new Set<string>();
  const left: string[] = [];
  const faults = { isOn: true };
  let requests = 0;

  const note = async (request: SentRequest): Promise<void> => {
    requests += 1;
    if (request.path !== paths.envelopes) return;
    const cut = cutEnvelopes(request.body, maxBatchEnvelopes);
    for (const bytes of cut.ok ? cut.envelopes : []) {
      const read = await readEnvelopeFrame(bytes);
      if (read.ok && !left.includes(read.frame.header.id)) left.push(read.frame.header.id);
    }
  };
  const network = async (request: SentRequest, pass: () => Promise<Response>): Promise<Response> => {
    await note(request);
    const kind = faults.isOn ? chance.below(12) : 11;
    if (kind === 0) throw new TypeError("never arrived");
    const answer = await pass();
    if (kind === 1) throw new TypeError("answer lost");
    if (kind === 2) return new Response((await answer.text()).slice(0, -3), answer);
    if (kind === 3) return new Response("<html>sign in", { headers: { "content-type": "text/html" } });
    if (kind === 4) return pass();
    if (kind === 5) return new Response(null, { status: 502 });
    return answer;
  };
  const honest = transportTo(hub, network).transport;
  const transport = plant.transport?.(honest) ?? honest;

  async function live() {
    const device = await makeDevice({ transport, hubs: hubsOf(hub), factory });
    const store = plant.store?.(device.store, { factory }) ?? device.store;
    return { device, store, life: mortal(), locks: fakeLocks() };
  }
  let now = await live();

  /** Sends with a planned death now and then; returns what came of it. */
  async function send(): Promise<string> {
    const { device, store, life, locks } = now;
    if (faults.isOn && chance.chance(0.4)) life.dieAfter(chance.below(14));
    const outcome = await Promise.race([
      sendOnce({
        ...device,
        store: life.wrap(store),
        transport: life.wrap(transport),
        capabilityOf: async (caseId) => capabilities.get(caseId) ?? null,
        locks,
      }),
      life.death,
    ]);
    if (outcome === "dead") now = await live();
    for (const entry of await now.device.store.entriesOfHolder("me"))
      if (entry.status === "received") acknowledged.add(entry.id);
    return outcome === "dead" ? outcome : outcome.kind;
  }

  return {
    name,
    finalise: async (sealed: PoolEntry) => {
      capabilities.set(sealed.id, sealed.owner.capability);
      finalised.push({ id: sealed.id, hash: sealed.hash });
      await now.device.finalise(sealed);
    },
    send,
    withdrawOne: async () => {
      const one = chance.pick(finalised);
      if (one) await now.device.store.startWithdrawal(one.id);
    },
    pass: (ms: number) => {
      now.device.clock.nowMs += ms;
    },
    settle: async (): Promise<DeviceHistory> => {
      faults.isOn = false;
      now = await live();
      // A page that opens asks for news of its cases: so it hears of a restore even when nothing of it waits.
      const { store } = now;
      await createContactTransport({ transport, store, now: now.device.now }).ask({
        method: "POST",
        path: paths.news,
        headers: { "content-type": "application/json" },
        body: utf8(JSON.stringify({ v: 1, cases: [] })),
      });
      let outcome = "";
      for (let tries = 0; tries < 40 && outcome !== "done"; tries++) outcome = await send();
      const before = requests;
      if (outcome === "done") await send();
      const entries = await now.device.store.entriesOfHolder("me");
      now.device.database.close();
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

/** Runs one history and returns what is wrong with it. The pool's envelopes are sealed for the desk of `chain`. */
export async function simulate({
  seed,
  chain,
  pool,
  plant = {},
}: {
  seed: number;
  chain: HubInAFolder["chain"];
  pool: readonly PoolEntry[];
  plant?: Plant;
}): Promise<readonly string[]> {
  const chance = seeded(seed);
  const hub = await hubInAFolder({ chain });
  const backups = mkdtempSync(join(tmpdir(), "passerelle-backups-"));
  const capabilities = new Map<string, string>();
  const waiting = [...pool];
  const deleted = new Set<string>();
  const files: string[] = [];
  const names = ["one", "two"];
  const devices = await Promise.all(names.map((name) => makeLiving({ name, hub, chance, capabilities, plant })));
  const received = async () => (await hub.store().inbox(desk)).map(({ id }) => id);

  async function act(): Promise<void> {
    const device = chance.pick(devices);
    const what = chance.below(20);
    if (what < 8) {
      const sealed = waiting.pop();
      if (sealed) await device?.finalise(sealed);
    } else if (what < 15) await device?.send();
    else if (what === 15) await device?.withdrawOne();
    else if (what === 16) await hub.reopen({ killed: chance.chance(0.5) });
    else if (what === 17) {
      const file = join(backups, `${files.length}.sqlite`);
      await backupHub({ dataDir: hub.folder, file });
      files.push(file);
    } else if (what === 18) {
      const file = chance.pick(files);
      if (file === undefined) return;
      await hub.stop();
      await restoreHub({ dataDir: hub.folder, file });
      await hub.reopen();
    } else {
      device?.pass(chance.below(3) * 86_400_000);
      const id = chance.pick(await received());
      if (id !== undefined && (await hub.store().remove({ id, reason: "retention" }))) deleted.add(id);
    }
  }

  try {
    for (let turn = 0; waiting.length > 0 || turn < 60; turn++) await act();
    const histories = [];
    for (const device of devices) histories.push(await device.settle());
    const rows = [];
    for (const id of await received()) {
      const bytes = await hub.store().takeEnvelope({ ...desk, id });
      rows.push({ id, hash: await hashOf(bytes ?? new Uint8Array()) });
    }
    return checkHistory({ devices: histories, hub: { rows: [...rows, ...(plant.rows?.() ?? [])], deleted } });
  } finally {
    await hub.close();
    rmSync(backups, { recursive: true });
  }
}

/** Envelopes for many histories: sealing is slow, and each history has its own hub. */
export async function sealPool(hub: HubInAFolder, count: number): Promise<readonly PoolEntry[]> {
  const pool: PoolEntry[] = [];
  for (let made = 0; made < count; made++)
    pool.push(await hub.submission({ parts: made % 4 === 0 ? [new Uint8Array(20_000), new Uint8Array([made])] : [] }));
  return pool;
}
