import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sizeClasses } from "../../src/core/envelope.ts";
import { concat, readUint32, sha256, toBase64url, uint32, utf8 } from "../../src/seal/bytes.ts";
import { canonicalJson } from "../../src/seal/canonical-json.ts";
import { chunkBytes, openChunks, sealChunks, sealedSize, tagBytes } from "../../src/seal/chunks.ts";
import { deflate, inflate } from "../../src/seal/deflate.ts";
import { maxPayloadBytes, openEnvelope, openPart, readEnvelopeFrame, sealEnvelope } from "../../src/seal/envelope.ts";
import { pad, paddedSize, unpad } from "../../src/seal/padding.ts";
import { anyHash, makeEnvelope, makeRecipient } from "./making.ts";

/** Start and end of header, wraps and payload in an envelope's bytes. */
function sectionsOf(bytes: Uint8Array) {
  const sections: { start: number; end: number }[] = [];
  for (let at = 4; at < bytes.length; ) {
    const start = at + 4;
    at = start + readUint32(bytes, at);
    sections.push({ start, end: at });
  }
  return sections.map(({ start, end }) => bytes.slice(start, end));
}
const frameOf = (sections: readonly Uint8Array[]) =>
  concat(utf8("PSL1"), ...sections.flatMap((section) => [uint32(section.length), section]));

const headerWith = (sections: readonly Uint8Array[], change: Record<string, unknown>) => {
  const header = JSON.parse(new TextDecoder().decode(sections[0]));
  return utf8(canonicalJson({ ...header, ...change }));
};

describe("sealing and opening", () => {
  it("[LOOP-8] the desk, a second desk key and the owner each open payload and parts", async () => {
    const { desk, other, owner, job, sealed } = await makeEnvelope();
    for (const recipient of [desk.recipient, other.recipient, owner.recipient]) {
      const envelope = await openEnvelope({ bytes: sealed.bytes, recipient });
      expect(envelope.payload).toEqual(job.payload);
      expect(envelope.hash).toBe(sealed.hash);
      for (const [index, bytes] of sealed.parts.entries())
        expect(await openPart({ envelope, index, bytes })).toEqual(job.parts[index]);
      expect(envelope.contentKey.extractable).toBe(false);
    }
  });

  it("[LOOP-8] another key is told that the envelope is not for it", async () => {
    const { sealed, desk } = await makeEnvelope();
    const stranger = await makeRecipient();
    const open = (kid: string) => openEnvelope({ bytes: sealed.bytes, recipient: { ...stranger.recipient, kid } });
    await expect(open(stranger.kid)).rejects.toMatchObject({ reason: "not-for-this-key" });
    await expect(open(desk.kid)).rejects.toMatchObject({ reason: "damaged" });
  });

  it("[LOOP-8] without an owner's copy only the desk opens", async () => {
    const { sealed, owner, desk } = await makeEnvelope({ caseKey: null });
    await expect(openEnvelope({ bytes: sealed.bytes, recipient: owner.recipient })).rejects.toMatchObject({
      reason: "not-for-this-key",
    });
    await expect(openEnvelope({ bytes: sealed.bytes, recipient: desk.recipient })).resolves.toBeDefined();
  });

  it("[LOOP-8] the same answers sealed twice share no id, hash, ciphertext or part", async () => {
    const { job, sealed } = await makeEnvelope();
    const again = await sealEnvelope(job);
    expect(again.id).not.toBe(sealed.id);
    expect(again.hash).not.toBe(sealed.hash);
    expect(again.parts.map((part) => toBase64url(part))).not.toEqual(sealed.parts.map((part) => toBase64url(part)));
  });

  it("[P6] no answer stands in the sealed bytes in clear, as UTF-8 or UTF-16LE", async () => {
    const { sealed } = await makeEnvelope();
    const all = Buffer.concat([sealed.bytes, ...sealed.parts]);
    for (const answer of ["Amina", "سؤال"])
      for (const encoding of ["utf8", "utf16le"] as const)
        expect(all.includes(Buffer.from(answer, encoding))).toBe(false);
  });

  it("[P6] nothing is sealed without a desk key, or to a key that is not its kid", async () => {
    const { job, desk, other } = await makeEnvelope();
    await expect(sealEnvelope({ ...job, deskKeys: [] })).rejects.toMatchObject({ reason: "key-unusable" });
    const swapped = [{ kid: desk.kid, jwk: other.jwk }];
    await expect(sealEnvelope({ ...job, deskKeys: swapped })).rejects.toMatchObject({ reason: "key-unusable" });
  });

  it("[S10.2] unknown fields of the header are carried in a round trip", async () => {
    const header = {
      ...(await makeEnvelope()).job.header,
      extensions: { desks: ["a", "b"] },
      later: { helper: "x" },
    };
    const { sealed, desk } = await makeEnvelope({ header });
    const opened = await openEnvelope({ bytes: sealed.bytes, recipient: desk.recipient });
    expect(opened.header).toMatchObject({ extensions: { desks: ["a", "b"] }, later: { helper: "x" } });
    expect(opened.header).toEqual(sealed.header);
  });

  it("[LOOP-8] a payload that cannot be JSON, or is too large, is refused before anything is sealed", async () => {
    const { job } = await makeEnvelope();
    for (const payload of [{ n: Number.NaN }, { f: () => 1 }, { s: "\ud800" }])
      await expect(sealEnvelope({ ...job, payload })).rejects.toMatchObject({ reason: "malformed" });
    const payload = "x".repeat(maxPayloadBytes);
    await expect(sealEnvelope({ ...job, payload })).rejects.toMatchObject({ reason: "too-large" });
  });
});

