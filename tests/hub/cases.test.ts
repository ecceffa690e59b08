import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { paths } from "../../src/core/protocol.ts";
import { newCapability } from "../../src/seal/case-keys.ts";
import { signLogin } from "../../src/seal/login.ts";
import { anyHash } from "../seal/making.ts";
import { type HubInAFolder, hubInAFolder, origin } from "./hub-in-a-folder.ts";

const sealed = (envelopeId: string, number: number) => ({ v: 1, envelopeId, number, wraps: [], ciphertext: "AAAA" });

describe("cases and desks", () => {
  let hub: HubInAFolder;
  beforeAll(async () => {
    hub = await hubInAFolder();
  });
  afterAll(() => hub.close());

  const login = async (changes: { origin?: string; nonce?: string } = {}) => {
    const { nonce } = (await (await hub.post(paths.deskChallenge, {})).json()) as { nonce: string };
    const statement = await signLogin(
      {
        v: 1,
        purpose: "login",
        origin: changes.origin ?? origin,
        desk: "newcomers",
        nonce: changes.nonce ?? nonce,
        expiresAt: new Date(hub.clock.now.getTime() + 60_000).toISOString(),
      },
      hub.chain.officer.key,
    );
    return { statement, answer: await hub.post(paths.deskLogin, { v: 1, place: "example-town", statement }) };
  };
  const signedIn = async () => ({
    authorization: `Bearer ${((await (await login()).answer.json()) as { token: string }).token}`,
  });

  test("[LOOP-11] an officer signs in, sees the submission, takes it and appends a message", async () => {
    const { bytes, id, owner } = await hub.submission();
    await hub.push(bytes);
    const bearer = await signedIn();
    const inbox = (await (await hub.ask(paths.deskInbox("newcomers"), { headers: bearer })).json()) as {
      entries: { id: string }[];
    };
    expect(inbox.entries).toContainEqual(
      expect.objectContaining({ id, downloaded: false, messages: 0, kind: "submission" }),
    );
    const taken = await hub.ask(paths.deskEnvelope("newcomers", id), { headers: bearer });
    expect(Buffer.from(await taken.arrayBuffer()).equals(bytes)).toBe(true);
    expect((await hub.post(paths.deskMessages("newcomers", id), sealed(id, 1), bearer)).status).toBe(201);
    expect(await hub.news(owner.capability)).toMatchObject({
      state: "open",
      id,
      downloaded: true,
      messages: [{ number: 1 }],
    });
    expect(await hub.news(owner.capability, 1)).toMatchObject({ state: "open", messages: [] });
  });

  test("[S8.4] only the next number is appended, the same one twice is a conflict", async () => {
    const { bytes, id } = await hub.submission();
    await hub.push(bytes);
    const bearer = await signedIn();
    const send = async (number: number) =>
      (await hub.post(paths.deskMessages("newcomers", id), sealed(id, number), bearer)).status;
    expect([await send(2), await send(1), await send(1), await send(2)]).toEqual([409, 201, 409, 201]);
    const both = await Promise.all([send(3), send(3)]);
    expect(both.sort()).toEqual([201, 409]);
  });

  test("[BAD-login] a statement that is replayed, relayed or signed for another nonce opens nothing", async () => {
    const { statement, answer } = await login();
    expect(answer.status).toBe(200);
    const replayed = await hub.post(paths.deskLogin, { v: 1, place: "example-town", statement });
    expect([replayed.status, await replayed.json()]).toMatchObject([401, { reason: "login-nonce-used" }]);
    const relayed = await login({ origin: "https://other.example" });
    expect(await relayed.answer.json()).toMatchObject({ reason: "login-origin-other" });
    const invented = await login({ nonce: anyHash });
    expect(await invented.answer.json()).toMatchObject({ reason: "login-nonce-used" });
  });

  test("[LOOP-10] without a session, with another desk's or an expired one nothing is read", async () => {
    const bearer = await signedIn();
    const status = async (path: string, headers: Record<string, string> = {}) =>
      (await hub.ask(path, { headers })).status;
    expect(await status(paths.deskInbox("newcomers"))).toBe(401);
    expect(await status(paths.deskInbox("newcomers"), { authorization: `Bearer ${anyHash}` })).toBe(401);
    expect(await status(paths.deskInbox("registry"), bearer)).toBe(403);
    const before = hub.clock.now;
    hub.clock.now = new Date(before.getTime() + 9 * 3_600_000);
    expect(await status(paths.deskInbox("newcomers"), bearer)).toBe(401);
    hub.clock.now = before;
  });

  test("[S8.1] news come in the order asked, and a guess opens nothing", async () => {
    const [one, two] = [await hub.submission(), await hub.submission()];
    await hub.push(one.bytes, two.bytes);
    const cases = [two.owner.capability, anyHash, one.owner.capability].map((capability) => ({
      capability,
      afterNumber: 0,
    }));
    const answer = (await (await hub.post(paths.news, { v: 1, cases })).json()) as {
      cases: { state: string; id?: string }[];
    };
    expect(answer.cases.map(({ state, id }) => [state, id])).toEqual([
      ["open", two.id],
      ["unknown", undefined],
      ["open", one.id],
    ]);
  });

  test("[S8.5] after a take-over the old capability answers moved and the new one opens", async () => {
    const { bytes, id, owner } = await hub.submission();
    await hub.push(bytes);
    const fresh = await newCapability();
    const rotate = () =>
      hub.post(paths.rotate, { v: 1, capability: owner.capability, newCapabilityHash: fresh.capabilityHash });
    expect((await rotate()).status).toBe(204);
    expect(await hub.news(owner.capability)).toEqual({ state: "moved" });
    expect(await hub.news(fresh.capability)).toMatchObject({ state: "open", id });
    expect((await rotate()).status).toBe(404);
  });

  test("[S8.7] a message is taken only under a capability that opens its case", async () => {
    const { bytes, id, owner } = await hub.submission();
    await hub.push(bytes);
    const header = {
      kind: "message",
      place: "example-town",
      desk: "newcomers",
      form: "question",
      formVersion: anyHash,
      case: id,
      practice: true,
    } as const;
    const stranger = await hub.submission({
      header: { ...header, capabilityHash: createHash("sha256").update("x").digest("base64url") },
    });
    expect(await hub.push(stranger.bytes)).toEqual([{ result: "refused", id: stranger.id, reason: "case-unknown" }]);
    const own = await hub.submission({ header: { ...header, capabilityHash: owner.capabilityHash } });
    expect((await hub.push(own.bytes))[0]?.result).toBe("received");
    const found = await hub.store().deskCase({ place: "example-town", desk: "newcomers", id });
    expect([...(found?.envelopes ?? [])].sort()).toEqual([id, own.id].sort());
  });

  test("[S1.3][S8.5] a message that the hub holds brings its receipt again after a take-over, a new one under the old capability is refused", async () => {
    const { bytes, id, owner } = await hub.submission();
    await hub.push(bytes);
    const message = () =>
      hub.submission({
        header: {
          kind: "message",
          place: "example-town",
          desk: "newcomers",
          form: "question",
          formVersion: anyHash,
          case: id,
          practice: true,
          capabilityHash: owner.capabilityHash,
        },
      });
    const before = await message();
    const [first] = await hub.push(before.bytes);
    const fresh = await newCapability();
    await hub.post(paths.rotate, { v: 1, capability: owner.capability, newCapabilityHash: fresh.capabilityHash });
    expect(first?.result).toBe("received");
    expect(await hub.push(before.bytes)).toEqual([first]);
    const after = await message();
    expect(await hub.push(after.bytes)).toEqual([{ result: "refused", id: after.id, reason: "case-unknown" }]);
  });

  test("[S4.3] what is not received whole is withdrawn, even before it ever came", async () => {
    const half = await hub.submission({ parts: [new Uint8Array([1])] });
    await hub.push(half.bytes);
    const unseen = await hub.submission();
    for (const { id, owner, bytes } of [half, unseen]) {
      const answer = await hub.post(paths.withdraw, { v: 1, capability: owner.capability, id });
      expect(await answer.json()).toEqual({ outcome: "withdrawn" });
      expect(await hub.push(bytes)).toEqual([{ result: "gone", id, reason: "withdrawn", receipt: null }]);
      expect(await hub.news(owner.capability)).toEqual({ state: "gone", reason: "withdrawn", receipt: null });
    }
  });

  test("[S4.3] what was received is not withdrawn, and a stranger withdraws nothing", async () => {
    const { bytes, id, owner } = await hub.submission();
    const [received] = await hub.push(bytes);
    expect(await (await hub.post(paths.withdraw, { v: 1, capability: owner.capability, id })).json()).toMatchObject({
      outcome: "alreadyReceived",
    });
    expect((await hub.post(paths.withdraw, { v: 1, capability: anyHash, id })).status).toBe(404);
    expect(await hub.push(bytes)).toEqual([received]);
  });
});
