import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Aes256Gcm, DhkemP256HkdfSha256, HkdfSha256, CipherSuite as OracleSuite } from "@hpke/core";
import { AEAD_AES_128_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256 } from "hpke";
import { describe, expect, it } from "vitest";
import { fromBase64url, toBase64url } from "../../src/seal/bytes.ts";
import { exportPublicJwk, generatePrivateJwk, publicHalf, thumbprint } from "../../src/seal/ec-keys.ts";
import { openEnvelope, readEnvelopeFrame } from "../../src/seal/envelope.ts";
import { derivePair, unwrapWith, wrapFor, wrapInfo } from "../../src/seal/key-wrap.ts";
import { makeEnvelope, makeRecipient } from "./making.ts";

const file = join(process.env.PASSERELLE_FIXTURES ?? "../shared/fixtures", "hpke/rfc9180-appendix-vectors.md");
const isThere = existsSync(file);
const fromHex = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));

/** Fields `name: hex` of a block; hex may go on over lines. */
function readFields(block: string): Record<string, string> {
  const fields: Record<string, string> = {};
  let name = "";
  for (const line of block.split("\n")) {
    const match = /^([A-Za-z_ ]+):\s*(.*)$/.exec(line);
    if (match) name = match[1] ?? "";
    fields[name] = (fields[name] ?? "") + (match ? (match[2] ?? "") : line.trim());
  }
  return fields;
}

function readVectors() {
  const text = readFileSync(file, "utf8");
  const section = text
    .split("\n## ")
    .find((part) => part.startsWith("DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM"));
  const base = section?.split("\n### ").find((part) => part.startsWith("Base Setup Information")) ?? "";
  const [setup = "", encryptions = ""] = base.split("~~~").filter((_, index) => index % 2 === 1);
  return { setup: readFields(setup.trim()), encryptions: encryptions.trim().split("\n\n").map(readFields) };
}

const hpke128 = new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_128_GCM);
const oracle = new OracleSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
const buffer = (bytes: Uint8Array) => new Uint8Array(bytes).buffer;

describe.skipIf(!isThere)("RFC 9180 vectors, P-256 (skipped where the fixtures are missing)", () => {
  it("[LOOP-8] derives the recipient's key pair of the vectors from its seed", async () => {
    const { setup } = readVectors();
    const pair = await derivePair(fromHex(setup.ikmR ?? ""));
    const { x, y } = await exportPublicJwk(pair.publicKey);
    expect(`04${Buffer.concat([fromBase64url(x), fromBase64url(y)]).toString("hex")}`).toBe(setup.pkRm);
    expect(pair.privateKey.extractable).toBe(false);
  });

  it("[LOOP-8] opens every encryption of the vectors with a non-extractable key", async () => {
    const { setup, encryptions } = readVectors();
    expect(encryptions.length).toBeGreaterThanOrEqual(6);
    const pair = await derivePair(fromHex(setup.ikmR ?? ""));
    const context = await hpke128.SetupRecipient(pair, fromHex(setup.enc ?? ""), { info: fromHex(setup.info ?? "") });
    const bySequence = new Map(encryptions.map((fields) => [Number(fields["sequence number"]), fields]));
    const key = await crypto.subtle.importKey("raw", fromHex(setup.key ?? ""), "AES-GCM", false, ["encrypt"]);
    for (let sequence = 0; sequence <= 256; sequence++) {
      // The context counts its openings; numbers without a vector are filled in with the vectors' own key and nonce.
      const fields = bySequence.get(sequence);
      const iv = fromHex(setup.base_nonce ?? "");
      const low = new DataView(iv.buffer, 8);
      low.setUint32(0, low.getUint32(0) ^ sequence);
      const aad = fromHex(fields?.aad ?? "");
      const filled = () => crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: aad }, key, new Uint8Array(1));
      const ciphertext = fields ? fromHex(fields.ct ?? "") : new Uint8Array(await filled());
      const plaintext = await context.Open(ciphertext, aad);
      if (fields) expect(Buffer.from(plaintext).toString("hex")).toBe(fields.pt);
    }
  });
});

