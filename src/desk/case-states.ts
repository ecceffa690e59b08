/** Learns the state of cases from the desk's own sealed messages, without taking a submission out. */
import type { InboxEntry } from "../core/protocol.ts";
import { type CaseChain, readChain } from "./case-chain.ts";
import type { DeskFault } from "./desk-fault.ts";
import type { DeskHub } from "./desk-hub.ts";
import type { DeskPlace } from "./desk-place.ts";
import type { DeskAtWork } from "./desk-session.ts";
import type { KnownCase } from "./inbox-rows.ts";

export type LearnedState = Pick<KnownCase, "status" | "messages">;

/**
 * Newest verified status, by number and never by clock (S8.6); null while a message is sealed to a key that this officer lacks, since it
 * may hold a newer one.
 */
export function stateFrom({ messages, unread, nextNumber }: CaseChain): LearnedState | null {
  if (unread.some(({ reason }) => reason === "no-key")) return null;
  const status = messages.reduce<KnownCase["status"]>((newest, { message }) => message.status ?? newest, null);
  return { status, messages: nextNumber - 1 };
}

/** Submissions whose desk messages were not opened yet, or grew since. */
export const casesToLearn = (
  entries: readonly InboxEntry[],
  known: ReadonlyMap<string, KnownCase>,
): readonly InboxEntry[] =>
  entries.filter(
    (entry) => entry.kind === "submission" && entry.messages > 0 && known.get(entry.id)?.messages !== entry.messages,
  );

/** Learns one case after the other and tells each; ends early, with the fault, when the hub does not answer. */
export async function learnStates(of: {
  hub: DeskHub;
  work: DeskAtWork;
  place: DeskPlace;
  entries: readonly InboxEntry[];
  onLearned: (id: string, learned: LearnedState) => void;
}): Promise<DeskFault | null> {
  const { hub, work } = of;
  if (work.deskKeys.length === 0) return null;
  for (const entry of of.entries) {
    const found = await hub.caseOf(work.session, entry.id);
    if (!found.ok) return found.fault;
    const chain = await readChain({
      sealed: found.value.messages,
      deskKeys: work.deskKeys,
      desks: of.place.manifest.desks,
      desk: work.session.desk,
      envelopeId: entry.id,
      envelopeHash: entry.hash,
    });
    const learned = stateFrom(chain);
    if (learned) of.onLearned(entry.id, learned);
  }
  return null;
}