describe("[LOOP-8] what is changed is refused", () => {
  it("any flipped bit of an envelope is refused by every recipient", async () => {
    const { sealed, desk, other, owner } = await makeEnvelope();
    const recipients = [desk.recipient, other.recipient, owner.recipient];
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.bytes.length * 8 - 1), fc.nat(2), async (bit, who) => {
        const bytes = sealed.bytes.slice();
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const recipient = recipients[who];
        if (!recipient) throw new Error("no recipient");
        await expect(openEnvelope({ bytes, recipient })).rejects.toMatchObject({ name: "SealError" });
      }),
      { numRuns: 300 },
    );
  });

  it("any truncation or addition of an envelope is refused without opening", async () => {
    const { sealed } = await makeEnvelope();
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.bytes.length - 1), async (length) => {
        expect(await readEnvelopeFrame(sealed.bytes.slice(0, length))).toMatchObject({ ok: false });
      }),
    );
    const longer = concat(sealed.bytes, new Uint8Array(1));
    expect(await readEnvelopeFrame(longer)).toMatchObject({ ok: false, reason: "malformed" });
  });

  it("a header of another envelope, or one changed field of it, is refused", async () => {
    const { sealed, desk, job } = await makeEnvelope();
    const twin = await sealEnvelope(job);
    const sections = sectionsOf(sealed.bytes);
    const swapped = frameOf([...sectionsOf(twin.bytes).slice(0, 1), ...sections.slice(1)]);
    await expect(openEnvelope({ bytes: swapped, recipient: desk.recipient })).rejects.toMatchObject({
      reason: "damaged",
    });
    const changes = [{ desk: "police" }, { practice: false }, { capabilityHash: anyHash }, { form: "x" }, { later: 1 }];
    for (const change of changes) {
      const bytes = frameOf([headerWith(sections, change), ...sections.slice(1)]);
      expect(await readEnvelopeFrame(bytes)).toMatchObject({ ok: true });
      await expect(openEnvelope({ bytes, recipient: desk.recipient })).rejects.toMatchObject({ reason: "damaged" });
    }
  });

  it("a wrap that is swapped, dropped, doubled or taken from another envelope is refused", async () => {
    const { sealed, desk, other, job } = await makeEnvelope();
    const [header, wrapBytes, payload] = sectionsOf(sealed.bytes);
    if (!header || !wrapBytes || !payload) throw new Error("no sections");
    const wraps: { kid: string }[] = JSON.parse(new TextDecoder().decode(wrapBytes));
    const [first, second, owner] = wraps;
    const twin = sectionsOf((await sealEnvelope(job)).bytes)[1];
    const [twinFirst] = JSON.parse(new TextDecoder().decode(twin));
    const open = (changed: unknown) =>
      openEnvelope({ bytes: frameOf([header, utf8(canonicalJson(changed)), payload]), recipient: desk.recipient });
    for (const changed of [[second, first, owner], [first, owner], [first, first, second, owner], [owner]])
      await expect(open(changed)).rejects.toMatchObject({ reason: "malformed" });
    const crossed = [{ ...second, kid: desk.kid }, { ...first, kid: other.kid }, owner];
    for (const changed of [crossed, [twinFirst, second, owner], [first, second]])
      await expect(open(changed)).rejects.toMatchObject({ reason: "damaged" });
  });

  it("a part that is flipped, cut, another part, or another envelope's is refused", async () => {
    const { sealed, desk, job } = await makeEnvelope();
    const envelope = await openEnvelope({ bytes: sealed.bytes, recipient: desk.recipient });
    const [part, small] = sealed.parts;
    const twin = await sealEnvelope(job);
    if (!part || !small || !twin.parts[0]) throw new Error("no parts");
    const refused = { name: "SealError", reason: "damaged" };
    await fc.assert(
      fc.asyncProperty(fc.nat(part.length * 8 - 1), async (bit) => {
        const bytes = part.slice();
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        await expect(openPart({ envelope, index: 0, bytes })).rejects.toMatchObject(refused);
      }),
      { numRuns: 50 },
    );
    for (const bytes of [part.slice(0, -1), part.slice(0, chunkBytes + tagBytes), small, twin.parts[0]])
      await expect(openPart({ envelope, index: 0, bytes })).rejects.toMatchObject(refused);
    await expect(openPart({ envelope, index: 2, bytes: part })).rejects.toMatchObject({ reason: "malformed" });
  });

  it("the AAD alone already ties a part to its number and its envelope", async () => {
    const { sealed, desk } = await makeEnvelope({ parts: [new Uint8Array(9), new Uint8Array(9)] });
    const envelope = await openEnvelope({ bytes: sealed.bytes, recipient: desk.recipient });
    const [first, second] = sealed.parts;
    if (!first || !second) throw new Error("no parts");
    const header = { ...envelope.header, parts: [...envelope.header.parts].reverse() };
    const lying = { ...envelope, header };
    await expect(openPart({ envelope: lying, index: 0, bytes: second })).rejects.toMatchObject({ reason: "damaged" });
  });
});

