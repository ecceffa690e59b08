import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Receipt } from "../../src/core/envelope.ts";
import { toBase64url } from "../../src/seal/bytes.ts";
import { receiptNumber, signReceipt, verifyReceipt } from "../../src/seal/receipt.ts";
import { hashOfByte, makeChain, makeSigner } from "./making.ts";

const sent = {
  id: toBase64url(new Uint8Array(16).fill(1)),
  hash: hashOfByte(2),
  parts: [{ hash: hashOfByte(3) }, { hash: hashOfByte(4) }],
  place: "example-town",
  desk: "newcomers",
  form: "question",
  practice: false,
};
const statement: Receipt = {
  v: 1,
  purpose: "receipt",
  standing: "received",
  ...sent,
  parts: sent.parts.map((part) => part.hash),
  receivedFrom: "2026-11-24T14:00:00Z",
  receivedUntil: "2026-11-24T15:00:00Z",
  epoch: "e1",
};

describe("[S2.5] receipts", () => {
  it("the hub's receipt for the envelope and all its parts is accepted", async () => {
    const { hub, content } = await makeChain();
    const jws = await signReceipt(statement, hub.key);
    const result = await verifyReceipt({ jws, hubs: content.hubs, sent });
    expect(result).toMatchObject({ ok: true, standing: "received", kid: hub.kid, receipt: statement });
  });

  it("[S2.7] a relay's receipt says so", async () => {
    const { hub, content } = await makeChain();
    const relay = await makeSigner();
    const hubs = [...content.hubs, { role: "relay" as const, keys: [relay.certified] }];
    const jws = await signReceipt({ ...statement, standing: "relayed" }, relay.key);
    expect(await verifyReceipt({ jws, hubs, sent })).toMatchObject({ ok: true, standing: "relayed", kid: relay.kid });
    expect((await verifyReceipt({ jws: await signReceipt(statement, hub.key), hubs, sent })).ok).toBe(true);
  });

  it("[P4][S2.7] a relay cannot say received, and a hub does not say relayed", async () => {
    const { hub, content } = await makeChain();
    const relay = await makeSigner();
    const hubs = [
      ...content.hubs.map((entry) => ({ ...entry, role: "hub" as const })),
      { role: "relay" as const, keys: [relay.certified] },
    ];
    const posing = await signReceipt(statement, relay.key);
    expect(await verifyReceipt({ jws: posing, hubs, sent })).toEqual({ ok: false, reason: "standing-not-allowed" });
    const modest = await signReceipt({ ...statement, standing: "relayed" }, hub.key);
    expect(await verifyReceipt({ jws: modest, hubs, sent })).toEqual({ ok: false, reason: "standing-not-allowed" });
    // A hub of an older manifest, without a role, is a hub.
    expect(await verifyReceipt({ jws: modest, hubs: content.hubs, sent })).toMatchObject({
      reason: "standing-not-allowed",
    });
  });

  it("[P4] a receipt of anything else than what was sent is refused", async () => {
    const { hub, content } = await makeChain();
    const cases: [Partial<Receipt>, string][] = [
      [{ hash: hashOfByte(9) }, "other-envelope"],
      [{ id: toBase64url(new Uint8Array(16)) }, "other-envelope"],
      [{ place: "eu" }, "other-envelope"],
      [{ desk: "police" }, "other-envelope"],
      [{ form: "other" }, "other-envelope"],
      [{ parts: statement.parts.slice(0, 1) }, "parts-differ"],
      [{ parts: [...statement.parts].reverse() }, "parts-differ"],
      [{ parts: [...statement.parts, hashOfByte(5)] }, "parts-differ"],
      [{ practice: true }, "practice-mismatch"],
    ];
    for (const [change, reason] of cases) {
      const jws = await signReceipt({ ...statement, ...change }, hub.key);
      expect(await verifyReceipt({ jws, hubs: content.hubs, sent })).toEqual({ ok: false, reason });
    }
  });

  it("[P4] a key that the manifest does not certify, or not for that hour, is refused", async () => {
    const { hub, content, officer } = await makeChain();
    const stranger = await makeSigner();
    const check = async (jws: string) => verifyReceipt({ jws, hubs: content.hubs, sent });
    expect(await check(await signReceipt(statement, stranger.key))).toMatchObject({ reason: "hub-unknown" });
    expect(await check(await signReceipt(statement, officer.key))).toMatchObject({ reason: "hub-unknown" });
    const posing = { kid: hub.kid, privateKey: stranger.key.privateKey };
    expect(await check(await signReceipt(statement, posing))).toMatchObject({ reason: "signature-wrong" });
    const late = { ...statement, receivedFrom: "2029-01-01T00:00:00Z", receivedUntil: "2029-01-01T01:00:00Z" };
    expect(await check(await signReceipt(late, hub.key))).toMatchObject({ reason: "hub-unknown" });
  });

  it("[P4] any changed character of a receipt is refused", async () => {
    const { hub, content } = await makeChain();
    const jws = await signReceipt(statement, hub.key);
    await fc.assert(
      fc.asyncProperty(fc.nat(jws.length - 1), fc.constantFrom(..."Aa0_-.=Z"), async (at, character) => {
        fc.pre(jws[at] !== character);
        const changed = jws.slice(0, at) + character + jws.slice(at + 1);
        expect((await verifyReceipt({ jws: changed, hubs: content.hubs, sent })).ok).toBe(false);
      }),
    );
  });
});

describe("receipt numbers", () => {
  it("are nine characters that nobody confuses, the same for the same envelope", () => {
    expect(receiptNumber(toBase64url(new Uint8Array(32)))).toBe("000-000-000");
    expect(receiptNumber(toBase64url(new Uint8Array(32).fill(255)))).toBe("ZZZ-ZZZ-ZZZ");
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (hash) => {
        expect(receiptNumber(toBase64url(hash))).toMatch(/^([0-9A-HJKMNP-TV-Z]{3}-){2}[0-9A-HJKMNP-TV-Z]{3}$/);
      }),
    );
  });
});
