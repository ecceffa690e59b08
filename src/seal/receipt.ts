/** The hub's signed statement: this envelope and all its parts are flushed to disk here. Verified on the device (docs/sync-spec.md S2). */
import { type PartEntry, type Receipt, receipt } from "../core/envelope.ts";
import type { Manifest } from "../core/pack.ts";
import { crockford } from "./base32.ts";
import { fromBase64url } from "./bytes.ts";
import { isSignedBy, readJws, signJws } from "./jws.ts";
import type { SigningKey } from "./key-handle.ts";
import { isValidAt } from "./validity.ts";

/** Signs with the hub's key; throws a ParseError of core when the statement is not whole. */
export const signReceipt = (statement: Receipt, hub: SigningKey): Promise<string> =>
  signJws({ type: "receipt", payload: receipt(statement, "receipt"), key: hub });

/** What was sent, as the device knows it: the sealed envelope's header fields and hash. */
export type SentEnvelope = {
  readonly id: string;
  /** SHA-256 of the envelope's bytes. */
  readonly hash: string;
  readonly parts: readonly Pick<PartEntry, "hash">[];
  readonly place: string;
  readonly desk: string;
  readonly form: string;
  readonly practice: boolean;
};

export type ReceiptProblem =
  | "malformed"
  /** No hub key of the manifest has this `kid`, or it was not valid in the hour of receiving. */
  | "hub-unknown"
  | "signature-wrong"
  /** A relay's key under `received`, or a hub's under `relayed`. */
  | "standing-not-allowed"
  /** Another id, hash, place, desk or form. */
  | "other-envelope"
  /** Not every part, in order. */
  | "parts-differ"
  | "practice-mismatch";

/** `standing` tells whether the desk's own hub received it or a relay did; only the first may be called "received". */
export type ReceiptResult =
  | { readonly ok: true; readonly receipt: Receipt; readonly standing: Receipt["standing"]; readonly kid: string }
  | { readonly ok: false; readonly reason: ReceiptProblem };

/** Verifies a receipt against the hubs that the device's manifest certifies and against what was sent. */
export async function verifyReceipt(check: {
  jws: string;
  hubs: Manifest["hubs"];
  sent: SentEnvelope;
}): Promise<ReceiptResult> {
  const read = readJws({ jws: check.jws, type: "receipt", parse: receipt });
  if (!read) return { ok: false, reason: "malformed" };
  const { kid, payload } = read;
  // Only the hour is told: the key must have been valid at some time in it.
  const certified = check.hubs.flatMap(({ role = "hub", keys }) =>
    keys
      .filter((key) => key.kid === kid)
      .filter((key) => isValidAt(key, payload.receivedFrom) || isValidAt(key, payload.receivedUntil))
      .map(({ jwk }) => ({ jwk, role })),
  );
  const [first] = certified;
  if (!first) return { ok: false, reason: "hub-unknown" };
  if (!(await isSignedBy({ jws: check.jws, kid, jwk: first.jwk }))) return { ok: false, reason: "signature-wrong" };
  const needed = payload.standing === "received" ? "hub" : "relay";
  if (!certified.some(({ role }) => role === needed)) return { ok: false, reason: "standing-not-allowed" };
  const { sent } = check;
  const fields = ["id", "hash", "place", "desk", "form"] as const;
  if (fields.some((field) => payload[field] !== sent[field])) return { ok: false, reason: "other-envelope" };
  if (
    payload.parts.length !== sent.parts.length ||
    sent.parts.some((part, index) => part.hash !== payload.parts[index])
  )
    return { ok: false, reason: "parts-differ" };
  if (payload.practice !== sent.practice) return { ok: false, reason: "practice-mismatch" };
  return { ok: true, receipt: payload, standing: payload.standing, kid };
}

/** The number a person can say, `7K4-Q2M-9TX`: the first 45 bits of the envelope's hash in Crockford's base 32. Not a secret. */
export function receiptNumber(envelopeHash: string): string {
  const digits = crockford.encode(fromBase64url(envelopeHash).subarray(0, 6));
  return [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6, 9)].join("-");
}
