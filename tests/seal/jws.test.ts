import { CompactSign } from "jose/jws/compact/sign";
import { compactVerify } from "jose/jws/compact/verify";
import { expect, it } from "vitest";
import { unknown } from "../../src/core/parse.ts";
import { importPublicKey } from "../../src/seal/ec-keys.ts";
import { isSignedBy, readJws, signJws } from "../../src/seal/jws.ts";
import { makeSigner } from "./making.ts";

const payload = { purpose: "receipt", words: "ключ 🔑", n: 1 };

it("[LOOP-2] a JWS of ours is one for jose too, and says the same", async () => {
  const signer = await makeSigner();
  const jws = await signJws({ type: "receipt", payload, key: signer.key });
  const key = await importPublicKey({ jwk: signer.jwk, use: "ECDSA" });
  const read = await compactVerify(jws, key, { algorithms: ["ES256"] });
  expect(JSON.parse(new TextDecoder().decode(read.payload))).toEqual(payload);
  expect(read.protectedHeader).toEqual({ alg: "ES256", kid: signer.kid, typ: "passerelle-receipt" });
});

it("[LOOP-2] a JWS of jose verifies here, and not under another key or with another payload", async () => {
  const signer = await makeSigner();
  const header = { alg: "ES256" as const, kid: signer.kid, typ: "passerelle-receipt" };
  const bytes = new TextEncoder().encode('{"n":1}');
  const jws = await new CompactSign(bytes).setProtectedHeader(header).sign(signer.key.privateKey);
  const { kid, jwk } = signer;
  expect(readJws({ jws, type: "receipt", parse: unknown })?.payload).toEqual({ n: 1 });
  expect(await isSignedBy({ jws, kid, jwk })).toBe(true);
  const other = await makeSigner();
  expect(await isSignedBy({ jws, kid: other.kid, jwk: other.jwk })).toBe(false);
  const [head, , signature] = jws.split(".");
  expect(await isSignedBy({ jws: `${head}.eyJuIjoyfQ.${signature}`, kid, jwk })).toBe(false);
  expect(await isSignedBy({ jws: `${head}.eyJuIjoxfQ`, kid, jwk })).toBe(false);
});
