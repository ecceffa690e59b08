/** The statement an officer signs to open a session: for this hub, this desk, one nonce, until then. It opens nothing else. */
import type { Manifest } from "../core/pack.ts";
import type { Parsed } from "../core/parse.ts";
import { loginStatement } from "../core/protocol.ts";
import { isSignedBy, readJws, signJws } from "./jws.ts";
import type { SigningKey } from "./key-handle.ts";
import { isValidAt } from "./validity.ts";

export type LoginStatement = Parsed<typeof loginStatement>;

/** Signs with the officer's key. `origin` must be the address that the officer's browser shows, never what a hub says of itself. */
export const signLogin = (statement: LoginStatement, officer: SigningKey): Promise<string> =>
  signJws({ type: "login", payload: loginStatement(statement, "login"), key: officer });

export type LoginProblem =
  | "malformed"
  /** Not an officer of that desk in the manifest, or not now. */
  | "officer-unknown"
  | "signature-wrong"
  /** Signed for another hub: relayed. */
  | "origin-other"
  | "expired"
  /** Not a nonce of this hub, or used before: replayed. */
  | "nonce-used";
export type LoginResult =
  | { readonly ok: true; readonly kid: string; readonly desk: string }
  | { readonly ok: false; readonly reason: LoginProblem };

/**
 * Verifies a login. `consumeNonce` is asked last, once everything else holds, and must answer true exactly once for each nonce that the
 * hub gave out and that is still open.
 */
export async function verifyLogin(check: {
  jws: string;
  desks: Manifest["desks"];
  /** This hub's own origin. */
  origin: string;
  now: Date;
  consumeNonce: (nonce: string) => boolean | Promise<boolean>;
}): Promise<LoginResult> {
  const read = readJws({ jws: check.jws, type: "login", parse: loginStatement });
  if (!read) return { ok: false, reason: "malformed" };
  const { kid, payload } = read;
  const officer = check.desks
    .flatMap((desk) => (desk.id === payload.desk ? desk.officers : []))
    .find((candidate) => candidate.kid === kid && candidate.desk === payload.desk);
  if (!officer || !isValidAt(officer, check.now)) return { ok: false, reason: "officer-unknown" };
  if (!(await isSignedBy({ jws: check.jws, kid, jwk: officer.sign }))) return { ok: false, reason: "signature-wrong" };
  if (payload.origin !== check.origin) return { ok: false, reason: "origin-other" };
  if (check.now.getTime() > Date.parse(payload.expiresAt)) return { ok: false, reason: "expired" };
  if (!(await check.consumeNonce(payload.nonce))) return { ok: false, reason: "nonce-used" };
  return { ok: true, kid, desk: payload.desk };
}
