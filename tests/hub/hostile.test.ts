import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { frameEnvelopes } from "../../src/core/envelope-batch.ts";
import { envelopesMediaType, headers, maxBatchEnvelopes, paths } from "../../src/core/protocol.ts";
import { anyHash } from "../seal/making.ts";
import { type HubInAFolder, hubInAFolder } from "./hub-in-a-folder.ts";

describe("hostile requests", () => {
  let hub: HubInAFolder;
  beforeAll(async () => {
    hub = await hubInAFolder();
  });
  afterAll(() => hub.close());

  const kept = async () => (await hub.store().inbox({ place: "example-town", desk: "newcomers" })).map(({ id }) => id);
  const pushRaw = (body: Uint8Array<ArrayBuffer>, extra: Record<string, string> = {}) =>
    hub.ask(paths.envelopes, { method: "POST", body, headers: { "content-type": envelopesMediaType, ...extra } });

  test("[S1.2][S1.5] an id twice in one batch is kept once, and other bytes under it are refused", async () => {
    const first = await hub.submission();
    const other = await hub.submission({ id: first.id });
    const results = await hub.push(first.bytes, other.bytes, first.bytes);
    expect(results).toMatchObject([
      { result: "received", id: first.id },
      { result: "refused", id: first.id, reason: "same-id-other-bytes" },
      { result: "received", id: first.id },
    ]);
    expect(results[2]).toEqual(results[0]);
    expect((await kept()).filter((id) => id === first.id)).toHaveLength(1);
  });

  test("[LOOP-10] a body that unpacks is refused, for a batch, a part and JSON, and nothing is kept", async () => {
    const before = await kept();
    const { id, bytes } = await hub.submission();
    const batch = new Uint8Array(gzipSync(frameEnvelopes([bytes])));
    const answers = [
      await pushRaw(batch, { "content-encoding": "gzip" }),
      await pushRaw(frameEnvelopes([bytes]), { "content-encoding": "br" }),
      await hub.ask(paths.part(id, 0), {
        method: "PATCH",
        body: batch,
        headers: { [headers.uploadOffset]: "0", "content-encoding": "gzip" },
      }),
      await hub.post(paths.news, { v: 1, cases: [] }, { "content-encoding": "deflate" }),
    ];
    for (const answer of answers)
      expect([answer.status, await answer.json()]).toMatchObject([
        415,
        { reason: "content-encoding", place: "header Content-Encoding", cure: "send the body as it is" },
      ]);
    expect(await kept()).toEqual(before);
    expect((await pushRaw(frameEnvelopes([bytes]), { "content-encoding": "identity" })).status).toBe(200);
  });

  test("[BAD-envelope-size] a batch of another type, of too many, or with a length that lies is refused with its place", async () => {
    const { bytes } = await hub.submission();
    const many = frameEnvelopes(Array.from({ length: maxBatchEnvelopes + 1 }, () => new Uint8Array(1)));
    const short = frameEnvelopes([bytes]).subarray(0, -1);
    const tries: readonly [Uint8Array<ArrayBuffer>, string, number, string][] = [
      [frameEnvelopes([bytes]), "application/json", 415, "header Content-Type"],
      [many, envelopesMediaType, 400, `byte ${maxBatchEnvelopes * 5}`],
      [new Uint8Array(short), envelopesMediaType, 400, "byte 0"],
      [new Uint8Array([255, 255, 255, 255]), envelopesMediaType, 400, "byte 0"],
    ];
    const before = await kept();
    for (const [body, type, status, place] of tries) {
      const answer = await pushRaw(body, { "content-type": type });
      expect([answer.status, await answer.json()]).toMatchObject([status, { place, cure: expect.any(String) }]);
    }
    expect(await kept()).toEqual(before);
  });

  test("[LOOP-10] JSON 10,000 deep, with unknown numbers or a key of the prototype is refused or carried, never a fault", async () => {
    const bodies = [
      `{"v":1,"cases":${"[".repeat(10_000)}${"]".repeat(10_000)}}`,
      `{"v":1,"cases":[{"capability":"${anyHash}","afterNumber":1e400}]}`,
      `{"v":1,"cases":[{"capability":"${anyHash}","afterNumber":-1}]}`,
      `{"v":1,"cases":{"length":3}}`,
      '{"__proto__":{"v":1,"cases":[]}}',
      `{"v":1,"cases":[${`{"capability":"${anyHash}","afterNumber":0},`.repeat(300).slice(0, -1)}]}`,
      "",
      "null",
    ];
    for (const body of bodies) {
      const answer = await hub.ask(paths.news, {
        method: "POST",
        body,
        headers: { "content-type": "application/json" },
      });
      expect([answer.status, await answer.json()], body.slice(0, 60)).toMatchObject([
        400,
        { reason: "malformed", place: expect.any(String), cure: expect.any(String) },
      ]);
    }
    expect(hub.lines.join("\n")).not.toContain('"event":"fault"');
  });

  test("[LOOP-10] more JSON than a hub reads is refused before it is parsed", async () => {
    for (const path of [
      paths.news,
      paths.caseEnvelopes,
      paths.casePart,
      paths.rotate,
      paths.withdraw,
      paths.deskLogin,
    ]) {
      const answer = await hub.post(path, { v: 1, filler: "x".repeat(300_000) });
      expect([answer.status, await answer.json()]).toMatchObject([413, { reason: "too-large", place: "body" }]);
    }
  });

  test("[BAD-part-offset] an offset that is no number, negative or beyond the part is refused and changes nothing", async () => {
    const { id, bytes, parts } = await hub.submission({ parts: [new Uint8Array(3_000).fill(1)] });
    const [part = new Uint8Array()] = parts;
    await hub.push(bytes);
    for (const offset of ["x", "-1", "1.5", "1e99", "NaN"]) {
      const answer = await hub.ask(paths.part(id, 0), {
        method: "PATCH",
        body: new Uint8Array(5),
        headers: { [headers.uploadOffset]: offset },
      });
      expect([answer.status, await answer.json()], offset).toMatchObject([
        400,
        { reason: "malformed", place: `header ${headers.uploadOffset}` },
      ]);
    }
    const longer = new Uint8Array(part.length + 1);
    longer.set(part);
    expect((await hub.uploadPart(id, 0, 0, longer)).status).toBe(413);
    expect((await hub.uploadPart(id, 7, 0, part)).status).toBe(404);
    expect((await hub.uploadPart("../../x", 0, 0, part)).status).toBe(404);
    expect((await hub.ask(paths.part(id, 0), { method: "HEAD" })).headers.get(headers.uploadOffset)).toBe("0");
  });

  test("[BAD-origin] every route for devices and officers refuses a foreign page, reading and writing", async () => {
    const { id, bytes } = await hub.submission();
    await hub.push(bytes);
    const foreign = { origin: "https://evil.example" };
    const answers = [
      await pushRaw(frameEnvelopes([bytes]), foreign),
      await hub.ask(paths.hub, { headers: foreign }),
      await hub.ask(paths.part(id, 0), { headers: foreign }),
      await hub.ask(paths.part(id, 0), { method: "PATCH", body: new Uint8Array(1), headers: foreign }),
      await hub.ask(paths.deskInbox("newcomers"), { headers: foreign }),
    ];
    const posted = [
      paths.caseEnvelopes,
      paths.casePart,
      paths.rotate,
      paths.withdraw,
      paths.deskChallenge,
      paths.deskLogin,
    ];
    for (const path of posted) answers.push(await hub.post(path, { v: 1 }, foreign));
    for (const answer of answers)
      expect([answer.status, await answer.json()]).toMatchObject([403, { reason: "foreign-origin" }]);
  });
});
