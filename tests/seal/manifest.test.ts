import { describe, expect, it } from "vitest";
import { hashOf, utf8 } from "../../src/seal/bytes.ts";
import { signJws } from "../../src/seal/jws.ts";
import { type ManifestJob, verifyBlock, verifyManifest } from "../../src/seal/manifest.ts";
import { newestValid } from "../../src/seal/validity.ts";
import { hashOfByte, makeChain, makeSigner, now } from "./making.ts";

type Chain = Awaited<ReturnType<typeof makeChain>>;
const verify = (chain: Chain, jws: string, changes: Partial<ManifestJob> = {}) =>
  verifyManifest({
    jws,
    roots: chain.roots,
    place: "example-town",
    now,
    source: "network",
    allowPractice: false,
    ...changes,
  });

describe("[LOOP-2] root, list of publishers, manifest", () => {
  it("a manifest of a publisher that a root lists is accepted", async () => {
    const chain = await makeChain();
    const result = await verify(chain, await chain.sign());
    expect(result).toMatchObject({ ok: true, isStale: false, publishersSequence: 3, manifest: { sequence: 5 } });
  });

  it("[S10.2] unknown fields of a manifest are carried", async () => {
    const chain = await makeChain();
    const later = { extensions: { a: 1 }, later: { b: 2 } };
    expect(await verify(chain, await chain.sign(later))).toMatchObject({ ok: true, manifest: later });
  });

  it("[BAD-pack] [S11.1] a publisher that is on no root's list is refused", async () => {
    const chain = await makeChain();
    const stranger = await makeSigner();
    expect(await verify(chain, await chain.sign({}, stranger.key))).toMatchObject({ reason: "publisher-unknown" });
    const publishers = await chain.signList({ by: stranger.key });
    expect(await verify(chain, await chain.sign({ publishers }))).toMatchObject({ reason: "publisher-unknown" });
  });

  it("[BAD-pack] a wrong signature is refused, on the manifest and on the list", async () => {
    const chain = await makeChain();
    const stranger = await makeSigner();
    const posing = { kid: chain.publisher.kid, privateKey: stranger.key.privateKey };
    expect(await verify(chain, await chain.sign({}, posing))).toMatchObject({ reason: "signature-wrong" });
    const publishers = await chain.signList({ by: { kid: chain.root.kid, privateKey: stranger.key.privateKey } });
    expect(await verify(chain, await chain.sign({ publishers }))).toMatchObject({ reason: "signature-wrong" });
    const [header, payload] = (await chain.sign()).split(".");
    const [, , signature] = (await chain.sign({ sequence: 6 })).split(".");
    expect(await verify(chain, `${header}.${payload}.${signature}`)).toMatchObject({ reason: "signature-wrong" });
  });

  it("[BAD-pack] a signature for another purpose is no manifest", async () => {
    const chain = await makeChain();
    const jws = await signJws({ type: "receipt", payload: chain.content, key: chain.publisher.key });
    for (const bad of [jws, "", "a.b.c", `${await chain.sign()}=`, "<html>"])
      expect(await verify(chain, bad)).toMatchObject({ ok: false, reason: "manifest-malformed" });
  });

  it("[BAD-pack] a certified key that is not its kid is refused", async () => {
    const chain = await makeChain();
    const stranger = await makeSigner();
    const hubs = [{ keys: [{ ...chain.hub.certified, jwk: stranger.jwk }] }];
    expect(await verify(chain, await chain.sign({ hubs }))).toMatchObject({ reason: "manifest-malformed" });
  });

  it("[BAD-pack] another place's manifest is refused", async () => {
    const chain = await makeChain();
    expect(await verify(chain, await chain.sign(), { place: "eu" })).toMatchObject({ reason: "place-other" });
  });

  it("practice keys are accepted only where practice is allowed, and never mix with real ones", async () => {
    const chain = await makeChain({ practice: true });
    const jws = await chain.sign();
    expect(await verify(chain, jws)).toMatchObject({ reason: "practice-not-allowed" });
    expect(await verify(chain, jws, { allowPractice: true })).toMatchObject({ ok: true });
    const lying = await chain.sign({ practice: false });
    expect(await verify(chain, lying, { allowPractice: true })).toMatchObject({ reason: "practice-not-allowed" });
    const publishers = await chain.signList({ practice: false });
    const posing = await chain.sign({ practice: false, publishers });
    expect(await verify(chain, posing, { allowPractice: true })).toMatchObject({ reason: "practice-not-allowed" });
  });
});

