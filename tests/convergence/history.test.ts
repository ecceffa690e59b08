import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cutEnvelopes } from "../../src/core/envelope-batch.ts";
import { headers, maxBatchEnvelopes, paths, pushAnswer } from "../../src/core/protocol.ts";
import type { OutboxStore } from "../../src/device/outbox-store.ts";
import { hashOf } from "../../src/seal/bytes.ts";
import { readEnvelopeFrame } from "../../src/seal/envelope.ts";
import type { Transport } from "../../src/sync/http-transport.ts";
import { type HubInAFolder, hubInAFolder } from "../hub/hub-in-a-folder.ts";
import { transportTo } from "../sync/test-device.ts";
import { checkHistory, type DeviceHistory, type HubHolding } from "./history.ts";
import { type Plant, type PoolEntry, sealPool, simulate } from "./simulation.ts";

describe("the history checker", () => {
  const good: DeviceHistory = {
    device: "one",
    finalised: [
      { id: "a", hash: "A" },
      { id: "b", hash: "B" },
      { id: "c", hash: "C" },
    ],
    acknowledged: new Set(["a"]),
    shown: new Map([
      ["a", "received"],
      ["b", "waiting"],
      ["c", "withdrawn"],
    ]),
    left: ["a", "b"],
    requestsWhenDone: 0,
  };
  const holding: HubHolding = { rows: [{ id: "a", hash: "A" }], deleted: new Set() };
  const check = (device: Partial<DeviceHistory> = {}, hub: Partial<HubHolding> = {}) =>
    checkHistory({ devices: [{ ...good, ...device }], hub: { ...holding, ...hub } });

  test("[S6.6] a good history has no faults, whether what is unknown arrived or not", () => {
    expect(check()).toEqual([]);
    expect(check({}, { rows: [...holding.rows, { id: "b", hash: "B" }] })).toEqual([]);
  });

  test.each<[string, Partial<DeviceHistory>, Partial<HubHolding>, string]>([
    ["lost at the hub", {}, { rows: [] }, "a was received for one and is not at the hub"],
    ["twice at the hub", {}, { rows: [...holding.rows, ...holding.rows] }, "a is at the hub 2 times"],
    ["with other bytes", {}, { rows: [{ id: "a", hash: "X" }] }, "a of one has other bytes at the hub"],
    [
      "gone from the device",
      {
        shown: new Map([
          ["a", "received"],
          ["c", "withdrawn"],
        ]),
      },
      {},
      "b vanished from one",
    ],
    [
      "acknowledged once and lost since",
      { acknowledged: new Set(["a", "b"]) },
      {},
      "b was received for one and is not at the hub",
    ],
    [
      "withdrawn and there",
      {},
      { rows: [...holding.rows, { id: "c", hash: "C" }] },
      "c is withdrawn for one and is at the hub",
    ],
    ["revived", {}, { deleted: new Set(["a"]) }, "a was deleted and is at the hub again"],
    ["out of order", { left: ["b", "a"] }, {}, "one sent in another order than it finalised"],
    ["a drain without an end", { requestsWhenDone: 1 }, {}, "one had nothing left and sent 1 requests"],
    ["of nobody", {}, { rows: [...holding.rows, { id: "z", hash: "Z" }] }, "z is at the hub and nobody finalised it"],
  ])("[S6.6] it finds a submission %s", (_, device, hub, fault) => {
    expect(check(device, hub)).toContain(fault);
  });
});

