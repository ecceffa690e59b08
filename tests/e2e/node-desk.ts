/** Keys of a desk for tests in which nobody reads: public halves only, certified like an officer's request. */
import type { CertifyRequest } from "../../src/core/protocol.ts";
import { makeRecipient, makeSigner } from "../seal/making.ts";

export async function deskRequest({ place, desk }: { place: string; desk: string }): Promise<CertifyRequest> {
  const key = await makeRecipient();
  const sign = await makeSigner();
  const wrap = await makeRecipient();
  return { v: 1, purpose: "desk", place, desk, jwk: key.jwk, officer: { sign: sign.jwk, wrap: wrap.jwk } };
}
