/** An officer at work: unlocked keys, a session at the hub and the desk keys; all of it in memory only. */
import type { WrappedDeskKey } from "../core/protocol.ts";
import type { OfficerRecord } from "../device/records.ts";
import type { RecipientKey } from "../seal/key-handle.ts";
import { signLogin } from "../seal/login.ts";
import { type Officer, unlockOfficerKeys } from "../seal/officer-keys.ts";
import { SealError } from "../seal/seal-error.ts";
import { isValidAt } from "../seal/validity.ts";
import { type Answer, answered, failed } from "./desk-fault.ts";
import type { DeskHub, DeskSession } from "./desk-hub.ts";
import { openDeskKeys } from "./desk-keys.ts";
import { certifiedDeskOf, type DeskPlace } from "./desk-place.ts";
import type { OfficerStore } from "./officer-record.ts";

export type DeskAtWork = {
  readonly record: OfficerRecord;
  readonly officer: Officer;
  readonly session: DeskSession;
  /** All wraps of the desk that the hub holds, for whomever. */
  readonly wrapped: readonly WrappedDeskKey[];
  /** Those that this officer can open. */
  readonly deskKeys: readonly RecipientKey[];
};

/**
 * Where an officer's certification stands: `officer` also when the desk key of the request is not there yet but another one is (two
 * first officers at once).
 */
export function isCertified(of: { record: OfficerRecord; place: DeskPlace; now: Date }): boolean {
  const { file, kid } = of.record;
  const officers = certifiedDeskOf(of.place, file.desk)?.officers ?? [];
  return officers.some((officer) => officer.kid === kid && isValidAt(officer, of.now));
}

/** The officer's keys; null for a wrong passphrase, which cannot be told from a damaged record. */
export async function unlock(of: { record: OfficerRecord; passphrase: string }): Promise<Officer | null> {
  try {
    return await unlockOfficerKeys({ file: of.record.file, passphrase: of.passphrase });
  } catch (error) {
    if (error instanceof SealError && error.reason === "wrong-secret") return null;
    throw error;
  }
}

/**
 * Signs the hub's nonce for the address that this browser shows and opens a session.
 * @param of.origin `location.origin`, never what a hub says of itself: a relayed login then opens nothing
 */
export async function signIn(of: {
  hub: DeskHub;
  officer: Officer;
  place: string;
  desk: string;
  origin: string;
}): Promise<Answer<DeskSession>> {
  const { hub, officer, place, desk, origin } = of;
  const challenge = await hub.challenge();
  if (!challenge.ok) return challenge;
  const { nonce, expiresAt } = challenge.value;
  const statement = await signLogin({ v: 1, purpose: "login", origin, desk, nonce, expiresAt }, officer.signing);
  const login = await hub.login({ place, statement });
  return login.ok
    ? answered({ place, desk, token: login.value.token, expiresAt: login.value.expiresAt })
    : failed(login.fault);
}

/**
 * Hands over the desk keys that were made in this browser and that the manifest certifies by now, once; then reads all wraps and
 * opens the officer's own.
 */
export async function startWork(of: {
  hub: DeskHub;
  store: Pick<OfficerStore, "save">;
  place: DeskPlace;
  record: OfficerRecord;
  officer: Officer;
  session: DeskSession;
}): Promise<Answer<DeskAtWork>> {
  const { hub, officer, session } = of;
  const known = new Set(certifiedDeskOf(of.place, session.desk)?.keys.map(({ kid }) => kid));
  const ready = of.record.waiting.filter(({ deskKey }) => known.has(deskKey));
  const waiting = of.record.waiting.filter(({ deskKey }) => !known.has(deskKey));
  if (ready.length > 0) {
    const handed = await hub.putWrappedKeys(session, ready);
    if (!handed.ok) return handed;
  }
  const record = { ...of.record, waiting, seen: of.place.current };
  if (!(await of.store.save(record))) return failed({ kind: "not-saved" });
  const keys = await readDeskKeys({ hub, session, officer });
  return keys.ok ? answered({ record, officer, session, ...keys.value }) : keys;
}

/** The wraps as the hub holds them now, and the desk keys that the officer can open. */
export async function readDeskKeys(of: {
  hub: DeskHub;
  session: DeskSession;
  officer: Officer;
}): Promise<Answer<Pick<DeskAtWork, "wrapped" | "deskKeys">>> {
  const wrapped = await of.hub.wrappedKeys(of.session);
  if (!wrapped.ok) return wrapped;
  const deskKeys = await openDeskKeys({ wrapped: wrapped.value, recipient: of.officer.recipient });
  return answered({ wrapped: wrapped.value, deskKeys });
}
