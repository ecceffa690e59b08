import { describe, expect, it } from "vitest";
import { toBase64url } from "../../src/seal/bytes.ts";
import { type LoginStatement, signLogin, verifyLogin } from "../../src/seal/login.ts";
import { hashOfByte, makeChain, makeSigner, now } from "./making.ts";

const origin = "https://hub.example";
const statement: LoginStatement = {
  v: 1,
  purpose: "login",
  origin,
  desk: "newcomers",
  nonce: hashOfByte(1),
  expiresAt: "2026-11-24T12:02:00Z",
};

async function makeHub() {
  const chain = await makeChain();
  const open = new Set([statement.nonce]);
  const login = (jws: string, at = now) =>
    verifyLogin({ jws, desks: chain.content.desks, origin, now: at, consumeNonce: (nonce) => open.delete(nonce) });
  return { chain, open, login };
}

describe("[LOOP-11] login of an officer", () => {
  it("a certified officer's statement opens a session", async () => {
    const { chain, login } = await makeHub();
    const jws = await signLogin(statement, chain.officer.key);
    expect(await login(jws)).toEqual({ ok: true, kid: chain.officer.kid, desk: "newcomers" });
  });

  it("[BAD-login] a replayed statement is refused", async () => {
    const { chain, login } = await makeHub();
    const jws = await signLogin(statement, chain.officer.key);
    await login(jws);
    expect(await login(jws)).toEqual({ ok: false, reason: "nonce-used" });
  });

  it("[BAD-login] a statement that was signed for another hub and relayed here is refused, and spends no nonce", async () => {
    const { chain, login, open } = await makeHub();
    const jws = await signLogin({ ...statement, origin: "https://hub.example.evil" }, chain.officer.key);
    expect(await login(jws)).toEqual({ ok: false, reason: "origin-other" });
    expect(open.size).toBe(1);
  });

  it("[BAD-login] an invented nonce, a late one, another desk, a stranger, a retired officer are refused", async () => {
    const { chain, login, open } = await makeHub();
    const stranger = await makeSigner();
    const sign = (change: Partial<LoginStatement>) => signLogin({ ...statement, ...change }, chain.officer.key);
    const nonce = toBase64url(new Uint8Array(32));
    expect(await login(await sign({ nonce }))).toMatchObject({ reason: "nonce-used" });
    expect(await login(await sign({}), new Date("2026-11-24T12:03:00Z"))).toMatchObject({ reason: "expired" });
    expect(await login(await sign({ desk: "police" }))).toMatchObject({ reason: "officer-unknown" });
    expect(await login(await signLogin(statement, stranger.key))).toMatchObject({ reason: "officer-unknown" });
    const posing = { kid: chain.officer.kid, privateKey: stranger.key.privateKey };
    expect(await login(await signLogin(statement, posing))).toMatchObject({ reason: "signature-wrong" });
    expect(await login(await sign({}), new Date("2030-01-01T00:00:00Z"))).toMatchObject({ reason: "officer-unknown" });
    expect(await login("nonsense")).toMatchObject({ reason: "malformed" });
    expect(open.size).toBe(1);
  });
});
