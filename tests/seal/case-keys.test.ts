import { hkdfSync } from "node:crypto";
import { DhkemP256HkdfSha256 } from "@hpke/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromBase64url, hashOf, toBase64url } from "../../src/seal/bytes.ts";
import { deriveCaseKeys, newCapability, newCaseSecret } from "../../src/seal/case-keys.ts";
import { type ClaimSlip, claimPath, decodeClaimSlip, encodeClaimSlip } from "../../src/seal/claim-slip.ts";
import { hashOfByte } from "./making.ts";

describe("[LOOP-12] case keys", () => {
  it("the same secret gives the same keys on every device, another secret others", async () => {
    const secret = new Uint8Array(32).fill(5);
    const [one, two, other] = await Promise.all([
      deriveCaseKeys(secret),
      deriveCaseKeys(secret),
      deriveCaseKeys(newCaseSecret()),
    ]);
    expect([two.capability, two.publicJwk]).toEqual([one.capability, one.publicJwk]);
    expect(other.capability).not.toBe(one.capability);
    expect(one.capabilityHash).toBe(await hashOf(fromBase64url(one.capability)));
  });

  it("are derived as docs/keys.md says, by other implementations too: a change would lose every case with a slip", async () => {
    const secret = new Uint8Array(32).fill(5);
    const keys = await deriveCaseKeys(secret);
    const hkdf = (label: string) => hkdfSync("sha256", secret, "", `passerelle 1 case ${label}\0`, 32);
    expect(keys.capability).toBe(Buffer.from(hkdf("capability")).toString("base64url"));
    const kem = new DhkemP256HkdfSha256();
    const { publicKey } = await kem.deriveKeyPair(hkdf("ecdh"));
    const raw = Buffer.from(await kem.serializePublicKey(publicKey));
    expect(keys.publicJwk.x).toBe(raw.subarray(1, 33).toString("base64url"));
    expect(keys.publicJwk.y).toBe(raw.subarray(33).toString("base64url"));
  });

  it("private keys cannot be exported, and the capability tells nothing of the secret", async () => {
    const secret = newCaseSecret();
    const keys = await deriveCaseKeys(secret);
    expect(keys.recipient.keyPair.privateKey.extractable).toBe(false);
    expect(keys.ownerCopyKey.extractable).toBe(false);
    expect(keys.capability).not.toBe(toBase64url(secret));
    await expect(deriveCaseKeys(secret.slice(1))).rejects.toMatchObject({ reason: "malformed" });
  });
});

const slip: ClaimSlip = {
  envelopeId: toBase64url(new Uint8Array(16).fill(1)),
  envelopeHash: hashOfByte(2),
  place: "example-town",
  caseSecret: hashOfByte(3),
  practice: true,
};

describe("[LOOP-12] claim slips", () => {
  it("come back from text and from an address, before and after a take-over", async () => {
    const taken = { ...slip, capability: (await newCapability()).capability, practice: false };
    for (const given of [slip, taken]) {
      const text = await encodeClaimSlip(given);
      expect(text).toMatch(/^[A-Za-z0-9_-]+$/);
      const address = `https://hub.example${claimPath({ language: "ar", text })}`;
      for (const scanned of [text, ` ${text}\n`, `#${text}`, address])
        expect(await decodeClaimSlip(scanned)).toEqual({ ok: true, slip: given });
    }
  });

  it("one wrong, missing or added character is noticed", async () => {
    const text = await encodeClaimSlip(slip);
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.constantFrom(..."abcXYZ019-_"), async (at, character) => {
        fc.pre(text[at] !== character);
        expect((await decodeClaimSlip(text.slice(0, at) + character + text.slice(at + 1))).ok).toBe(false);
        expect((await decodeClaimSlip(text.slice(0, at) + text.slice(at + 1))).ok).toBe(false);
        expect((await decodeClaimSlip(text.slice(0, at) + character + text.slice(at))).ok).toBe(false);
      }),
    );
    expect(await decodeClaimSlip(`${text.slice(0, 40)}${text[40] === "a" ? "b" : "a"}${text.slice(41)}`)).toEqual({
      ok: false,
      reason: "damaged",
    });
  });

  it("what is no slip, and a slip of a newer app, are told apart", async () => {
    for (const scanned of ["", "https://example.org/", "WIFI:T:WPA;S:x;;", "hello", "A".repeat(4_000)])
      expect(await decodeClaimSlip(scanned)).toEqual({ ok: false, reason: "not-a-slip" });
    const bytes = fromBase64url(await encodeClaimSlip(slip));
    const body = bytes.slice(0, -4);
    body[0] = 2;
    const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", body)).slice(0, 4);
    const newer = toBase64url(new Uint8Array([...body, ...sum]));
    expect(await decodeClaimSlip(newer)).toEqual({ ok: false, reason: "unknown-version" });
  });
});
