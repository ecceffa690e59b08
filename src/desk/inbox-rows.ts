/** The list of a desk: one row a case, the person's later messages under it, soonest deadline first. */
import type { DeskStatus } from "../core/case.ts";
import type { InboxEntry } from "../core/protocol.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** `unknown` while the desk's messages of the case were not opened yet. */
export type RowState = "received" | DeskStatus | "unknown";

export type Deadline =
  /** The desk said something already. */
  | { readonly kind: "answered" }
  | { readonly kind: "in-days"; readonly days: number }
  | { readonly kind: "overdue"; readonly days: number }
  /** The form is not in the pack any more. */
  | { readonly kind: "none" };

export type InboxRow = {
  readonly id: string;
  readonly entry: InboxEntry;
  readonly state: RowState;
  /** Never taken out by any officer. */
  readonly isNew: boolean;
  readonly receivedAt: string;
  /** Whole hours since the hour of receiving. */
  readonly ageHours: number;
  readonly deadline: Deadline;
  /** Of the person; null until the case was opened here. */
  readonly language: string | null;
  readonly bytes: number;
  readonly parts: number;
  readonly later: readonly { readonly entry: InboxEntry; readonly ageHours: number; readonly isNew: boolean }[];
};

/** What this officer's browser learned of a case by opening it or its desk messages. */
export type KnownCase = {
  /** Newest verified status; null when none was given. */
  readonly status: DeskStatus | null;
  /** Desk messages that this is based on. */
  readonly messages: number;
  readonly language: string | null;
};

export const inboxFilters = [
  "open",
  "new",
  "overdue",
  "received",
  "in review",
  "action needed",
  "decided",
  "all",
] as const;
export type InboxFilter = (typeof inboxFilters)[number];

const ageOf = (entry: InboxEntry, now: Date): number =>
  Math.max(0, Math.floor((now.getTime() - Date.parse(entry.receivedFrom)) / hourMs));

function deadlineOf(entry: InboxEntry, answerWithinDays: number | undefined, now: Date): Deadline {
  if (entry.messages > 0) return { kind: "answered" };
  if (answerWithinDays === undefined) return { kind: "none" };
  const leftMs = Date.parse(entry.receivedFrom) + answerWithinDays * dayMs - now.getTime();
  return leftMs < 0
    ? { kind: "overdue", days: Math.ceil(-leftMs / dayMs) }
    : { kind: "in-days", days: Math.round(leftMs / dayMs) };
}

function rowState(entry: InboxEntry, known: KnownCase | undefined): RowState {
  if (entry.messages === 0) return "received";
  if (known?.messages !== entry.messages) return "unknown";
  return known.status ?? "received";
}

/** Decided cases last, then what is due soonest, then what waits longest. */
function compareRows(a: InboxRow, b: InboxRow): number {
  const dueIn = ({ deadline }: InboxRow): number =>
    deadline.kind === "overdue" ? -deadline.days : deadline.kind === "in-days" ? deadline.days : 1_000;
  return (
    Number(a.state === "decided") - Number(b.state === "decided") ||
    dueIn(a) - dueIn(b) ||
    (a.receivedAt < b.receivedAt ? -1 : a.receivedAt > b.receivedAt ? 1 : a.id < b.id ? -1 : 1)
  );
}

export function inboxRows(of: {
  entries: readonly InboxEntry[];
  /** By form id. */
  answerWithinDays: ReadonlyMap<string, number>;
  known: ReadonlyMap<string, KnownCase>;
  now: Date;
}): readonly InboxRow[] {
  const { entries, now } = of;
  const later = new Map<string, InboxEntry[]>();
  for (const entry of entries)
    if (entry.kind === "message") later.set(entry.case, [...(later.get(entry.case) ?? []), entry]);
  return entries
    .filter((entry) => entry.kind === "submission")
    .map((entry): InboxRow => {
      const known = of.known.get(entry.id);
      const messages = [...(later.get(entry.id) ?? [])].sort((a, b) => (a.receivedFrom < b.receivedFrom ? -1 : 1));
      return {
        id: entry.id,
        entry,
        state: rowState(entry, known),
        isNew: !entry.downloaded,
        receivedAt: entry.receivedFrom,
        ageHours: ageOf(entry, now),
        deadline: deadlineOf(entry, of.answerWithinDays.get(entry.form), now),
        language: known?.language ?? null,
        bytes: [entry, ...messages].reduce((sum, { bytes }) => sum + bytes, 0),
        parts: [entry, ...messages].reduce((sum, { parts }) => sum + parts, 0),
        later: messages.map((message) => ({
          entry: message,
          ageHours: ageOf(message, now),
          isNew: !message.downloaded,
        })),
      };
    })
    .sort(compareRows);
}

/** `new` also finds cases with a message that nobody read yet. */
export function passesFilter(row: InboxRow, filter: InboxFilter): boolean {
  switch (filter) {
    case "all":
      return true;
    case "open":
      return row.state !== "decided" || row.later.some(({ isNew }) => isNew);
    case "new":
      return row.isNew || row.later.some(({ isNew }) => isNew);
    case "overdue":
      return row.deadline.kind === "overdue";
    default:
      return row.state === filter;
  }
}