describe("faults planted into the simulation", () => {
  let hub: HubInAFolder;
  let pool: readonly PoolEntry[];
  beforeAll(async () => {
    hub = await hubInAFolder();
    pool = await sealPool(hub, 12);
  });
  afterAll(() => hub.close());

  /** Faults found in some seeds; the planted one must show in one of the first few. */
  async function faultsOf(makePlant: () => Plant | Promise<Plant>): Promise<readonly string[]> {
    for (let seed = 1; seed <= 6; seed++) {
      const faults = await simulate({ seed, chain: hub.chain, pool, plant: await makePlant() });
      if (faults.length > 0) return faults;
    }
    return [];
  }

  test("[S6.6] it finds a hub that answers before it commits and dies", async () => {
    const shadow = await hubInAFolder({ chain: hub.chain });
    try {
      // What the shadow answers never reaches the hub's disk.
      const plant: Plant = { transport: () => transportTo(shadow).transport };
      expect((await faultsOf(() => plant)).join("\n")).toMatch(/was received for (one|two) and is not at the hub/);
    } finally {
      await shadow.close();
    }
  });

  test("[S6.6] it finds a hub without uniqueness", async () => {
    const makePlant = (): Plant => {
      const rows: { id: string; hash: string }[] = [];
      return {
        rows: () => rows,
        transport: (transport) => ({
          ...transport,
          ask: async (request) => {
            const exchange = await transport.ask(request);
            if (request.path !== paths.envelopes || !request.body || !exchange.ok) return exchange;
            const { results } = pushAnswer(JSON.parse(new TextDecoder().decode(exchange.reply.bytes)));
            const cut = cutEnvelopes(request.body, maxBatchEnvelopes);
            for (const [index, bytes] of (cut.ok ? cut.envelopes : []).entries()) {
              const read = await readEnvelopeFrame(bytes);
              if (read.ok && results[index]?.result === "received")
                rows.push({ id: read.frame.header.id, hash: await hashOf(bytes) });
            }
            return exchange;
          },
        }),
      };
    };
    expect((await faultsOf(makePlant)).join("\n")).toMatch(/is at the hub \d+ times/);
  });

  test("[S6.6] it finds a device that removes from its outbox and writes the result in two steps", async () => {
    const split = (store: OutboxStore): OutboxStore => ({
      ...store,
      takeBatch: async (of) => {
        const taken = await store.takeBatch(of);
        // Gone from the outbox before the hub's answer is known.
        for (const { entry } of taken.batch) await store.removeCase(entry.caseId);
        return taken;
      },
    });
    expect((await faultsOf(() => ({ store: split }))).join("\n")).toMatch(/vanished from (one|two)/);
  });

  test("[S6.6] it finds a device that believes any answer", async () => {
    const credulous = (transport: Transport): Transport => ({
      ...transport,
      ask: async (request) => {
        const exchange = await transport.ask(request);
        if (exchange.ok || request.path !== paths.envelopes) return exchange;
        // A failed push is taken for a withdrawal that the hub confirmed.
        const cut = cutEnvelopes(request.body ?? new Uint8Array(), maxBatchEnvelopes);
        const ids = await Promise.all(
          (cut.ok ? cut.envelopes : []).map(async (bytes) => {
            const read = await readEnvelopeFrame(bytes);
            return read.ok ? read.frame.header.id : "";
          }),
        );
        const results = ids.map((id) => ({ result: "gone", id, reason: "withdrawn", receipt: null }));
        return {
          ok: true,
          reply: {
            status: 200,
            mediaType: "application/json",
            header: (name) => (name === headers.protocol ? "1" : null),
            bytes: new TextEncoder().encode(JSON.stringify({ v: 1, epoch: "e", results })),
            epoch: "e",
          },
        };
      },
    });
    expect((await faultsOf(() => ({ transport: credulous }))).join("\n")).toMatch(/is gone for (one|two)/);
  });

  test("[S1.7][S6.6] it finds a device that sends in another order", async () => {
    const reversed = (store: OutboxStore): OutboxStore => ({
      ...store,
      takeBatch: async (of) => {
        const taken = await store.takeBatch({ ...of, maxEnvelopes: 2 });
        return { ...taken, batch: [...taken.batch].reverse() };
      },
    });
    expect((await faultsOf(() => ({ store: reversed }))).join("\n")).toMatch(/sent in another order/);
  });
});