describe("chunks", () => {
  const key = async () => crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);

  it("[LOOP-8] lengths around the chunk size come back", async () => {
    const aad = utf8("x");
    for (const length of [0, 1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 2 * chunkBytes, 2 * chunkBytes + 5]) {
      const job = { key: await key(), aad };
      const plaintext = new Uint8Array(length).fill(3);
      const ciphertext = await sealChunks({ ...job, plaintext });
      expect(ciphertext.length).toBe(sealedSize(length));
      expect(await openChunks({ ...job, ciphertext })).toEqual(plaintext);
    }
  });

  it("[LOOP-8] chunks that are reordered, repeated, dropped or cut off are refused", async () => {
    const job = { key: await key(), aad: utf8("x") };
    const stride = chunkBytes + tagBytes;
    const sealed = await sealChunks({ ...job, plaintext: new Uint8Array(4 * chunkBytes) });
    const chunks = [0, 1, 2, 3].map((number) => sealed.slice(number * stride, (number + 1) * stride));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(3), { maxLength: 6 }), async (order) => {
        fc.pre(order.join() !== "0,1,2,3");
        const ciphertext = concat(...order.flatMap((number) => chunks[number] ?? []));
        await expect(openChunks({ ...job, ciphertext })).rejects.toMatchObject({ reason: "damaged" });
      }),
    );
    for (const length of [0, 1, tagBytes - 1, stride + 1, stride + tagBytes])
      await expect(openChunks({ ...job, ciphertext: sealed.slice(0, length) })).rejects.toMatchObject({
        reason: "damaged",
      });
    const added = concat(sealed, new Uint8Array(tagBytes));
    await expect(openChunks({ ...job, ciphertext: added })).rejects.toMatchObject({ reason: "damaged" });
  });
});

