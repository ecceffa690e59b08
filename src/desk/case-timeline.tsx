/** What happened in a case: received, messages of the person, statuses and replies of the desk, and what is wrong with them. */
import { t } from "@lingui/core/macro";
import type { ComponentChildren } from "preact";
import type { PlacedForm } from "../core/place.ts";
import { directionOf } from "../core/text.ts";
import { fingerprint } from "../seal/certify.ts";
import type { ChainFault } from "../seal/message-chain.ts";
import { formatDayAndTime } from "../ui/local-time.ts";
import { AttachmentView } from "./attachment-view.tsx";
import type { ReadMessage } from "./case-chain.ts";
import { useDesk } from "./desk-context.ts";
import { type DeskPlace, textIn } from "./desk-place.ts";
import type { DeskAtWork } from "./desk-session.ts";
import { languageName, statusMeaning } from "./desk-words.ts";
import { openingWords, unreadWords } from "./fault-words.ts";
import type { CaseFile } from "./read-case.ts";

function chainWords(fault: ChainFault): string {
  switch (fault.kind) {
    case "gap": {
      const { from, until } = fault;
      return from === until ? t`Message ${from} is missing.` : t`Messages ${from} to ${until} are missing.`;
    }
    case "fork":
      return t`There are two different messages with the number ${fault.number}.`;
    case "broken":
      return t`Message ${fault.number} does not follow the one before it.`;
    default:
      return fault satisfies never;
  }
}

const hourMs = 3_600_000;

/** The hub tells the hour of receiving only; within it, the person's own clock orders. */
function timeOf(one: CaseFile["messages"][number]): string {
  const from = Date.parse(one.entry.receivedFrom);
  const written = one.ok ? Date.parse(one.message.payload.writtenAt) : from;
  return new Date(Math.min(Math.max(written, from), from + hourMs)).toISOString();
}

export function CaseTimeline(props: { file: CaseFile; form: PlacedForm | null; place: DeskPlace; work: DeskAtWork }) {
  const { language } = useDesk();
  const { file, work } = props;
  const at = (instant: string) => formatDayAndTime(language, instant);
  const events: { readonly key: string; readonly time: string; readonly view: ComponentChildren }[] = [
    {
      key: "received",
      time: file.entry.receivedFrom,
      view: <p>{t`Received in the hour from ${at(file.entry.receivedFrom)}`}</p>,
    },
    ...file.messages.map((one) => ({
      key: one.entry.id,
      time: timeOf(one),
      view: <PersonMessage one={one} work={work} at={at(one.entry.receivedFrom)} />,
    })),
    ...file.chain.messages.map((read) => ({
      key: `desk-${read.message.number}`,
      time: read.message.sentAt,
      view: <DeskReply {...props} read={read} at={at(read.message.sentAt)} />,
    })),
  ];
  const inOrder = [...events].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  return (
    <section>
      <h3>{t`What happened`}</h3>
      {file.chain.unread.length === 0 && file.chain.faults.length === 0 ? null : (
        <ul class="needed">
          {file.chain.unread.map((unread) => (
            <li key={unread.number}>{unreadWords(unread)}</li>
          ))}
          {file.chain.faults.map((fault) => (
            <li key={JSON.stringify(fault)}>{chainWords(fault)}</li>
          ))}
        </ul>
      )}
      <ol class="timeline">
        {inOrder.map(({ key, view }) => (
          <li key={key}>{view}</li>
        ))}
      </ol>
    </section>
  );
}

/** The beginning of a colleague's fingerprint; a name is nowhere. */
function Colleague({ kid }: { kid: string }) {
  const begin = fingerprint(kid).slice(0, 9);
  return <bdi>{t`colleague ${begin}`}</bdi>;
}

function PersonMessage({ one, work, at }: { one: CaseFile["messages"][number]; work: DeskAtWork; at: string }) {
  if (!one.ok) {
    const { what, todo } = openingWords(one.problem);
    return (
      <>
        <p class="quiet">{t`Message of the person · ${at}`}</p>
        <p>
          {what} {todo}
        </p>
      </>
    );
  }
  const { payload } = one.message;
  return (
    <>
      <p class="quiet">{t`Message of the person · ${at}`}</p>
      {payload.request === "withdraw" ? <p class="needed">{t`The person asks to take this submission back.`}</p> : null}
      <p class="written" lang={payload.language} dir="auto">
        {payload.text}
      </p>
      {payload.attachments.map((attachment) => (
        <AttachmentView
          key={attachment.part}
          attachment={attachment}
          envelope={one.message}
          work={work}
          label={t`Copy`}
        />
      ))}
    </>
  );
}

function DeskReply(props: {
  read: ReadMessage;
  form: PlacedForm | null;
  place: DeskPlace;
  work: DeskAtWork;
  at: string;
}) {
  const { language } = useDesk();
  const { message, kid } = props.read;
  const { number } = message;
  const isOwn = kid === props.work.officer.kid;
  return (
    <>
      <p class="quiet">
        {t`Desk, message ${number} · ${props.at}`} · {isOwn ? t`you` : <Colleague kid={kid} />}
      </p>
      {message.status === null ? null : (
        <p>
          <strong>{statusMeaning(message.status)}</strong>
        </p>
      )}
      {message.phrases.map((id) => {
        const phrase = props.form?.phrases.find((one) => one.id === id);
        const text = phrase ? textIn(props.place, language, phrase.text) : null;
        return text ? (
          <p key={id} lang={text.language} dir={directionOf(text.language)}>
            {text.text}
          </p>
        ) : (
          <p key={id}>{t`A phrase that this version of the form does not have: ${id}`}</p>
        );
      })}
      {message.text === null ? null : (
        <p class="written" lang={message.textLanguage ?? undefined} dir="auto">
          {message.text}
        </p>
      )}
      {message.textLanguage === null ? null : <p class="quiet">{languageName(language, message.textLanguage)}</p>}
    </>
  );
}
