import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { cutEnvelopes } from "../../src/core/envelope-batch.ts";
import { maxBatchEnvelopes, paths, pushAnswer } from "../../src/core/protocol.ts";
import { readEnvelopeFrame } from "../../src/seal/envelope.ts";
import { signReceipt } from "../../src/seal/receipt.ts";
import { type HubInAFolder, hubInAFolder } from "../hub/hub-in-a-folder.ts";
import { makeSigner } from "../seal/making.ts";
import { hubsOf, makeDevice, type SentRequest, transportTo } from "./test-device.ts";

const envelopesIn = ({ body }: SentRequest): readonly Uint8Array[] => {
  const cut = cutEnvelopes(body, maxBatchEnvelopes);
  return cut.ok ? cut.envelopes : [];
};
const idsIn = async (request: SentRequest): Promise<readonly string[]> =>
  Promise.all(
    envelopesIn(request).map(async (bytes) => {
      const read = await readEnvelopeFrame(bytes);
      return read.ok ? read.frame.header.id : "malformed";
    }),
  );
const pushesIn = (sent: readonly SentRequest[]) => sent.filter(({ path }) => path === paths.envelopes);

describe("draining an outbox to a hub", () => {
  let hub: HubInAFolder;
  beforeEach(async () => {
    hub = await hubInAFolder();
  });
  afterEach(() => hub.close());

  const inbox = () => hub.store().inbox({ place: "example-town", desk: "newcomers" });

  test("[S5.7][LOOP-9] a drain ends when nothing is left; a second drain sends nothing", async () => {
    const { transport, sent } = transportTo(hub);
    const device = await makeDevice({ transport, hubs: hubsOf(hub) });
    for (let made = 0; made < 11; made++) await device.finalise(await hub.submission());
    expect(await device.drain()).toEqual({ kind: "done" });
    expect(await inbox()).toHaveLength(11);
    const before = sent.length;
    expect(await device.drain()).toEqual({ kind: "done" });
    expect(sent).toHaveLength(before);
  });

  test("[S1.7] envelopes leave in the order in which they were finalised, whatever the clock said", async () => {
    const { transport, sent } = transportTo(hub);
    const device = await makeDevice({ transport, hubs: hubsOf(hub) });
    const finalised: string[] = [];
    for (let made = 0; made < 9; made++) {
      // The device's clock is set back again and again.
      device.clock.nowMs -= 3_600_000;
      finalised.push((await device.finalise(await hub.submission())).id);
    }
    await device.drain();
    const left = (await Promise.all(pushesIn(sent).map(idsIn))).flat();
    expect(left).toEqual(finalised);
  });

  test("[S5.8] batches start small and grow while the link answers quickly", async () => {
    const { transport, sent } = transportTo(hub);
    const device = await makeDevice({ transport, hubs: hubsOf(hub) });
    for (let made = 0; made < 40; made++) await device.finalise(await hub.submission());
    await device.drain();
    const sizes = (await Promise.all(pushesIn(sent).map(idsIn))).map(({ length }) => length);
    expect(sizes).toEqual([4, 8, 16, 12]);
  });

  test("[S2.5] received is stored only with a receipt that verifies, beside the hub's epoch", async () => {
    const { transport } = transportTo(hub);
    const device = await makeDevice({ transport, hubs: hubsOf(hub) });
    const { id } = await device.finalise(await hub.submission());
    await device.drain();
    const entry = await device.entry(id);
    expect(entry).toMatchObject({ status: "received", epoch: hub.store().epoch, receiptFault: null });
    expect(entry.receipt?.split(".")).toHaveLength(3);
    expect(entry.queue).toBeUndefined();
  });

  test("[S2.6] a receipt of an unknown hub changes nothing but the fault, and a good one later is taken", async () => {
    const { transport } = transportTo(hub);
    const stranger = await makeSigner();
    const device = await makeDevice({ transport, hubs: [{ keys: [stranger.certified] }] });
    const before = await device.finalise(await hub.submission());
    expect(await device.drain()).toEqual({ kind: "left" });
    const { lastTriedAt, firstTriedAt, ...entry } = await device.entry(before.id);
    expect({ lastTriedAt, firstTriedAt }).not.toEqual({ lastTriedAt: null, firstTriedAt: null });
    const { lastTriedAt: _last, firstTriedAt: _first, ...rest } = before;
    expect(entry).toEqual({ ...rest, receiptFault: "hub-unknown" });

    device.certified.hubs = hubsOf(hub);
    expect(await device.drain()).toEqual({ kind: "done" });
    expect(await device.entry(before.id)).toMatchObject({ status: "received", receiptFault: null });
  });

  /** The hub's answer, with each receipt replaced. */
  const withReceipt =
    (receiptOf: (receipt: string) => Promise<string>) =>
    async (request: SentRequest, pass: () => Promise<Response>): Promise<Response> => {
      const answer = await pass();
      if (request.path !== paths.envelopes) return answer;
      const body = pushAnswer(await answer.json());
      const results = await Promise.all(
        body.results.map(async (result) =>
          result.result === "received" ? { ...result, receipt: await receiptOf(result.receipt) } : result,
        ),
      );
      return new Response(JSON.stringify({ ...body, results }), { status: 200, headers: answer.headers });
    };
  const payloadOf = (jws: string) => JSON.parse(Buffer.from(jws.split(".")[1] ?? "", "base64url").toString());

  test("[S2.5] a receipt of our hub for another hash is not taken", async () => {
    const { transport } = transportTo(
      hub,
      withReceipt(async (jws) => signReceipt({ ...payloadOf(jws), hash: "B".repeat(43) }, hub.chain.hub.key)),
    );
    const device = await makeDevice({ transport, hubs: hubsOf(hub) });
    const { id } = await device.finalise(await hub.submission());
    await device.drain();
    expect(await device.entry(id)).toMatchObject({ status: "waiting", receiptFault: "other-envelope", receipt: null });
  });

  test("[S2.7] a relay's receipt moves to on its way, and the envelope is offered until the desk's own hub received it", async () => {
    const relay = { isAhead: true, signer: await makeSigner() };
    const { transport, sent } = transportTo(
      hub,
      withReceipt(async (jws) =>
        relay.isAhead ? signReceipt({ ...payloadOf(jws), standing: "relayed" }, relay.signer.key) : jws,
      ),
    );
    const hubs = [...hubsOf(hub), { role: "relay" as const, keys: [relay.signer.certified] }];
    const device = await makeDevice({ transport, hubs });
    const { id } = await device.finalise(await hub.submission());
    expect(await device.drain()).toEqual({ kind: "left" });
    expect(await device.entry(id)).toMatchObject({ status: "relayed", queue: 1, receivedAt: null });
    relay.isAhead = false;
    expect(await device.drain()).toEqual({ kind: "done" });
    expect(await device.entry(id)).toMatchObject({ status: "received" });
    expect(pushesIn(sent)).toHaveLength(2);
  });

  test("[S4.5] gone shows withdrawn, received since deleted, or refused, by its reason and receipt", async () => {
    const { transport } = transportTo(hub);
    const device = await makeDevice({ transport, hubs: hubsOf(hub) });
    const received = await hub.submission();
    await hub.push(received.bytes);
    await hub.store().remove({ id: received.id, reason: "retention" });
    const unfinished = await hub.submission({ parts: [new Uint8Array([1])] });
    await hub.push(unfinished.bytes);
    await hub.store().remove({ id: unfinished.id, reason: "erased" });
    for (const sealed of [received, unfinished]) await device.finalise(sealed);
    expect(await device.drain()).toEqual({ kind: "done" });
    expect(await device.entry(received.id)).toMatchObject({ status: "gone", gone: "retention" });
    expect((await device.entry(received.id)).receipt).not.toBeNull();
    expect(await device.entry(unfinished.id)).toMatchObject({ status: "gone", gone: "erased", receipt: null });
  });

  test("[S3.6] what was received is offered once more to a hub whose epoch changed, for 30 days", async () => {
    const { transport, sent } = transportTo(hub);
    const device = await makeDevice({ transport, hubs: hubsOf(hub) });
    const old = await device.finalise(await hub.submission());
    await device.drain();
    device.clock.nowMs += 20 * 86_400_000;
    const young = await device.finalise(await hub.submission());
    await device.drain();
    device.clock.nowMs += 15 * 86_400_000;

    // The hub is restored from a backup of before both.
    const restored = await hubInAFolder({ chain: hub.chain });
    try {
      const { transport: toRestored, sent: again } = transportTo(restored);
      const next = await device.finalise(await hub.submission());
      expect(await device.drain({ transport: toRestored })).toEqual({ kind: "done" });
      const kept = (await restored.store().inbox({ place: "example-town", desk: "newcomers" })).map(({ id }) => id);
      expect(new Set(kept)).toEqual(new Set([young.id, next.id]));
      expect(await device.entry(young.id)).toMatchObject({ status: "received", epoch: restored.store().epoch });
      expect(await device.entry(old.id)).toMatchObject({ status: "received", epoch: hub.store().epoch });

      const before = sent.length + again.length;
      expect(await device.drain({ transport: toRestored })).toEqual({ kind: "done" });
      expect(sent.length + again.length).toBe(before);
    } finally {
      await restored.close();
    }
  });

  test("[S3.7] an envelope without a receipt is still there and sent after ten years", async () => {
    const { transport } = transportTo(hub);
    const device = await makeDevice({ transport, hubs: hubsOf(hub) });
    const { id } = await device.finalise(await hub.submission());
    await device.store.noticeEpoch({ epoch: "an-epoch", at: "2026-11-24T12:34:56Z" });
    device.clock.nowMs += 10 * 365 * 86_400_000;
    await device.store.noticeEpoch({ epoch: "another", at: new Date(device.clock.nowMs).toISOString() });
    expect(await device.entry(id)).toMatchObject({ status: "waiting", queue: 1 });
    expect(await device.drain()).toEqual({ kind: "done" });
    expect((await inbox()).map((entry) => entry.id)).toEqual([id]);
  });

  test("[S7.3] a retry sends the bytes that were sealed, byte for byte", async () => {
    const state = { drops: 3 };
    const { transport, sent } = transportTo(hub, async (_, pass) => {
      if (state.drops-- > 0) throw new TypeError("connection reset");
      return pass();
    });
    const device = await makeDevice({ transport, hubs: hubsOf(hub) });
    const sealed = await hub.submission();
    await device.finalise(sealed);
    while ((await device.drain()).kind !== "done");
    expect(sent).toHaveLength(4);
    for (const request of sent)
      expect(envelopesIn(request).map((bytes) => Buffer.from(bytes).equals(sealed.bytes))).toEqual([true]);
  });
});
