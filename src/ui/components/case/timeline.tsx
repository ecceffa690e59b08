/** What happened in a case, oldest first: what you did, where it is, what the office said. */
import { t } from "@lingui/core/macro";
import type { ComponentChildren } from "preact";
import type { PlacedForm } from "../../../core/place.ts";
import { useLanguage } from "../../hooks/use-language.ts";
import { formatDay, formatDayAndTime, formatTime } from "../../local-time.ts";
import { type TimelineEntry, useServices } from "../../services.ts";
import { Icon } from "../icon.tsx";
import { DeskReply } from "./desk-reply.tsx";
import { PhotoView } from "./photo-view.tsx";

type OwnMessage = Extract<TimelineEntry, { kind: "message" }>;

function messageState(state: OwnMessage["state"]): string {
  switch (state) {
    case "waiting":
      return t`Saved on this device · not sent yet`;
    case "sending":
      return t`Sending`;
    case "on its way":
      return t`At the centre's box, not yet at the office`;
    case "received":
      return t`Received by the office`;
    case "refused":
      return t`Could not be delivered · nothing is lost. Write it again, or go to the office.`;
    default:
      return state satisfies never;
  }
}

function Message({ of }: { of: OwnMessage }) {
  const { cases } = useServices();
  return (
    <>
      {of.request === "withdraw" ? <p>{t`You asked the office to take it back.`}</p> : null}
      {of.text === "" ? null : (
        <p class="as-written" dir="auto">
          {of.text}
        </p>
      )}
      {of.attachments.map((photo) => (
        <p>
          <PhotoView
            label={photo.fileName}
            bytes={photo.bytes}
            load={() => cases.attachment({ id: of.id, part: photo.part })}
          />
        </p>
      ))}
      <p class="quiet">{messageState(of.state)}</p>
    </>
  );
}

function Entry(props: { icon: string; who: string; when: string | null; children?: ComponentChildren }) {
  return (
    <li>
      <p>
        <Icon name={props.icon} /> <strong>{props.who}</strong>
        {props.when === null ? null : <span class="quiet"> · {props.when}</span>}
      </p>
      {props.children}
    </li>
  );
}

export function Timeline({ entries, form }: { entries: readonly TimelineEntry[]; form: PlacedForm | null }) {
  const language = useLanguage();
  const hour = ({ from, until }: { from: string; until: string }): string => {
    const day = formatDay(language, from);
    const start = formatTime(language, from);
    const end = formatTime(language, until);
    return t`${day}, between ${start} and ${end}`;
  };
  return (
    <section>
      <h2>{t`What happened so far`}</h2>
      <ol class="timeline">
        {entries.map((entry) => {
          switch (entry.kind) {
            case "finalised":
              return (
                <Entry
                  icon="person"
                  who={t`You finished the form. It was saved on this device.`}
                  when={formatDayAndTime(language, entry.at)}
                />
              );
            case "relayed":
              return <Entry icon="arrow" who={t`At the centre's box, not yet at the office`} when={hour(entry)} />;
            case "received":
              return <Entry icon="check" who={t`Received for the office`} when={hour(entry)} />;
            case "downloaded":
              return <Entry icon="office" who={t`The office has fetched it to read it.`} when={null} />;
            case "desk":
              return (
                <Entry icon="office" who={t`The office`} when={formatDayAndTime(language, entry.sentAt)}>
                  <DeskReply of={entry} form={form} />
                </Entry>
              );
            case "message":
              return (
                <Entry icon="person" who={t`You`} when={formatDayAndTime(language, entry.at)}>
                  <Message of={entry} />
                </Entry>
              );
            default:
              return entry satisfies never;
          }
        })}
      </ol>
    </section>
  );
}
