import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { cutEnvelopes } from "../../src/core/envelope-batch.ts";
import { headers, maxBatchEnvelopes, type PushAnswer, pushAnswer } from "../../src/core/protocol.ts";
import type { OutboxEntry } from "../../src/device/records.ts";
import { type HubInAFolder, hubInAFolder } from "../hub/hub-in-a-folder.ts";
import { hubsOf, makeDevice, type SentRequest, transportTo } from "./test-device.ts";

type Before = (request: SentRequest, pass: () => Promise<Response>) => Promise<Response>;

describe("pushing from a device when things go wrong", () => {
  let hub: HubInAFolder;
  beforeEach(async () => {
    hub = await hubInAFolder();
  });
  afterEach(() => hub.close());

  const kept = async () =>
    new Set((await hub.store().inbox({ place: "example-town", desk: "newcomers" })).map(({ id }) => id));
  const ours = (body: unknown, status = 200, extra: Record<string, string> = {}) =>
    new Response(JSON.stringify(body), {
      status,
      headers: { "content-type": "application/json", [headers.protocol]: "1", [headers.epoch]: "e", ...extra },
    });

  async function deviceWith(before: Before, count: number) {
    const { transport, sent } = transportTo(hub, before);
    const device = await makeDevice({ transport, hubs: hubsOf(hub) });
    const entries: OutboxEntry[] = [];
    for (let made = 0; made < count; made++) entries.push(await device.finalise(await hub.submission()));
    return { device, sent, entries };
  }

  test("[S6.1] a refused envelope is quarantined with its bytes, and the others are received", async () => {
    const { device, entries } = await deviceWith((_, pass) => pass(), 2);
    const poison = await hub.submission({
      header: { ...(await hub.submission()).header, formVersion: "B".repeat(43) },
    });
    await device.finalise(poison);
    const last = await device.finalise(await hub.submission());
    expect(await device.drain()).toEqual({ kind: "done" });
    expect(await kept()).toEqual(new Set([...entries, last].map(({ id }) => id)));
    const entry = await device.entry(poison.id);
    expect(entry).toMatchObject({ status: "refused", refusal: "form-version-unknown" });
    expect(entry.queue).toBeUndefined();
    expect(Buffer.from((await device.store.envelopeBytes(poison.id)) ?? []).equals(poison.bytes)).toBe(true);
  });

  test("[S1.5][S6.1] an envelope whose id the hub has with other bytes is refused and stays on the device", async () => {
    const { device } = await deviceWith((_, pass) => pass(), 0);
    const first = await hub.submission();
    await hub.push(first.bytes);
    const other = await hub.submission({ id: first.id });
    await device.finalise(other);
    await device.drain();
    expect(await device.entry(other.id)).toMatchObject({ status: "refused", refusal: "same-id-other-bytes" });
    expect(Buffer.from((await device.store.envelopeBytes(other.id)) ?? []).equals(other.bytes)).toBe(true);
  });

  test("[S6.3] a batch that is refused as a whole is split until the one envelope is found", async () => {
    const poison = await hub.submission();
    const { device, entries, sent } = await deviceWith(async (request, pass) => {
      const cut = cutEnvelopes(request.body, maxBatchEnvelopes);
      const isPoisoned = cut.ok && cut.envelopes.some((bytes) => Buffer.from(bytes).equals(poison.bytes));
      return isPoisoned ? ours({ reason: "malformed", place: "byte 7" }, 400) : pass();
    }, 5);
    await device.finalise(poison);
    for (let made = 0; made < 6; made++) entries.push(await device.finalise(await hub.submission()));
    expect(await device.drain()).toEqual({ kind: "done" });
    expect(await kept()).toEqual(new Set(entries.map(({ id }) => id)));
    expect(await device.entry(poison.id)).toMatchObject({ status: "refused", refusal: "malformed" });
    // Halves, not one by one.
    expect(sent.length).toBeLessThan(11);
  });

  test("[S6.9][S10.1] a hub that asks for a newer app refuses no envelope: all of them wait", async () => {
    const { device, entries } = await deviceWith(async () => ours({ reason: "protocol-too-old" }, 400), 3);
    expect(await device.drain()).toEqual({
      kind: "failed",
      failure: { kind: "protocol-too-old", retryAfterMs: null },
    });
    for (const { id } of entries) expect(await device.entry(id)).toMatchObject({ status: "waiting", refusal: null });
  });

  test.each([408, 413, 425, 429, 500, 502, 503, 504])(
    "[S6.3][S6.4] %i is a failed attempt: outbox, order and offsets stay",
    async (status) => {
      const fault = { isOn: false };
      const { device, entries } = await deviceWith(
        async (_, pass) => (fault.isOn ? ours({ reason: "too-large" }, status) : pass()),
        0,
      );
      const withPart = await hub.submission({ parts: [new Uint8Array(40_000)] });
      await device.finalise(withPart);
      entries.push(await device.finalise(await hub.submission()));
      // The first part's first piece is there, then the hub is busy.
      await hub.push(withPart.bytes);
      await hub.uploadPart(withPart.id, 0, 0, (withPart.parts[0] ?? new Uint8Array()).subarray(0, 1_000));
      await device.store.record({
        updates: [{ id: withPart.id, kind: "partsMissing", offsets: [1_000] }],
        at: "2026-11-24T12:00:00Z",
      });
      const before = await device.store.pending({ after: 0, limit: 9 });
      fault.isOn = true;
      expect((await device.drain()).kind).toBe("failed");
      const stable = ({ firstTriedAt: _first, lastTriedAt: _last, ...entry }: OutboxEntry) => entry;
      expect((await device.store.pending({ after: 0, limit: 9 })).map(stable)).toEqual(before.map(stable));
      fault.isOn = false;
      expect(await device.drain()).toEqual({ kind: "done" });
      expect(await kept()).toEqual(new Set([withPart.id, ...entries.map(({ id }) => id)]));
    },
  );

  /** Each leaves the hub with the envelopes and the device without a result. */
  const noResults: readonly [string, (answer: PushAnswer, headersOf: Headers) => Response][] = [
    ["without our protocol header", (answer) => Response.json(answer)],
    ["with status 201", (answer) => ours(answer, 201)],
    [
      "of another media type",
      (answer, headersOf) => {
        headersOf.set("content-type", "text/plain");
        return new Response(JSON.stringify(answer), { headers: headersOf });
      },
    ],
    ["cut off", (answer, headersOf) => new Response(JSON.stringify(answer).slice(0, -2), { headers: headersOf })],
    ["one result short", (answer) => ours({ ...answer, results: answer.results.slice(1) })],
    ["in another order", (answer) => ours({ ...answer, results: [...answer.results].reverse() })],
    [
      "with parts that the envelope has not",
      (answer) =>
        ours({
          ...answer,
          results: answer.results.map(({ id }) => ({ result: "partsMissing", id, parts: [{ index: 3, offset: 0 }] })),
        }),
    ],
  ];
  test.each(noResults)("[S6.2] an answer %s is no result", async (_, change) => {
    const fault = { isOn: true };
    const { device, entries } = await deviceWith(async (_request, pass) => {
      const answer = await pass();
      return fault.isOn ? change(pushAnswer(await answer.json()), answer.headers) : answer;
    }, 3);
    expect((await device.drain()).kind).toBe("failed");
    for (const { id } of entries) expect(await device.entry(id)).toMatchObject({ status: "waiting", receipt: null });
    fault.isOn = false;
    expect(await device.drain()).toEqual({ kind: "done" });
    expect(await kept()).toEqual(new Set(entries.map(({ id }) => id)));
  });

  test("[S6.5] a captive portal is told as such and nothing changes", async () => {
    for (const portal of [
      () => new Response("<html>Sign in</html>", { headers: { "content-type": "text/html" } }),
      () => new Response(null, { status: 302, headers: { location: "https://portal.example/" } }),
      () => new Response("sign in", { status: 511 }),
    ]) {
      const { device, entries } = await deviceWith(async () => portal(), 1);
      expect(await device.drain()).toEqual({
        kind: "failed",
        failure: { kind: "captive-portal", retryAfterMs: null },
      });
      for (const { id } of entries) expect(await device.entry(id)).toMatchObject({ status: "waiting" });
    }
  });

  test("[S6.8] an envelope that makes the hub fail by itself does not keep back the others", async () => {
    const poison = await hub.submission();
    const { device, entries } = await deviceWith(async (request, pass) => {
      const cut = cutEnvelopes(request.body, maxBatchEnvelopes);
      const isPoisoned = cut.ok && cut.envelopes.some((bytes) => Buffer.from(bytes).equals(poison.bytes));
      return isPoisoned ? ours({ reason: "hub-fault" }, 500) : pass();
    }, 0);
    await device.finalise(poison);
    for (let made = 0; made < 6; made++) entries.push(await device.finalise(await hub.submission()));
    const outcomes: string[] = [];
    // The first batches hold the poison and others; they shrink until it goes alone.
    for (let attempt = 0; attempt < 4; attempt++) outcomes.push((await device.drain()).kind);
    expect(outcomes).toEqual(["failed", "failed", "failed", "failed"]);
    expect(await kept()).toEqual(new Set(entries.map(({ id }) => id)));
    expect(await device.entry(poison.id)).toMatchObject({ status: "waiting", queue: 1 });
  });

  test("[S6.7] bytes that were damaged on the device are quarantined before they are sent", async () => {
    const { device, sent, entries } = await deviceWith((_, pass) => pass(), 2);
    const [first] = entries;
    const bytes = (await device.store.envelopeBytes(first?.id ?? "")) ?? new Uint8Array();
    const flipped = bytes.map((byte, index) => (index === 30 ? byte ^ 1 : byte));
    await device.database.connection.put("envelopes", { id: first?.id, bytes: flipped });
    expect(await device.drain()).toEqual({ kind: "done" });
    expect(await device.entry(first?.id ?? "")).toMatchObject({ status: "refused", refusal: "malformed" });
    expect(sent).toHaveLength(1);
    expect((await kept()).size).toBe(1);
  });

  test("[S3.5] the epoch of any answer is kept, of a refusal too", async () => {
    const { device } = await deviceWith(async () => ours({ reason: "route-unknown" }, 404), 1);
    await device.drain();
    expect(await device.store.noticeEpoch({ epoch: "e", at: "2026-11-24T12:00:00Z" })).toBeNull();
    expect(await device.store.lastContactAt()).toBe("2026-11-24T12:34:56.000Z");
  });
});
