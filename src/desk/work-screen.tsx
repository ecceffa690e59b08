/** An officer at work: the list with the open case beside it, and the keys. A session that ends hides all this and loses nothing. */
import { plural, t } from "@lingui/core/macro";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { FailureNote } from "../ui/components/problem-note.tsx";
import { ScreenHeading, Skeleton } from "../ui/components/screen-heading.tsx";
import { formatTime } from "../ui/local-time.ts";
import { CasePanel } from "./case-panel.tsx";
import { emptyReply, type ReplyDraft } from "./compose-reply.ts";
import { useDesk } from "./desk-context.ts";
import type { DeskFault } from "./desk-fault.ts";
import { type DeskPlace, readDeskPlace } from "./desk-place.ts";
import { type DeskAtWork, readDeskKeys } from "./desk-session.ts";
import { filterWords } from "./desk-words.ts";
import { faultWords } from "./fault-words.ts";
import { type InboxFilter, inboxFilters, inboxRows, passesFilter } from "./inbox-rows.ts";
import { InboxTable } from "./inbox-table.tsx";
import { KeysScreen } from "./keys-screen.tsx";
import { UnlockForm } from "./unlock-form.tsx";
import { useInbox } from "./use-inbox.ts";

type View = "inbox" | "keys";

export function WorkScreen(props: {
  work: DeskAtWork;
  place: DeskPlace;
  deskTitle: string;
  onWork: (of: { work: DeskAtWork; place: DeskPlace }) => void;
  onForget: () => Promise<void>;
}) {
  const { hub, transport, roots, now } = useDesk();
  const { work, place } = props;
  const [view, setView] = useState<View>("inbox");
  const [isExpired, setExpired] = useState(false);
  const onFault = (fault: DeskFault) => {
    if (fault.kind === "session-expired") setExpired(true);
  };
  const showKeys = async () => {
    setView("keys");
    // Who was certified since the sign-in, and who has which key by now.
    const { file, seen: current } = work.record;
    const read = await readDeskPlace({ transport, roots, place: file.place, now: now(), current, before: place });
    const keys = await readDeskKeys({ hub, session: work.session, officer: work.officer });
    if (!keys.ok) return onFault(keys.fault);
    props.onWork({ work: { ...work, ...keys.value }, place: read.ok ? read.value : place });
  };
  useEffect(() => {
    document.title = `${t`Desk`} · ${props.deskTitle} · Passerelle`;
  }, [props.deskTitle]);
  return (
    <>
      {isExpired ? (
        <main class="desk-page">
          <ScreenHeading title={t`Sign in again`} takesFocus />
          <p class="needed">{t`Your session has ended. What you typed stays. Sign in and go on.`}</p>
          <UnlockForm
            record={work.record}
            place={place}
            onWork={(of) => {
              setExpired(false);
              props.onWork(of);
            }}
          />
        </main>
      ) : null}
      {/* Hidden and not removed: what was typed stays. */}
      <div hidden={isExpired}>
        <nav class="desk-views" aria-label={t`Desk`}>
          <button type="button" aria-current={view === "inbox" ? "page" : undefined} onClick={() => setView("inbox")}>
            {t`Cases`}
          </button>
          <button type="button" aria-current={view === "keys" ? "page" : undefined} onClick={() => void showKeys()}>
            {t`Keys`}
          </button>
        </nav>
        <div hidden={view !== "inbox"}>
          <InboxView
            work={work}
            place={place}
            onFault={onFault}
            onKeys={(keys) => props.onWork({ work: { ...work, ...keys }, place })}
            onShowKeys={() => void showKeys()}
          />
        </div>
        {view === "keys" ? (
          <KeysScreen
            work={work}
            place={place}
            deskTitle={props.deskTitle}
            onWork={(changed) => props.onWork({ work: changed, place })}
            onForget={props.onForget}
            onFault={onFault}
          />
        ) : null}
      </div>
    </>
  );
}

