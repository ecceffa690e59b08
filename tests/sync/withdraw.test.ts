import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { stateOf } from "../../src/core/case.ts";
import { paths } from "../../src/core/protocol.ts";
import { clearWithdrawalAsked, outboxStores, writeInOne } from "../../src/device/outbox-transaction.ts";
import type { OutboxEntry } from "../../src/device/records.ts";
import { type HubInAFolder, hubInAFolder } from "../hub/hub-in-a-folder.ts";
import { hubsOf, makeDevice, type SentRequest, transportTo } from "./test-device.ts";

type Before = (request: SentRequest, pass: () => Promise<Response>) => Promise<Response>;
const shown = (entry: OutboxEntry) =>
  stateOf({
    status: entry.status,
    isSending: false,
    hasReceipt: entry.receipt !== null,
    goneReason: entry.gone,
    statuses: [],
  });

describe("withdrawing from a device", () => {
  let hub: HubInAFolder;
  beforeEach(async () => {
    hub = await hubInAFolder();
  });
  afterEach(() => hub.close());

  async function deviceWith(before?: Before) {
    const { transport, sent } = transportTo(hub, before);
    const capabilities = new Map<string, string>();
    const device = await makeDevice({
      transport,
      hubs: hubsOf(hub),
      capabilityOf: async (caseId) => capabilities.get(caseId) ?? null,
    });
    const submission = async (parts: readonly Uint8Array[] = []) => {
      const sealed = await hub.submission({ parts });
      capabilities.set(sealed.id, sealed.owner.capability);
      await device.finalise(sealed);
      return sealed;
    };
    return { device, sent, capabilities, submission };
  }
  const inbox = () => hub.store().inbox({ place: "example-town", desk: "newcomers" });

  test("[S4.1] what was never sent is withdrawn at once, without the hub, and its messages with it", async () => {
    const { device, sent, submission } = await deviceWith();
    const { id, owner } = await submission();
    const message = await hub.submission({
      header: {
        ...(await hub.submission()).header,
        kind: "message",
        case: id,
        capabilityHash: owner.capabilityHash,
      },
    });
    await device.finalise(message);
    expect(await device.store.startWithdrawal(id)).toBe("withdrawn");
    expect(shown(await device.entry(id))).toBe("withdrawn");
    expect(await device.entry(message.id)).toMatchObject({ status: "withdrawn" });
    expect(await device.drain()).toEqual({ kind: "done" });
    expect(sent).toEqual([]);
    expect(await device.store.startWithdrawal(id)).toBe("withdrawn");
  });

  test("[S4.1][S4.2] withdrawing at any moment of a push either stops it or asks the hub, never neither", async () => {
    for (let yields = 0; yields < 40; yields++) {
      const { device, submission } = await deviceWith();
      const { id } = await submission();
      const draining = device.drain();
      for (let turn = 0; turn < yields; turn++) await new Promise((resolve) => setImmediate(resolve));
      const start = await device.store.startWithdrawal(id);
      await draining;
      const isAtHub = (await inbox()).some((entry) => entry.id === id);
      expect([yields, start, isAtHub]).toEqual([yields, start, start !== "withdrawn"]);
      device.database.close();
    }
  });

  test("[S4.2] while the hub does not answer the state stays, and the envelope is not offered", async () => {
    const fault = { isOff: true };
    const { device, sent, submission } = await deviceWith(async (_, pass) => {
      if (fault.isOff) throw new TypeError("no connection");
      return pass();
    });
    const { id } = await submission();
    await device.drain();
    expect(await device.store.startWithdrawal(id)).toBe("asked");
    await device.drain();
    expect(shown(await device.entry(id))).toBe("waiting");
    expect(sent.map(({ path }) => path)).toEqual([paths.envelopes, paths.withdraw]);
    fault.isOff = false;
    expect(await device.drain()).toEqual({ kind: "done" });
    expect(shown(await device.entry(id))).toBe("withdrawn");
    expect(await inbox()).toEqual([]);
  });

  test("[S4.3] what the hub has not received whole is withdrawn there and stays gone for a late replay", async () => {
    const { device, submission } = await deviceWith(async ({ method }, pass) => {
      if (method === "PATCH") throw new TypeError("connection reset");
      return pass();
    });
    const sealed = await submission([new Uint8Array(2_000)]);
    await device.drain();
    expect(await device.store.startWithdrawal(sealed.id)).toBe("asked");
    expect(await device.drain()).toEqual({ kind: "done" });
    expect(shown(await device.entry(sealed.id))).toBe("withdrawn");
    expect(await hub.push(sealed.bytes)).toEqual([
      { result: "gone", id: sealed.id, reason: "withdrawn", receipt: null },
    ]);
  });

  test("[S4.2][S4.6] when the desk has it already, the receipt is taken and the wish is kept for a message to the desk", async () => {
    const fault = { losesAnswers: true };
    const { device, submission } = await deviceWith(async (_, pass) => {
      const answer = await pass();
      if (fault.losesAnswers) throw new TypeError("connection reset");
      return answer;
    });
    const { id } = await submission();
    await device.drain();
    expect(await device.store.startWithdrawal(id)).toBe("asked");
    fault.losesAnswers = false;
    expect(await device.drain()).toEqual({ kind: "done" });
    expect(await device.entry(id)).toMatchObject({ status: "received", withdrawalAsked: true });
    const clear = () =>
      writeInOne(device.database.connection, outboxStores, (transaction) => clearWithdrawalAsked(transaction, id));
    expect([await clear(), await clear()]).toEqual([true, false]);
    expect(await device.store.startWithdrawal(id)).toBe("received");
  });

  test("[S4.2] without the owner's key at hand the question waits and nothing is offered", async () => {
    const { device, sent, submission, capabilities } = await deviceWith(async (_, pass) => {
      await pass();
      throw new TypeError("connection reset");
    });
    const { id } = await submission();
    await device.drain();
    await device.store.startWithdrawal(id);
    capabilities.clear();
    expect(await device.drain()).toEqual({ kind: "left" });
    expect(sent).toHaveLength(1);
    expect(await device.entry(id)).toMatchObject({ status: "waiting", withdrawalAsked: true });
  });

  test("[S4.2][S2.6] a receipt that does not verify is no answer to a withdrawal", async () => {
    const { device, submission } = await deviceWith(async ({ path }, pass) => {
      const answer = await pass();
      if (path !== paths.withdraw) throw new TypeError("connection reset");
      const body: unknown = await answer.json();
      const forged = JSON.stringify(body).replace(/"receipt":"([^"]+).{4}"/, '"receipt":"$1AAAA"');
      return new Response(forged, { status: 200, headers: answer.headers });
    });
    const { id } = await submission();
    await device.drain();
    await device.store.startWithdrawal(id);
    expect(await device.drain()).toEqual({ kind: "left" });
    expect(await device.entry(id)).toMatchObject({
      status: "waiting",
      withdrawalAsked: true,
      receiptFault: "signature-wrong",
    });
  });

  test("[S4.2] a hub that does not know the capability has no say: the submission is offered as before", async () => {
    const fault = { isOff: true };
    const { device, submission, capabilities } = await deviceWith(async (_, pass) => {
      if (fault.isOff) throw new TypeError("no connection");
      return pass();
    });
    const sealed = await submission([new Uint8Array(9)]);
    await device.drain();
    await hub.push(sealed.bytes);
    await device.store.startWithdrawal(sealed.id);
    capabilities.set(sealed.id, (await hub.submission()).owner.capability);
    fault.isOff = false;
    expect(await device.drain()).toEqual({ kind: "done" });
    expect(await device.entry(sealed.id)).toMatchObject({ status: "received", withdrawalAsked: false });
  });

  test("[S4.5] withdrawn elsewhere shows withdrawn here", async () => {
    const { device, submission } = await deviceWith();
    const { id, owner } = await submission();
    await hub.post(paths.withdraw, { v: 1, capability: owner.capability, id });
    expect(await device.drain()).toEqual({ kind: "done" });
    expect(shown(await device.entry(id))).toBe("withdrawn");
  });
});
