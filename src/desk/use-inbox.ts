/** The list, read again every minute while the page is visible, and the states of its cases. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { InboxEntry } from "../core/protocol.ts";
import { casesToLearn, learnStates } from "./case-states.ts";
import { useDesk } from "./desk-context.ts";
import type { DeskFault } from "./desk-fault.ts";
import { certifiedDeskOf, type DeskPlace } from "./desk-place.ts";
import { type DeskAtWork, readDeskKeys } from "./desk-session.ts";
import type { KnownCase } from "./inbox-rows.ts";

const readAgainMs = 60_000;

export type Inbox = {
  /** Null until it was read once. */
  readonly entries: readonly InboxEntry[] | null;
  readonly known: ReadonlyMap<string, KnownCase>;
  readonly readAt: Date | null;
  readonly fault: DeskFault | null;
  readonly refresh: () => Promise<void>;
  /** What was learned by opening a case. */
  readonly learn: (id: string, learned: Partial<KnownCase>) => void;
};

export function useInbox(of: {
  work: DeskAtWork;
  place: DeskPlace;
  onFault: (fault: DeskFault) => void;
  onKeys: (keys: Pick<DeskAtWork, "wrapped" | "deskKeys">) => void;
}): Inbox {
  const { hub, now } = useDesk();
  const { work, place } = of;
  const [entries, setEntries] = useState<readonly InboxEntry[] | null>(null);
  const [known, setKnown] = useState<ReadonlyMap<string, KnownCase>>(new Map());
  const [readAt, setReadAt] = useState<Date | null>(null);
  const [fault, setFault] = useState<DeskFault | null>(null);
  // The newest of both, for a reading that began before them.
  const latestKnown = useRef(known);
  const isReading = useRef(false);
  const isLearning = useRef(false);

  const change = (id: string, changes: Partial<KnownCase>) => {
    const before = latestKnown.current.get(id) ?? { status: null, messages: 0, language: null };
    latestKnown.current = new Map(latestKnown.current).set(id, { ...before, ...changes });
    setKnown(latestKnown.current);
  };
  /** A colleague may have shared what this officer lacks. */
  const readMissingKeys = async () => {
    const all = certifiedDeskOf(place, work.session.desk)?.keys ?? [];
    if (work.deskKeys.length >= all.length) return;
    const keys = await readDeskKeys({ hub, session: work.session, officer: work.officer });
    if (keys.ok && keys.value.deskKeys.length > work.deskKeys.length) of.onKeys(keys.value);
  };
  /** In the background: the list does not wait for it. */
  const learnAll = async (list: readonly InboxEntry[]) => {
    if (isLearning.current) return;
    isLearning.current = true;
    try {
      const unknown = casesToLearn(list, latestKnown.current);
      const failed = await learnStates({ hub, work, place, entries: unknown, onLearned: change });
      if (failed) of.onFault(failed);
      else await readMissingKeys();
    } finally {
      isLearning.current = false;
    }
  };
  const refresh = async () => {
    if (isReading.current) return;
    isReading.current = true;
    try {
      const read = await hub.inbox(work.session);
      setFault(read.ok ? null : read.fault);
      if (!read.ok) return of.onFault(read.fault);
      setEntries(read.value);
      setReadAt(now());
      void learnAll(read.value);
    } finally {
      isReading.current = false;
    }
  };
  const latestRefresh = useRef(refresh);
  latestRefresh.current = refresh;
  // a new session or new keys read at once; the timer takes the newest function.
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") void latestRefresh.current();
    };
    look();
    const timer = setInterval(look, readAgainMs);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [work.session.token, work.deskKeys.length]);
  return { entries, known, readAt, fault, refresh, learn: change };
}