function InboxView(props: {
  work: DeskAtWork;
  place: DeskPlace;
  onFault: (fault: DeskFault) => void;
  onKeys: (keys: Pick<DeskAtWork, "wrapped" | "deskKeys">) => void;
  onShowKeys: () => void;
}) {
  const { language, now } = useDesk();
  const { work, place, onFault } = props;
  const inbox = useInbox({ work, place, onFault, onKeys: props.onKeys });
  const [filter, setFilter] = useState<InboxFilter>("open");
  const [openId, setOpenId] = useState<string | null>(null);
  const [drafts, setDrafts] = useState<ReadonlyMap<string, ReplyDraft>>(new Map());
  const list = useRef<HTMLDivElement>(null);
  const lastOpen = useRef<string | null>(null);
  // A case that is closed gives the focus back to its row, or to the first when it has left the list.
  useLayoutEffect(() => {
    const row = (selector: string) => list.current?.querySelector<HTMLButtonElement>(selector);
    if (openId === null && lastOpen.current !== null)
      (row(`[data-case="${lastOpen.current}"]`) ?? row("[data-case]"))?.focus();
    lastOpen.current = openId;
  }, [openId]);

  const answerWithinDays = new Map(place.place.forms.map((form) => [form.id, form.answerWithinDays]));
  const all = inboxRows({ entries: inbox.entries ?? [], answerWithinDays, known: inbox.known, now: now() });
  // The open case stays in the list when its state leaves the filter.
  const rows = all.filter((row) => row.id === openId || passesFilter(row, filter));
  const time = inbox.readAt === null ? null : formatTime(language, inbox.readAt);
  const setDraft = (id: string, draft: ReplyDraft | null) => {
    const next = new Map(drafts);
    if (draft === null) next.delete(id);
    else next.set(id, draft);
    setDrafts(next);
  };
  return (
    <main class={openId === null ? "desk-work" : "desk-work with-panel"}>
      <h1 class="hidden-words">{t`Cases`}</h1>
      <div class="desk-list" ref={list}>
        <div class="list-head">
          <label class="filter">
            <span>{t`Show`}</span>
            <select
              value={filter}
              autocomplete="off"
              onChange={(event) => {
                const chosen = inboxFilters.find((one) => one === event.currentTarget.value);
                if (chosen) setFilter(chosen);
              }}
            >
              {inboxFilters.map((one) => (
                <option key={one} value={one}>
                  {filterWords(one)}
                </option>
              ))}
            </select>
          </label>
          <button type="button" class="button quiet-button" onClick={() => void inbox.refresh()}>
            {t`Read again`}
          </button>
          <p class="quiet" role="status">
            {time === null ? null : t`Read at ${time}`}{" "}
            {inbox.entries === null
              ? null
              : plural(rows.length, { 0: "No case here", one: "# case", other: "# cases" })}
          </p>
        </div>
        {work.deskKeys.length === 0 ? (
          <p class="needed">
            {t`You have no desk key yet, so nothing opens.`}{" "}
            <button type="button" class="link-button" onClick={props.onShowKeys}>
              {t`How to get it`}
            </button>
          </p>
        ) : null}
        <FailureNote words={inbox.fault && faultWords(inbox.fault)} />
        {inbox.entries === null && inbox.fault === null ? <Skeleton label={t`Reading the list`} rows={6} /> : null}
        {inbox.entries !== null && rows.length === 0 ? (
          <p class="empty">{t`Nothing to do here. The list is read again every minute.`}</p>
        ) : null}
        {rows.length === 0 ? null : <InboxTable rows={rows} place={place} openId={openId} onOpen={setOpenId} />}
      </div>
      {openId === null ? null : (
        <CasePanel
          id={openId}
          work={work}
          place={place}
          inbox={inbox}
          draft={drafts.get(openId) ?? emptyReply(language)}
          onDraft={(draft) => setDraft(openId, draft)}
          onOpen={setOpenId}
          onClose={() => setOpenId(null)}
          onFault={onFault}
        />
      )}
    </main>
  );
}
