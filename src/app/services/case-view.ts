/** What a screen shows of one case, from what the outbox, the case's record and the owner's copies say. Pure. */
import { type DeskMessage, stateOf } from "../../core/case.ts";
import { type MessagePayload, receipt as parseReceipt, type Receipt } from "../../core/envelope.ts";
import { readCaseMessages } from "../../device/case-messages.ts";
import type { StoredCase } from "../../device/cases.ts";
import type { OutboxEntry } from "../../device/records.ts";
import { readJws } from "../../seal/jws.ts";
import { receiptNumber } from "../../seal/receipt.ts";
import type { CaseView, TimelineEntry } from "../../ui/services.ts";

/** A message of the person with where its envelope stands. */
export type SentMessage = { readonly entry: OutboxEntry; readonly payload: MessagePayload };
export type CaseMaterial = {
  readonly stored: StoredCase;
  /** Of the submission. */
  readonly entry: OutboxEntry;
  /** In the order of sending. */
  readonly messages: readonly SentMessage[];
  readonly sending: ReadonlySet<string>;
};

export function viewOfCase({ stored, entry, messages, sending }: CaseMaterial): CaseView {
  const { id, value: body } = stored;
  const desk = readCaseMessages(body);
  const receipt = receiptOf(entry);
  const isOver = entry.status === "gone" || entry.status === "withdrawn" || entry.status === "refused";
  return {
    id,
    place: body.place,
    form: body.form,
    formVersion: body.formVersion,
    desk: body.desk,
    practice: body.practice,
    state: stateOf({
      status: entry.status,
      isSending: sending.has(id),
      hasReceipt: receipt?.standing === "received",
      goneReason: entry.gone,
      statuses: desk.shown.flatMap(({ number, status }) => (status ? [{ number, status }] : [])),
    }),
    parts: {
      sent: entry.parts.filter(({ bytes }, index) => entry.sentOffsets[index] === bytes).length,
      all: entry.parts.length,
    },
    finalisedAt: body.finalisedAt,
    number: receiptNumber(body.envelopeHash),
    receivedBetween:
      receipt?.standing === "received" ? { from: receipt.receivedFrom, until: receipt.receivedUntil } : null,
    refusal: entry.refusal ?? (entry.receiptFault ? "receipt-wrong" : null),
    deletedSince: entry.status === "gone" && receipt?.standing === "received" ? entry.gone : null,
    withdrawalAsked:
      !isOver && (entry.withdrawalAsked || messages.some(({ payload }) => payload.request === "withdraw")),
    movedAway: body.movedAway,
    isClaimed: body.isClaimed,
    timeline: [
      { kind: "finalised", at: body.finalisedAt },
      ...(receipt ? [arrivalOf(receipt)] : []),
      ...(body.downloaded ? [{ kind: "downloaded" } as const] : []),
      ...conversation({ desk: desk.shown, messages, sending }),
    ],
    faults: desk.faults,
    corrects: body.corrects,
  };
}

/** The receipt was verified before it was stored. */
const receiptOf = (entry: OutboxEntry): Receipt | null =>
  entry.receipt === null
    ? null
    : (readJws({ jws: entry.receipt, type: "receipt", parse: parseReceipt })?.payload ?? null);

const arrivalOf = ({ standing, receivedFrom, receivedUntil }: Receipt): TimelineEntry => ({
  kind: standing,
  from: receivedFrom,
  until: receivedUntil,
});

/** Both sides' messages. The desk's stay in the order of their numbers, whatever its clock says (S8.6); the times only interleave the two. */
function conversation(of: {
  desk: readonly DeskMessage[];
  messages: readonly SentMessage[];
  sending: ReadonlySet<string>;
}): readonly TimelineEntry[] {
  const desk = of.desk.map((message) => ({ at: message.sentAt, entry: deskEntry(message) }));
  const own = of.messages.flatMap((message) => {
    const entry = ownEntry(message, of.sending);
    return entry ? [{ at: message.payload.writtenAt, entry }] : [];
  });
  const merged: TimelineEntry[] = [];
  for (let fromDesk = desk.shift(), fromUs = own.shift(); fromDesk || fromUs; ) {
    if (fromDesk && (!fromUs || Date.parse(fromDesk.at) <= Date.parse(fromUs.at))) {
      merged.push(fromDesk.entry);
      fromDesk = desk.shift();
    } else if (fromUs) {
      merged.push(fromUs.entry);
      fromUs = own.shift();
    }
  }
  return merged;
}

const deskEntry = ({ number, status, phrases, text, textLanguage, sentAt }: DeskMessage): TimelineEntry => ({
  kind: "desk",
  number,
  status,
  phrases,
  text,
  textLanguage,
  sentAt,
});

/** Null for a message that went with its withdrawn case. */
function ownEntry({ entry, payload }: SentMessage, sending: ReadonlySet<string>): TimelineEntry | null {
  const state = messageState(entry, sending.has(entry.id));
  if (state === null) return null;
  const { text, attachments, request, writtenAt } = payload;
  return { kind: "message", id: entry.id, text, attachments, request, at: writtenAt, state };
}

type MessageState = Extract<TimelineEntry, { kind: "message" }>["state"];
function messageState({ status, receipt }: OutboxEntry, isSending: boolean): MessageState | null {
  switch (status) {
    case "waiting":
      return isSending ? "sending" : "waiting";
    case "relayed":
      return isSending ? "sending" : "on its way";
    case "received":
    case "refused":
      return status;
    case "gone":
      return receipt === null ? "refused" : "received";
    case "withdrawn":
      return null;
    default:
      return status satisfies never;
  }
}