describe("[LOOP-8] @hpke/core as the oracle for AES-256-GCM", () => {
  it("opens what we wrap", async () => {
    const secret = await generatePrivateJwk("ECDH");
    const kid = await thumbprint(secret);
    const { sealed } = await makeEnvelope({ deskKeys: [{ kid, jwk: publicHalf(secret) }] });
    const read = await readEnvelopeFrame(sealed.bytes);
    if (!read.ok) throw new Error(read.detail);
    const [wrap] = read.frame.wraps;
    if (!wrap) throw new Error("no wrap");
    const recipientKey = await oracle.kem.importKey("jwk", { ...secret, key_ops: ["deriveBits"] }, false);
    const info = wrapInfo({ purpose: "envelope", context: read.frame.headerHash, kid });
    const raw = await oracle.open(
      { recipientKey, enc: buffer(fromBase64url(wrap.enc)), info: buffer(info) },
      buffer(fromBase64url(wrap.ct)),
    );
    expect(raw.byteLength).toBe(32);
  });

  it("wraps what we open", async () => {
    const { jwk, recipient } = await makeRecipient();
    const info = wrapInfo({ purpose: "desk-key", context: new Uint8Array(32), kid: recipient.kid });
    const secret = crypto.getRandomValues(new Uint8Array(32));
    const recipientPublicKey = await oracle.kem.importKey("jwk", { ...jwk, key_ops: [] }, true);
    const { enc, ct } = await oracle.seal({ recipientPublicKey, info: buffer(info) }, buffer(secret));
    const wrapped = { enc: toBase64url(new Uint8Array(enc)), ct: toBase64url(new Uint8Array(ct)) };
    expect(await unwrapWith({ recipient, wrapped, info })).toEqual(secret);
  });

  it("derives the same pair from a seed", async () => {
    const seed = crypto.getRandomValues(new Uint8Array(32));
    const theirs = await oracle.kem.deriveKeyPair(buffer(seed));
    const raw = new Uint8Array(await oracle.kem.serializePublicKey(theirs.publicKey));
    const { x, y } = await exportPublicJwk((await derivePair(seed)).publicKey);
    expect(toBase64url(raw.slice(1))).toBe(toBase64url(new Uint8Array([...fromBase64url(x), ...fromBase64url(y)])));
  });
});

describe("key wraps", () => {
  it("[P6] a wrap opens only with its own key, purpose, context and kid", async () => {
    const [mine, other] = [await makeRecipient(), await makeRecipient()];
    const context = new Uint8Array(32).fill(9);
    const right = { purpose: "envelope", context, kid: mine.kid } as const;
    const publicKey = mine.recipient.keyPair.publicKey;
    const wrapped = await wrapFor({ publicKey, secret: new Uint8Array(32), info: wrapInfo(right) });
    await expect(unwrapWith({ recipient: mine.recipient, wrapped, info: wrapInfo(right) })).resolves.toHaveLength(32);
    const wrongInfos = [
      { ...right, purpose: "desk-key" as const },
      { ...right, context: new Uint8Array(32) },
      { ...right, kid: other.kid },
    ];
    for (const wrong of wrongInfos)
      await expect(unwrapWith({ recipient: mine.recipient, wrapped, info: wrapInfo(wrong) })).rejects.toMatchObject({
        reason: "damaged",
      });
    await expect(unwrapWith({ recipient: other.recipient, wrapped, info: wrapInfo(right) })).rejects.toMatchObject({
      reason: "damaged",
    });
  });

  it("[LOOP-8] opens with a key that cannot be exported", async () => {
    const { desk, sealed } = await makeEnvelope();
    expect(desk.recipient.keyPair.privateKey.extractable).toBe(false);
    await expect(openEnvelope({ bytes: sealed.bytes, recipient: desk.recipient })).resolves.toBeDefined();
  });
});
