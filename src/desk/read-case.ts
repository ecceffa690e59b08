/** Takes a case out of the hub and opens it: the submission, what the person sent later, and the desk's own messages. */
import {
  type EnvelopeHeader,
  type MessagePayload,
  messagePayload,
  type SubmissionPayload,
  submissionPayload,
} from "../core/envelope.ts";
import { ParseError } from "../core/parse.ts";
import type { InboxEntry } from "../core/protocol.ts";
import { openEnvelope, openPart } from "../seal/envelope.ts";
import type { KeyHandle, RecipientKey } from "../seal/key-handle.ts";
import { SealError } from "../seal/seal-error.ts";
import { type CaseChain, readChain } from "./case-chain.ts";
import { type Answer, answered, failed } from "./desk-fault.ts";
import type { DeskHub } from "./desk-hub.ts";
import type { DeskPlace } from "./desk-place.ts";
import type { DeskAtWork } from "./desk-session.ts";

type Opened<P> = {
  readonly id: string;
  readonly hash: string;
  readonly header: EnvelopeHeader;
  readonly payload: P;
  /** Opens the parts. */
  readonly contentKey: KeyHandle;
};
export type OpenedSubmission = Opened<SubmissionPayload>;
export type OpenedMessage = Opened<MessagePayload>;

/** Why an envelope that is here cannot be read. */
export type OpeningProblem =
  /** Sealed to desk keys that this officer cannot open yet. */
  | "no-key"
  /** Changed, or made by something that does not keep the rules. */
  | "damaged"
  /** It belongs to another case, form or desk than the hub says. */
  | "other-case";

export type CaseFile = {
  /** Id of the submission. */
  readonly id: string;
  readonly entry: InboxEntry;
  readonly submission: OpenedSubmission;
  /** What the person sent later, by hour of receiving. */
  readonly messages: readonly (
    | { readonly ok: true; readonly entry: InboxEntry; readonly message: OpenedMessage }
    | { readonly ok: false; readonly entry: InboxEntry; readonly problem: OpeningProblem }
  )[];
  readonly chain: CaseChain;
};

export type CaseResult =
  | { readonly ok: true; readonly file: CaseFile }
  | { readonly ok: false; readonly problem: OpeningProblem };

class NotReadable extends Error {
  override readonly name = "NotReadable";
  readonly problem: OpeningProblem;
  constructor(problem: OpeningProblem) {
    super(problem);
    this.problem = problem;
  }
}

const problemOf = (error: unknown): OpeningProblem => {
  if (error instanceof NotReadable) return error.problem;
  if (error instanceof SealError) return error.reason === "not-for-this-key" ? "no-key" : "damaged";
  if (error instanceof ParseError) return "damaged";
  throw error;
};

/** Opens with whichever desk key fits. Throws {@link NotReadable}, SealError or ParseError. */
async function openWithAny(bytes: Uint8Array, deskKeys: readonly RecipientKey[]) {
  for (const recipient of deskKeys)
    try {
      return await openEnvelope({ bytes, recipient });
    } catch (error) {
      if (!(error instanceof SealError && error.reason === "not-for-this-key")) throw error;
    }
  throw new NotReadable("no-key");
}

async function openSubmission(of: {
  bytes: Uint8Array;
  entry: InboxEntry;
  work: DeskAtWork;
}): Promise<OpenedSubmission> {
  const { header, hash, payload, contentKey } = await openWithAny(of.bytes, of.work.deskKeys);
  const { entry } = of;
  const isSame = header.id === entry.id && hash === entry.hash && header.desk === of.work.session.desk;
  const read = submissionPayload(payload, "payload");
  if (!isSame || header.form !== read.form || header.formVersion !== read.formVersion)
    throw new NotReadable("other-case");
  return { id: entry.id, hash, header, payload: read, contentKey };
}

async function openMessage(of: {
  bytes: Uint8Array;
  entry: InboxEntry;
  submission: OpenedSubmission;
  deskKeys: readonly RecipientKey[];
}): Promise<OpenedMessage> {
  const { entry, submission } = of;
  const { header, hash, payload, contentKey } = await openWithAny(of.bytes, of.deskKeys);
  const read = messagePayload(payload, "payload");
  // The person's device names the submission inside the seal, so a hub cannot move a message to another case.
  const isSame = header.id === entry.id && hash === entry.hash && header.case === submission.id;
  if (!isSame || read.envelopeHash !== submission.hash) throw new NotReadable("other-case");
  return { id: entry.id, hash, header, payload: read, contentKey };
}

/** Takes out and opens a whole case. `entries` are those of the case in the inbox, the submission among them. */
export async function readCase(of: {
  hub: DeskHub;
  work: DeskAtWork;
  place: DeskPlace;
  entries: readonly InboxEntry[];
}): Promise<Answer<CaseResult>> {
  const { hub, work } = of;
  const { session, deskKeys } = work;
  const entry = of.entries.find(({ kind }) => kind === "submission");
  if (!entry) return failed({ kind: "not-published" });
  // Without a key nothing is taken out: the person would read that the desk has it.
  if (deskKeys.length === 0) return answered({ ok: false, problem: "no-key" });
  const found = await hub.caseOf(session, entry.id);
  if (!found.ok) return found;
  const bytes = await hub.envelope(session, entry.id);
  if (!bytes.ok) return bytes;
  let submission: OpenedSubmission;
  try {
    submission = await openSubmission({ bytes: bytes.value, entry, work });
  } catch (error) {
    return answered({ ok: false, problem: problemOf(error) });
  }
  const messages: CaseFile["messages"][number][] = [];
  const later = of.entries.filter(({ kind }) => kind === "message");
  for (const one of [...later].sort((a, b) => (a.receivedFrom < b.receivedFrom ? -1 : 1))) {
    const sealed = await hub.envelope(session, one.id);
    if (!sealed.ok) return sealed;
    try {
      const message = await openMessage({ bytes: sealed.value, entry: one, submission, deskKeys });
      messages.push({ ok: true, entry: one, message });
    } catch (error) {
      messages.push({ ok: false, entry: one, problem: problemOf(error) });
    }
  }
  const chain = await readChain({
    sealed: found.value.messages,
    deskKeys,
    desks: of.place.manifest.desks,
    desk: session.desk,
    envelopeId: entry.id,
    envelopeHash: submission.hash,
  });
  return answered({ ok: true, file: { id: entry.id, entry, submission, messages, chain } });
}

export type PartResult =
  | { readonly ok: true; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly ok: false; readonly problem: "damaged" };

/** One attachment in clear. */
export async function readPart(of: {
  hub: DeskHub;
  work: Pick<DeskAtWork, "session">;
  envelope: Pick<OpenedSubmission, "id" | "header" | "contentKey">;
  part: number;
}): Promise<Answer<PartResult>> {
  const { envelope, part } = of;
  const sealed = await of.hub.part(of.work.session, { id: envelope.id, index: part });
  if (!sealed.ok) return sealed;
  try {
    return answered({ ok: true, bytes: await openPart({ envelope, index: part, bytes: sealed.value }) });
  } catch (error) {
    if (error instanceof SealError) return answered({ ok: false, problem: "damaged" });
    throw error;
  }
}
