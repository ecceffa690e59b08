import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { paths } from "../../src/core/protocol.ts";
import { type HubInAFolder, hubInAFolder } from "../hub/hub-in-a-folder.ts";
import { hubsOf, makeDevice, type SentRequest, transportTo } from "./test-device.ts";

const photo = (bytes: number, seed = 1): Uint8Array =>
  Uint8Array.from({ length: bytes }, (_, index) => (index * 31 + seed * 17) % 251);
const piecesIn = (sent: readonly SentRequest[]) => sent.filter(({ method }) => method === "PATCH");

describe("parts from a device", () => {
  let hub: HubInAFolder;
  beforeEach(async () => {
    hub = await hubInAFolder();
  });
  afterEach(() => hub.close());
  const desk = { place: "example-town", desk: "newcomers" };

  test("[S5.8][S2.5] parts go up in growing pieces, then the receipt comes for the whole", async () => {
    const { transport, sent } = transportTo(hub);
    const device = await makeDevice({ transport, hubs: hubsOf(hub) });
    const sealed = await hub.submission({ parts: [photo(300_000), photo(10, 2)] });
    await device.finalise(sealed);
    expect(await device.drain()).toEqual({ kind: "done" });
    expect(await device.entry(sealed.id)).toMatchObject({ status: "received" });
    for (const [part, bytes] of sealed.parts.entries())
      expect(Buffer.from((await hub.store().takePart({ ...desk, id: sealed.id, part })) ?? []).equals(bytes)).toBe(
        true,
      );
    const sizes = piecesIn(sent).map(({ body }) => body.length);
    expect(sizes.slice(0, 4)).toEqual([16_384, 32_768, 65_536, 131_072]);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(sealed.parts.reduce((sum, { length }) => sum + length, 0));
  });

  test("[S2.1][S6.4] a broken upload goes on at the hub's offset and sends nothing twice that is flushed", async () => {
    const fault = { dropsAnswerOf: 2, pieces: 0 };
    const { transport, sent } = transportTo(hub, async ({ method }, pass) => {
      const answer = await pass();
      if (method === "PATCH" && ++fault.pieces === fault.dropsAnswerOf) throw new TypeError("connection reset");
      return answer;
    });
    const device = await makeDevice({ transport, hubs: hubsOf(hub) });
    const sealed = await hub.submission({ parts: [photo(200_000)] });
    await device.finalise(sealed);
    expect((await device.drain()).kind).toBe("failed");
    // The second piece is flushed; its answer was lost.
    expect((await device.entry(sealed.id)).sentOffsets).toEqual([16_384]);
    expect(await device.drain()).toEqual({ kind: "done" });
    const bytes = piecesIn(sent).reduce((sum, { body }) => sum + body.length, 0);
    expect(bytes).toBe(sealed.parts[0]?.length);
    const pushes = sent.filter(({ path }) => path === paths.envelopes);
    expect(pushes).toHaveLength(2);
  });

  test("[S2.1] an offset that another sender moved is followed", async () => {
    const state = { isMoved: false };
    const sealed = await hub.submission({ parts: [photo(50_000)] });
    const [part = new Uint8Array()] = sealed.parts;
    const { transport, sent } = transportTo(hub, async ({ method }, pass) => {
      if (method === "PATCH" && !state.isMoved) {
        state.isMoved = true;
        await hub.uploadPart(sealed.id, 0, 0, part.subarray(0, 20_000));
      }
      return pass();
    });
    const device = await makeDevice({ transport, hubs: hubsOf(hub) });
    await device.finalise(sealed);
    expect(await device.drain()).toEqual({ kind: "done" });
    expect(piecesIn(sent)[1]?.body.length).toBeGreaterThan(0);
    expect(Buffer.from((await hub.store().takePart({ ...desk, id: sealed.id, part: 0 })) ?? []).equals(part)).toBe(
      true,
    );
  });

  test("[S2.2] a part that the hub dropped for its hash is sent again from the start", async () => {
    const sealed = await hub.submission({ parts: [photo(40_000)] });
    const [part = new Uint8Array()] = sealed.parts;
    await hub.push(sealed.bytes);
    await hub.uploadPart(sealed.id, 0, 0, new Uint8Array(1_000));
    const { transport } = transportTo(hub);
    const device = await makeDevice({ transport, hubs: hubsOf(hub) });
    await device.finalise(sealed);
    expect(await device.drain()).toEqual({ kind: "done" });
    expect(Buffer.from((await hub.store().takePart({ ...desk, id: sealed.id, part: 0 })) ?? []).equals(part)).toBe(
      true,
    );
  });

  test("[S6.7][S6.1] a part that is damaged on the device is quarantined and the next submission goes", async () => {
    const { transport, sent } = transportTo(hub);
    const device = await makeDevice({ transport, hubs: hubsOf(hub) });
    const damaged = await hub.submission({ parts: [photo(5_000)] });
    const next = await hub.submission({ parts: [photo(6_000)] });
    await device.finalise(damaged);
    await device.finalise(next);
    const bytes = new Uint8Array(damaged.parts[0] ?? []);
    bytes[77] = (bytes[77] ?? 0) ^ 1;
    await device.database.connection.put("parts", { id: damaged.id, index: 0, bytes });
    expect(await device.drain()).toEqual({ kind: "done" });
    expect(await device.entry(damaged.id)).toMatchObject({ status: "refused", refusal: "part-hash-wrong" });
    expect(await device.entry(next.id)).toMatchObject({ status: "received" });
    expect(sent.filter(({ method, path }) => method === "PATCH" && path.includes(damaged.id))).toEqual([]);
  });

  test("[S6.4] an envelope that the hub forgot before its parts came goes first again", async () => {
    const { transport } = transportTo(hub);
    const device = await makeDevice({ transport, hubs: hubsOf(hub) });
    const sealed = await hub.submission({ parts: [photo(5_000)] });
    await device.finalise(sealed);
    // As this device remembers it, a hub had the envelope and a bit of the part.
    await device.store.record({
      updates: [{ id: sealed.id, kind: "partsMissing", offsets: [100] }],
      at: "2026-11-24T12:00:00Z",
    });
    expect(await device.drain()).toEqual({ kind: "done" });
    expect(await device.entry(sealed.id)).toMatchObject({ status: "received" });
  });

  test("[S1.7] a large part keeps back no envelope that was finalised later", async () => {
    const { transport, sent } = transportTo(hub, async ({ method }, pass) => {
      if (method === "PATCH") throw new TypeError("connection reset");
      return pass();
    });
    const device = await makeDevice({ transport, hubs: hubsOf(hub) });
    const large = await hub.submission({ parts: [photo(90_000)] });
    await device.finalise(large);
    const later = await Promise.all(Array.from({ length: 6 }, () => hub.submission()));
    for (const sealed of later) await device.finalise(sealed);
    expect((await device.drain()).kind).toBe("failed");
    for (const { id } of later) expect(await device.entry(id)).toMatchObject({ status: "received" });
    expect(await device.entry(large.id)).toMatchObject({ status: "waiting", queue: 1 });
    // What the hub keeps already is not pushed again while its parts are missing.
    const before = sent.filter(({ path }) => path === paths.envelopes).length;
    await device.drain();
    expect(sent.filter(({ path }) => path === paths.envelopes)).toHaveLength(before);
  });
});
