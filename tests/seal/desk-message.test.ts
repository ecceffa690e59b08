import { describe, expect, it } from "vitest";
import type { DeskMessage } from "../../src/core/case.ts";
import { toBase64url } from "../../src/seal/bytes.ts";
import {
  type ExpectedMessage,
  openDeskMessage,
  sealDeskMessage,
  signDeskMessage,
  verifyDeskMessage,
} from "../../src/seal/desk-message.ts";
import { findChainFaults } from "../../src/seal/message-chain.ts";
import { hashOfByte, makeCase, makeChain, makeRecipient, makeSigner } from "./making.ts";

const envelopeId = toBase64url(new Uint8Array(16).fill(1));
const message: DeskMessage = {
  v: 1,
  purpose: "desk-message",
  envelopeId,
  envelopeHash: hashOfByte(2),
  desk: "newcomers",
  number: 1,
  previous: null,
  status: "action needed",
  phrases: ["bring-passport"],
  text: "Please come on Monday",
  textLanguage: "en",
  sentAt: "2026-11-24T14:00:00Z",
};
const expected: ExpectedMessage = {
  desk: "newcomers",
  envelopeId,
  envelopeHash: hashOfByte(2),
  number: 1,
  previous: null,
};

describe("[LOOP-11] messages of the desk", () => {
  it("an officer's reply is read by the person and by the desk, and verifies", async () => {
    const [chain, owner] = [await makeChain(), await makeCase()];
    const jws = await signDeskMessage(message, chain.officer.key);
    const deskKeys = [chain.desk];
    const sealed = await sealDeskMessage({ jws, envelopeId, number: 1, caseKey: owner.publicJwk, deskKeys });
    for (const recipient of [owner.recipient, chain.desk.recipient])
      expect(await openDeskMessage({ sealed, recipient })).toBe(jws);
    const result = await verifyDeskMessage({ jws, desks: chain.content.desks, expected });
    expect(result).toMatchObject({ ok: true, message, kid: chain.officer.kid });
  });

  it("[P6] nobody else opens it, and a changed or moved one does not open", async () => {
    const [chain, owner, stranger] = [await makeChain(), await makeCase(), await makeRecipient()];
    const jws = await signDeskMessage(message, chain.officer.key);
    const sealed = await sealDeskMessage({
      jws,
      envelopeId,
      number: 1,
      caseKey: owner.publicJwk,
      deskKeys: [chain.desk],
    });
    await expect(openDeskMessage({ sealed, recipient: stranger.recipient })).rejects.toMatchObject({
      reason: "not-for-this-key",
    });
    const posing = { ...stranger.recipient, kid: "case" };
    await expect(openDeskMessage({ sealed, recipient: posing })).rejects.toMatchObject({ reason: "damaged" });
    const changed = [
      { ...sealed, number: 2 },
      { ...sealed, envelopeId: toBase64url(new Uint8Array(16)) },
      { ...sealed, wraps: sealed.wraps.slice(0, 1) },
      { ...sealed, ciphertext: (sealed.ciphertext[0] === "B" ? "C" : "B") + sealed.ciphertext.slice(1) },
    ];
    for (const candidate of changed)
      await expect(openDeskMessage({ sealed: candidate, recipient: owner.recipient })).rejects.toMatchObject({
        reason: "damaged",
      });
  });

  it("[P6] two replies of different length have the same sealed length", async () => {
    const [chain, owner] = [await makeChain(), await makeCase()];
    const lengths = [];
    for (const text of ["Yes", "Yes. ".repeat(20)]) {
      const jws = await signDeskMessage({ ...message, text }, chain.officer.key);
      const job = { jws, envelopeId, number: 1, caseKey: owner.publicJwk, deskKeys: [chain.desk] };
      lengths.push((await sealDeskMessage(job)).ciphertext.length);
    }
    expect(new Set(lengths).size).toBe(1);
  });

  it("[S8.2] a message that is not the next one of this case, by an officer of this desk, is refused", async () => {
    const chain = await makeChain();
    const stranger = await makeSigner();
    const posing = { kid: chain.officer.kid, privateKey: stranger.key.privateKey };
    const check = async (
      change: Partial<DeskMessage>,
      key = chain.officer.key,
      wanted: Partial<ExpectedMessage> = {},
    ) =>
      verifyDeskMessage({
        jws: await signDeskMessage({ ...message, ...change }, key),
        desks: chain.content.desks,
        expected: { ...expected, ...wanted },
      });
    expect(await check({}, stranger.key)).toEqual({ ok: false, reason: "officer-unknown" });
    expect(await check({}, posing)).toEqual({ ok: false, reason: "signature-wrong" });
    expect(await check({}, chain.hub.key)).toEqual({ ok: false, reason: "officer-unknown" });
    expect(await check({}, undefined, { desk: "police" })).toEqual({ ok: false, reason: "officer-unknown" });
    expect(await check({ desk: "police" })).toEqual({ ok: false, reason: "other-envelope" });
    expect(await check({ envelopeHash: hashOfByte(9) })).toEqual({ ok: false, reason: "other-envelope" });
    expect(await check({ number: 2, previous: hashOfByte(1) })).toEqual({ ok: false, reason: "number-wrong" });
    const second = { number: 2, previous: hashOfByte(1) };
    expect(await check(second, undefined, second)).toMatchObject({ ok: true });
    expect(await check(second, undefined, { number: 2, previous: undefined })).toMatchObject({ ok: true });
    expect(await check(second, undefined, { number: 2, previous: hashOfByte(8) })).toMatchObject({
      reason: "previous-wrong",
    });
    expect(await check({ previous: hashOfByte(1) })).toMatchObject({ reason: "previous-wrong" });
  });

  it("[LOOP-11] a retired officer's messages verify for the time before, and not after", async () => {
    const chain = await makeChain();
    const desks = chain.content.desks.map((desk) => ({
      ...desk,
      officers: desk.officers.map((officer) => ({ ...officer, validUntil: "2026-11-25T00:00:00Z" })),
    }));
    const before = await signDeskMessage(message, chain.officer.key);
    expect(await verifyDeskMessage({ jws: before, desks, expected })).toMatchObject({ ok: true });
    const after = await signDeskMessage({ ...message, sentAt: "2026-11-26T00:00:00Z" }, chain.officer.key);
    expect(await verifyDeskMessage({ jws: after, desks, expected })).toMatchObject({ reason: "officer-unknown" });
  });
});

describe("[S8.3] gaps and forks", () => {
  const link = (number: number, hash: string, previous: string | null) => ({ number, hash, previous });
  const [one, two, three] = [link(1, "a", null), link(2, "b", "a"), link(3, "c", "b")];

  it("a whole chain has no fault, in any order and with repeats", () => {
    expect(findChainFaults([])).toEqual([]);
    expect(findChainFaults([three, one, two, two])).toEqual([]);
  });

  it("names what is missing, first, between or last", () => {
    expect(findChainFaults([two, three])).toEqual([{ kind: "gap", from: 1, until: 1 }]);
    expect(findChainFaults([one, three])).toEqual([{ kind: "gap", from: 2, until: 2 }]);
    expect(findChainFaults([one], 3)).toEqual([{ kind: "gap", from: 2, until: 3 }]);
  });

  it("names two messages of one number, and one that follows another", () => {
    expect(findChainFaults([one, two, link(2, "x", "a"), three])).toEqual([{ kind: "fork", number: 2 }]);
    expect(findChainFaults([one, link(2, "b", "z"), three])).toEqual([{ kind: "broken", number: 2 }]);
  });
});
