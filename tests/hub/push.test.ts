import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { headers, paths } from "../../src/core/protocol.ts";
import { readEnvelopeFrame } from "../../src/seal/envelope.ts";
import { verifyReceipt } from "../../src/seal/receipt.ts";
import { makeEnvelope } from "../seal/making.ts";
import { type HubInAFolder, hubInAFolder } from "./hub-in-a-folder.ts";

// The in-memory database runs the same code without a flush; the file is what a hub uses.
describe.each([{ inMemory: false }, { inMemory: true }])("pushing to a hub (in memory: $inMemory)", ({ inMemory }) => {
  let hub: HubInAFolder;
  beforeAll(async () => {
    hub = await hubInAFolder({ inMemory });
  });
  afterAll(() => hub.close());

  test("[S1.1] a batch brings one result for each envelope in its order", async () => {
    const made = await Promise.all([hub.submission(), hub.submission(), hub.submission()]);
    const results = await hub.push(...made.map(({ bytes }) => bytes));
    expect(results.map(({ id, result }) => [id, result])).toEqual(made.map(({ id }) => [id, "received"]));
  });

  test("[S1.2] a malformed envelope is refused by itself and the others are received", async () => {
    const [first, last] = [await hub.submission(), await hub.submission()];
    const results = await hub.push(first.bytes, new Uint8Array([1, 2, 3]), last.bytes);
    expect(results.map(({ result }) => result)).toEqual(["received", "refused", "received"]);
  });

  test("[S1.3][S2.4] the same bytes again bring the same receipt, byte for byte", async () => {
    const { bytes } = await hub.submission();
    const [first] = await hub.push(bytes);
    hub.clock.now = new Date(hub.clock.now.getTime() + 7_200_000);
    expect(await hub.push(bytes, bytes)).toEqual([first, first]);
  });

  test("[S1.5] the same id with other bytes is refused and the first stays", async () => {
    const first = await hub.submission();
    const [received] = await hub.push(first.bytes);
    const other = await hub.submission({ id: first.id });
    expect(other.id).toBe(first.id);
    expect(await hub.push(other.bytes)).toEqual([{ result: "refused", id: first.id, reason: "same-id-other-bytes" }]);
    expect(await hub.push(first.bytes)).toEqual([received]);
  });

  test("[S1.1][S8.7] a message that follows its submission in one batch is received with it", async () => {
    const { bytes, id, owner } = await hub.submission({ payload: { text: randomBytes(100_000).toString("base64") } });
    const message = await hub.submission({
      header: {
        kind: "message",
        place: "example-town",
        desk: "newcomers",
        form: "question",
        formVersion: "A".repeat(43),
        capabilityHash: owner.capabilityHash,
        case: id,
        practice: true,
      },
    });
    expect((await hub.push(bytes, message.bytes)).map(({ result }) => result)).toEqual(["received", "received"]);
  });

  test("[S1.6] the same envelope pushed fifty times at once is kept once", async () => {
    const { bytes, id } = await hub.submission();
    const results = (await Promise.all(Array.from({ length: 50 }, () => hub.push(bytes)))).flat();
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
    const kept = await hub.store().inbox({ place: "example-town", desk: "newcomers" });
    expect(kept.filter((entry) => entry.id === id)).toHaveLength(1);
  });

  test("[S1.8] an unknown desk, desk key or form version is refused with its reason", async () => {
    const { owner } = await hub.submission();
    const header = {
      kind: "submission",
      place: "example-town",
      desk: "newcomers",
      form: "question",
      formVersion: "A".repeat(43),
      capabilityHash: owner.capabilityHash,
      case: null,
      practice: true,
    } as const;
    const stranger = await makeEnvelope({ header, parts: [] });
    const wrong = [
      await hub.submission({ header: { ...header, desk: "nobody" } }),
      await hub.submission({ header: { ...header, formVersion: "B".repeat(43) } }),
      stranger.sealed,
    ];
    const results = await hub.push(...wrong.map(({ bytes }) => bytes));
    expect(results.map((result) => "reason" in result && result.reason)).toEqual([
      "desk-unknown",
      "form-version-unknown",
      "desk-key-unknown",
    ]);
  });

  test("[S1.9] an envelope that is no practice is refused by a practice hub", async () => {
    const { owner } = await hub.submission();
    const real = await hub.submission({
      header: {
        kind: "submission",
        place: "example-town",
        desk: "newcomers",
        form: "question",
        formVersion: "A".repeat(43),
        capabilityHash: owner.capabilityHash,
        case: null,
        practice: false,
      },
    });
    expect(await hub.push(real.bytes)).toEqual([{ result: "refused", id: real.id, reason: "practice-mismatch" }]);
  });

  test("[S2.1][BAD-part-offset] a piece at a wrong offset is answered with the right one and changes nothing", async () => {
    const { bytes, id, parts } = await hub.submission({ parts: [new Uint8Array(5_000).fill(9)] });
    const [part = new Uint8Array()] = parts;
    expect(await hub.push(bytes)).toEqual([{ result: "partsMissing", id, parts: [{ index: 0, offset: 0 }] }]);
    expect((await hub.uploadPart(id, 0, 0, part.subarray(0, 1_000))).status).toBe(204);
    for (const offset of [0, 999, 1_001]) {
      const refused = await hub.uploadPart(id, 0, offset, part.subarray(0, 10));
      expect([refused.status, refused.headers.get(headers.uploadOffset)]).toEqual([409, "1000"]);
      expect(await refused.json()).toMatchObject({ reason: "wrong-offset", cure: "continue at 1000" });
    }
    expect((await hub.ask(paths.part(id, 0), { method: "HEAD" })).headers.get(headers.uploadOffset)).toBe("1000");
    expect((await hub.uploadPart(id, 0, 1_000, part.subarray(1_000))).status).toBe(204);
    expect((await hub.push(bytes))[0]?.result).toBe("received");
  });

  test("[S2.2] a part whose whole has another hash starts again at offset 0 and the envelope waits", async () => {
    const { bytes, id, parts } = await hub.submission({ parts: [new Uint8Array(300).fill(5)] });
    const [part = new Uint8Array()] = parts;
    await hub.push(bytes);
    const wrong = new Uint8Array(part);
    wrong[7] = (wrong[7] ?? 0) ^ 1;
    expect((await hub.uploadPart(id, 0, 0, wrong)).status).toBe(422);
    expect(await hub.push(bytes)).toEqual([{ result: "partsMissing", id, parts: [{ index: 0, offset: 0 }] }]);
    await hub.uploadPart(id, 0, 0, part);
    expect((await hub.push(bytes))[0]?.result).toBe("received");
  });

  test("[S2.3][S2.5] there is no receipt before every part is here, and it verifies against what was sent", async () => {
    const sent = await hub.submission({ parts: [new Uint8Array([1]), new Uint8Array([2])] });
    await hub.push(sent.bytes);
    const [first = new Uint8Array(), second = new Uint8Array()] = sent.parts;
    await hub.uploadPart(sent.id, 1, 0, second);
    expect((await hub.push(sent.bytes))[0]?.result).toBe("partsMissing");
    await hub.uploadPart(sent.id, 0, 0, first);
    const [answer] = await hub.push(sent.bytes);
    if (answer?.result !== "received") throw new Error(JSON.stringify(answer));
    const { hash, id, header } = sent;
    const { place, desk, form, practice, parts } = header;
    const hubs = [{ keys: [hub.chain.hub.certified] }];
    const check = await verifyReceipt({
      jws: answer.receipt,
      hubs,
      sent: { id, hash, parts, place, desk, form, practice },
    });
    expect(check).toMatchObject({ ok: true, standing: "received" });
    const otherParts = await verifyReceipt({
      jws: answer.receipt,
      hubs,
      sent: { id, hash, parts: parts.slice(1), place, desk, form, practice },
    });
    expect(otherParts).toEqual({ ok: false, reason: "parts-differ" });
  });

  test("[S2.8] a receipt tells the hour and no finer time", async () => {
    hub.clock.now = new Date("2026-11-24T15:59:59.999Z");
    const [answer] = await hub.push((await hub.submission()).bytes);
    const payload =
      answer?.result === "received" ? Buffer.from(answer.receipt.split(".")[1] ?? "", "base64url").toString() : "";
    expect(JSON.parse(payload)).toMatchObject({
      receivedFrom: "2026-11-24T15:00:00.000Z",
      receivedUntil: "2026-11-24T16:00:00.000Z",
    });
    expect(payload).not.toContain(":59");
  });

  test("[S3.5] every answer of the interface carries the epoch", async () => {
    const answers = await Promise.all([
      hub.ask("/api/v1/nowhere"),
      hub.post(paths.news, {}),
      hub.post(paths.news, { v: 1, cases: [] }),
    ]);
    for (const answer of answers) expect(answer.headers.get(headers.epoch)).toBe(hub.store().epoch);
  });

  test("[S10.1] a request of no or too old a protocol is told so", async () => {
    for (const version of ["", "0", "x"]) {
      const answer = await hub.post(paths.news, { v: 1, cases: [] }, { [headers.protocol]: version });
      expect([answer.status, await answer.json()]).toMatchObject([400, { reason: "protocol-too-old" }]);
    }
  });

  test("[BAD-envelope-size] a batch and an envelope over the limit are refused and nothing is kept", async () => {
    const before = (await hub.store().inbox({ place: "example-town", desk: "newcomers" })).length;
    const huge = await hub.ask(paths.envelopes, {
      method: "POST",
      body: new Uint8Array(1_100_000),
      headers: { "content-type": "application/vnd.passerelle.envelopes", "content-length": "1100000" },
    });
    expect([huge.status, await huge.json()]).toMatchObject([413, { reason: "too-large", place: "body" }]);
    expect(await hub.push(new Uint8Array(300_000))).toMatchObject([{ result: "refused", reason: "too-large" }]);
    expect(await hub.store().inbox({ place: "example-town", desk: "newcomers" })).toHaveLength(before);
  });

  test("[BAD-origin] a request from a foreign page is refused", async () => {
    for (const extra of [{ origin: "https://evil.example" }, { origin: "null" }, { "sec-fetch-site": "cross-site" }]) {
      const answer = await hub.post(paths.news, { v: 1, cases: [] }, extra);
      expect([answer.status, await answer.json()]).toMatchObject([403, { reason: "foreign-origin" }]);
    }
    expect((await hub.post(paths.news, { v: 1, cases: [] }, { origin: "https://hub.example" })).status).toBe(200);
  });

  test("[LOOP-10] JSON that is malformed, too deep or of another type is refused with its place", async () => {
    const tries: readonly [RequestInit, number, string][] = [
      [{ body: "{", headers: { "content-type": "application/json" } }, 400, "body"],
      [
        { body: `${"[".repeat(10_000)}${"]".repeat(10_000)}`, headers: { "content-type": "application/json" } },
        400,
        "body",
      ],
      [{ body: "{}", headers: { "content-type": "text/plain" } }, 415, "header Content-Type"],
      [
        {
          body: '{"v":1,"cases":[{"capability":"x","afterNumber":0}]}',
          headers: { "content-type": "application/json" },
        },
        400,
        "cases[0].capability",
      ],
    ];
    for (const [init, status, place] of tries) {
      const answer = await hub.ask(paths.news, { method: "POST", ...init });
      expect([answer.status, await answer.json()]).toMatchObject([status, { place }]);
    }
  });

  test("[BAD-envelope-size] random bytes as a batch never end in a fault of the hub", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (body) => {
        const answer = await hub.ask(paths.envelopes, {
          method: "POST",
          body: new Uint8Array(body),
          headers: { "content-type": "application/vnd.passerelle.envelopes" },
        });
        expect([200, 400]).toContain(answer.status);
      }),
      { numRuns: 50 },
    );
  });

  test("[S9.3] no log line holds an id, a capability or a path with one", async () => {
    const { id, bytes, owner } = await hub.submission({ parts: [new Uint8Array([1])] });
    await hub.push(bytes);
    await hub.uploadPart(id, 0, 0, new Uint8Array([3]));
    await hub.news(owner.capability);
    const log = hub.lines.join("\n");
    expect(log).toContain("/api/v1/envelopes/:id/parts/:part");
    for (const secret of [id, owner.capability, owner.capabilityHash]) expect(log).not.toContain(secret);
  });

  test("[LOOP-10] what a desk takes out is byte for byte what was pushed", async () => {
    const { bytes, id, parts } = await hub.submission({ parts: [new Uint8Array(3_000).fill(1)] });
    const [part = new Uint8Array()] = parts;
    await hub.push(bytes);
    await hub.uploadPart(id, 0, 0, part);
    const of = { place: "example-town", desk: "newcomers", id };
    const taken = await hub.store().takeEnvelope(of);
    expect(Buffer.from(taken ?? []).equals(bytes)).toBe(true);
    expect(Buffer.from((await hub.store().takePart({ ...of, part: 0 })) ?? []).equals(part)).toBe(true);
    expect(await hub.store().takeEnvelope({ ...of, desk: "registry" })).toBeNull();
    expect((await readEnvelopeFrame(bytes)).ok).toBe(true);
  });
});
