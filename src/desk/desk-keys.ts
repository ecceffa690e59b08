/** How an officer and a desk come to their keys: enrolling, sharing with a colleague, recovering from paper, renewing (docs/keys.md). */
import type { CertifiedDesk, CertifiedOfficer } from "../core/pack.ts";
import type { CertifyRequest, WrappedDeskKey } from "../core/protocol.ts";
import type { OfficerRecord } from "../device/records.ts";
import { createDeskKey, type DeskKeyHolder, shareDeskKey, unwrapDeskKey } from "../seal/desk-key.ts";
import type { RecipientKey } from "../seal/key-handle.ts";
import { createOfficerKeys, type Officer, type OfficerKeyFile, officerPublicKeys } from "../seal/officer-keys.ts";
import { createPaperKey, type PaperKeyResult, readPaperKey } from "../seal/paper-key.ts";
import { SealError } from "../seal/seal-error.ts";
import { isValidAt } from "../seal/validity.ts";

/** Words to write down and the `kid` that they must give when they are typed back. Nothing keeps them. */
export type PaperToWrite = { readonly words: string; readonly kid: string };
export type Enrolment = { readonly record: OfficerRecord; readonly paper: PaperToWrite | null };

/** True while nobody can send to the desk: the next officer makes its key. */
export const needsDeskKey = (desk: CertifiedDesk | null, now: Date): boolean =>
  !desk?.keys.some((key) => isValidAt(key, now));

/** Keys of a new officer; the desk's first officer makes the desk key too, wrapped for the officer and for a paper key. */
export async function enrolOfficer(of: {
  place: string;
  desk: string;
  passphrase: string;
  makesDeskKey: boolean;
  /** PBKDF2 rounds; the default unless a test asks for fewer. */
  iterations?: number;
}): Promise<Enrolment> {
  const { place, desk, passphrase } = of;
  const protection = { passphrase, ...(of.iterations === undefined ? {} : { iterations: of.iterations }) };
  const file = await createOfficerKeys({ ...protection, place, desk });
  const empty = { kid: file.kid, file, waiting: [], seen: null };
  if (!of.makesDeskKey) {
    const request = { v: 1, purpose: "officer", place, desk, officer: officerPublicKeys(file) } as const;
    return { record: { ...empty, request }, paper: null };
  }
  const made = await makeDeskKey({ file, colleagues: [] });
  return { record: { ...empty, request: made.request, waiting: made.wrapped }, paper: made.paper };
}

/** A desk key, new or in place of one that somebody who left could open: wrapped for this officer, colleagues and a new paper key. */
export async function makeDeskKey(of: {
  file: OfficerKeyFile;
  colleagues: readonly CertifiedOfficer[];
}): Promise<{ request: CertifyRequest; wrapped: readonly WrappedDeskKey[]; paper: PaperToWrite }> {
  const { place, desk, kid, wrap } = of.file;
  const { words, key: paper } = await createPaperKey();
  const others = of.colleagues.filter((colleague) => colleague.kid !== kid).map(holderOf);
  const made = await createDeskKey([{ kid, jwk: wrap }, { kid: paper.recipient.kid, jwk: paper.jwk }, ...others]);
  const officer = officerPublicKeys(of.file);
  return {
    request: { v: 1, purpose: "desk", place, desk, jwk: made.jwk, officer },
    wrapped: made.wrapped,
    paper: { words, kid: paper.recipient.kid },
  };
}

/** Whether words that were typed back are those that were shown. */
export async function checkPaper(of: {
  typed: string;
  kid: string;
}): Promise<PaperKeyResult | { ok: false; reason: "other-words" }> {
  const read = await readPaperKey(of.typed);
  return read.ok && read.key.recipient.kid !== of.kid ? { ok: false, reason: "other-words" } : read;
}

const holderOf = ({ kid, wrap }: CertifiedOfficer): DeskKeyHolder => ({ kid, jwk: wrap });

/** The desk keys that the officer can open; a wrap that was changed on the way is left out. */
export async function openDeskKeys(of: {
  wrapped: readonly WrappedDeskKey[];
  recipient: RecipientKey;
}): Promise<readonly RecipientKey[]> {
  const opened: RecipientKey[] = [];
  for (const wrapped of of.wrapped.filter((one) => one.for === of.recipient.kid))
    try {
      opened.push(await unwrapDeskKey({ wrapped, recipient: of.recipient }));
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
    }
  return opened;
}

/** A certified colleague and the desk keys that the officer has and the colleague lacks. */
export type LackingColleague = { readonly officer: CertifiedOfficer; readonly lacks: readonly string[] };

export function findLackingColleagues(of: {
  desk: CertifiedDesk;
  wrapped: readonly WrappedDeskKey[];
  deskKeys: readonly RecipientKey[];
  own: string;
  now: Date;
}): readonly LackingColleague[] {
  return of.desk.officers
    .filter((officer) => officer.kid !== of.own && isValidAt(officer, of.now))
    .map((officer) => {
      const has = new Set(of.wrapped.filter((one) => one.for === officer.kid).map((one) => one.deskKey));
      return { officer, lacks: of.deskKeys.map(({ kid }) => kid).filter((kid) => !has.has(kid)) };
    })
    .filter(({ lacks }) => lacks.length > 0);
}

/** Wraps what a colleague lacks for the key that the manifest certifies. */
export async function wrapForColleague(of: {
  colleague: LackingColleague;
  wrapped: readonly WrappedDeskKey[];
  officer: Officer;
}): Promise<readonly WrappedDeskKey[]> {
  const { colleague, officer } = of;
  const own = of.wrapped.filter((one) => one.for === officer.kid && colleague.lacks.includes(one.deskKey));
  return wrapAll({ own, recipient: officer.recipient, holder: holderOf(colleague.officer) });
}

async function wrapAll(of: {
  own: readonly WrappedDeskKey[];
  recipient: RecipientKey;
  holder: DeskKeyHolder;
}): Promise<readonly WrappedDeskKey[]> {
  const made: WrappedDeskKey[] = [];
  for (const wrapped of of.own) made.push(await shareDeskKey({ wrapped, recipient: of.recipient, holder: of.holder }));
  return made;
}

export type PaperRecovery =
  | { readonly ok: true; readonly wrapped: readonly WrappedDeskKey[] }
  | Extract<PaperKeyResult, { ok: false }>
  /** Whole words, but of no desk key that the hub holds here. */
  | { readonly ok: false; readonly reason: "opens-nothing" };

/** Opens the desk key with the words on paper and wraps it for this officer. */
export async function recoverFromPaper(of: {
  typed: string;
  wrapped: readonly WrappedDeskKey[];
  file: OfficerKeyFile;
}): Promise<PaperRecovery> {
  const read = await readPaperKey(of.typed);
  if (!read.ok) return read;
  const { recipient } = read.key;
  const own = of.wrapped.filter((one) => one.for === recipient.kid);
  if (own.length === 0) return { ok: false, reason: "opens-nothing" };
  const holder = { kid: of.file.kid, jwk: of.file.wrap };
  return { ok: true, wrapped: await wrapAll({ own, recipient, holder }) };
}