describe("dates", () => {
  it("[BAD-pack] [S11.1] an expired manifest is refused from the network", async () => {
    const chain = await makeChain();
    const late = new Date("2027-03-01T00:00:00Z");
    expect(await verify(chain, await chain.sign(), { now: late })).toMatchObject({ reason: "manifest-expired" });
  });

  it("[S11.4] one on the device stays readable and is marked stale", async () => {
    const chain = await makeChain();
    const job = { now: new Date("2029-03-01T00:00:00Z"), source: "device" } as const;
    expect(await verify(chain, await chain.sign(), job)).toMatchObject({ ok: true, isStale: true });
  });

  it("[BAD-pack] a publisher past its validity, or before it, is refused", async () => {
    const chain = await makeChain();
    const early = { issuedAt: "2025-11-01T00:00:00Z" };
    const late = { issuedAt: "2028-11-01T00:00:00Z", expiresAt: "2029-11-01T00:00:00Z" };
    for (const dates of [early, late])
      expect(await verify(chain, await chain.sign(dates))).toMatchObject({ reason: "publisher-unknown" });
    const job = { now: new Date("2028-06-01T00:00:00Z") };
    const backdated = await chain.sign({ expiresAt: "2029-01-01T00:00:00Z" });
    expect(await verify(chain, backdated, job)).toMatchObject({ reason: "publisher-unknown" });
  });
});

describe("sequence", () => {
  const current = { sequence: 4, hash: hashOfByte(4), publishersSequence: 3 };

  it("[S11.1] the next one, naming the one before, is accepted; so is a later one after a pause", async () => {
    const chain = await makeChain();
    expect(await verify(chain, await chain.sign(), { current })).toMatchObject({ ok: true });
    const later = await chain.sign({ sequence: 9, previous: hashOfByte(8) });
    expect(await verify(chain, later, { current })).toMatchObject({ ok: true });
  });

  it("[BAD-pack] a lower sequence is refused", async () => {
    const chain = await makeChain();
    const job = { current: { ...current, sequence: 6 } };
    expect(await verify(chain, await chain.sign(), job)).toMatchObject({ reason: "sequence-too-low" });
  });

  it("[BAD-pack] the same sequence with other bytes is refused, with the same bytes accepted", async () => {
    const chain = await makeChain();
    const jws = await chain.sign();
    const same = { sequence: 5, hash: await hashOf(utf8(jws)) };
    expect(await verify(chain, jws, { current: same })).toMatchObject({ ok: true });
    const other = { sequence: 5, hash: hashOfByte(1) };
    expect(await verify(chain, jws, { current: other })).toMatchObject({ reason: "same-sequence-other-bytes" });
  });

  it("[BAD-pack] one that follows another manifest than the device has is refused", async () => {
    const chain = await makeChain();
    const job = { current: { ...current, hash: hashOfByte(7) } };
    expect(await verify(chain, await chain.sign(), job)).toMatchObject({ reason: "same-sequence-other-bytes" });
  });

  it("[BAD-pack] an older list of publishers is refused", async () => {
    const chain = await makeChain();
    const job = { current: { ...current, publishersSequence: 4 } };
    expect(await verify(chain, await chain.sign(), job)).toMatchObject({ reason: "publisher-unknown" });
  });
});

describe("blocks and desk keys", () => {
  it("[BAD-pack] a block with other bytes, or another length, is refused", async () => {
    const bytes = utf8('{"a":1}');
    const entry = { hash: await hashOf(bytes), bytes: bytes.length };
    expect(await verifyBlock(bytes, entry)).toEqual({ ok: true });
    expect(await verifyBlock(utf8('{"a":2}'), entry)).toMatchObject({ reason: "block-hash-wrong" });
    expect(await verifyBlock(bytes, { ...entry, bytes: 6 })).toMatchObject({ reason: "block-hash-wrong" });
  });

  it("[S7.6] the newest valid desk key is sealed to, and none when none is valid", () => {
    const key = (kid: string, validFrom: string, validUntil: string) => ({ kid, validFrom, validUntil });
    const keys = [
      key("old", "2025-01-01T00:00:00Z", "2027-01-01T00:00:00Z"),
      key("new", "2026-06-01T00:00:00Z", "2028-01-01T00:00:00Z"),
      key("future", "2027-06-01T00:00:00Z", "2029-01-01T00:00:00Z"),
    ];
    expect(newestValid(keys, now)?.kid).toBe("new");
    expect(newestValid(keys, "2026-03-01T00:00:00.000Z")?.kid).toBe("old");
    expect(newestValid(keys, new Date("2031-01-01T00:00:00Z"))).toBeNull();
  });
});