describe("padding and compression", () => {
  it("[LOOP-8] [S9.1] payloads and parts have padded sizes only", async () => {
    const sizes = new Set<number>();
    for (const length of [0, 10, 500, 900]) {
      const text = toBase64url(crypto.getRandomValues(new Uint8Array(length)));
      const { sealed } = await makeEnvelope({ payload: { text }, parts: [new Uint8Array(length)] });
      const payload = sectionsOf(sealed.bytes)[2];
      sizes.add(payload?.length ?? 0);
      expect(sealed.parts[0]?.length).toBe(1_024 + tagBytes);
    }
    expect([...sizes].sort()).toEqual([1_024 + tagBytes]);
  });

  it("[LOOP-8] every size class holds what fits and no more", () => {
    for (const size of sizeClasses) {
      expect(paddedSize(size - 4)).toBe(size);
      expect(paddedSize(size - 3)).toBeGreaterThan(size);
    }
    expect(paddedSize(65_533)).toBe(131_072);
  });

  it("[LOOP-8] padding comes off again, and any other padding is refused", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5_000 }), (bytes) => {
        const padded = pad(bytes);
        expect(unpad(padded)).toEqual(new Uint8Array(bytes));
        const last = padded.length - 1;
        if (bytes.length + 4 <= last) {
          padded[last] = 1;
          expect(() => unpad(padded)).toThrow(/wrong padding/);
        }
      }),
    );
    expect(() => unpad(concat(uint32(5), new Uint8Array(2_044)))).toThrow(/wrong padding/);
    expect(() => unpad(concat(uint32(4_294_967_295), new Uint8Array(1_020)))).toThrow(/wrong padding/);
  });

  it("[LOOP-8] a compressed bomb is stopped at the bound", async () => {
    const bomb = await deflate(new Uint8Array(50_000_000));
    expect(bomb.length).toBeLessThan(60_000);
    await expect(inflate({ bytes: bomb, maxBytes: maxPayloadBytes })).rejects.toMatchObject({ reason: "too-large" });
    await expect(inflate({ bytes: utf8("no deflate"), maxBytes: 10 })).rejects.toMatchObject({ reason: "malformed" });
    await expect(inflate({ bytes: bomb.slice(0, 9), maxBytes: 1e9 })).rejects.toMatchObject({ reason: "malformed" });
  });
});

describe("[LOOP-8] the frame as a hub reads it", () => {
  it("tells header, wraps and hash without a key", async () => {
    const { sealed } = await makeEnvelope();
    const read = await readEnvelopeFrame(sealed.bytes);
    expect(read).toMatchObject({ ok: true, frame: { header: sealed.header, hash: sealed.hash } });
    expect(sealed.hash).toBe(toBase64url(await sha256(sealed.bytes)));
  });

  it("names what is wrong, and never throws", async () => {
    const { sealed } = await makeEnvelope();
    const sections = sectionsOf(sealed.bytes);
    const spaced = utf8(` ${new TextDecoder().decode(sections[0])}`);
    const cases: [Uint8Array, string, RegExp][] = [
      [utf8("PSL2"), "malformed", /magic/],
      [utf8("PSL1"), "malformed", /no length/],
      [new Uint8Array(300_000), "too-large", /more than/],
      [concat(utf8("PSL1"), uint32(20_000)), "too-large", /header/],
      [frameOf([spaced, ...sections.slice(1)]), "malformed", /not canonical/],
      [frameOf([headerWith(sections, { v: 9 }), ...sections.slice(1)]), "malformed", /header\.v/],
      [frameOf([headerWith(sections, { kind: "message" }), ...sections.slice(1)]), "malformed", /header\.case/],
      [frameOf([...sections.slice(0, 2), new Uint8Array(1_000)]), "malformed", /padded size/],
    ];
    for (const [bytes, reason, detail] of cases) {
      const read = await readEnvelopeFrame(bytes);
      expect(read).toMatchObject({ ok: false, reason });
      expect(read.ok ? "" : read.detail).toMatch(detail);
    }
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        expect((await readEnvelopeFrame(concat(utf8("PSL1"), bytes))).ok).toBe(false);
      }),
    );
  });
});
