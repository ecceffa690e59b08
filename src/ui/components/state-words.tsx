/** The words for the states of a submission; every screen takes them from here. */
import { t } from "@lingui/core/macro";
import type { ComponentChildren } from "preact";
import { addressOf } from "../../core/address.ts";
import type { SubmissionState } from "../../core/case.ts";
import type { PlacedForm } from "../../core/place.ts";
import { refusalWords } from "../error-messages.ts";
import { daysLater, formatDay, formatTime } from "../local-time.ts";
import { useReading } from "../reading.tsx";
import type { CaseView } from "../services.ts";
import { Icon } from "./icon.tsx";
import { HostWord, Words } from "./words.tsx";

/** Colour beside icon and words: amber "you are needed", green "received", red only for danger. */
export type Tone = "quiet" | "needed" | "good" | "danger";

type Look = { readonly label: () => string; readonly icon: string; readonly tone: Tone };
const looks: Readonly<Record<SubmissionState, Look>> = {
  draft: { label: () => t`Not finished`, icon: "paper", tone: "quiet" },
  waiting: { label: () => t`Finished, not sent yet`, icon: "clock", tone: "needed" },
  sending: { label: () => t`Sending`, icon: "arrow", tone: "quiet" },
  "on its way": { label: () => t`On its way`, icon: "arrow", tone: "quiet" },
  received: { label: () => t`Received`, icon: "check", tone: "good" },
  "in review": { label: () => t`The office is looking at it`, icon: "office", tone: "good" },
  "action needed": { label: () => t`The office asks you for something`, icon: "alert", tone: "needed" },
  decided: { label: () => t`The office has decided`, icon: "scale", tone: "good" },
  refused: { label: () => t`Could not be delivered`, icon: "alert", tone: "danger" },
  withdrawn: { label: () => t`Taken back by you`, icon: "paper", tone: "quiet" },
};

/** A few words for a list, a badge or a heading. */
export const stateLabel = (state: SubmissionState): string => looks[state].label();

/** Icon and a few words. */
export function StateBadge({ state }: { state: SubmissionState }) {
  const { icon, tone } = looks[state];
  return (
    <span class="state-badge" data-tone={tone}>
      <Icon name={icon} /> {stateLabel(state)}
    </span>
  );
}

/** A draft's line: only once the write was committed. */
export const draftWords = (): string => t`Not finished · saved on this device`;

export type StateFacts = Pick<
  CaseView,
  | "state"
  | "parts"
  | "place"
  | "number"
  | "finalisedAt"
  | "receivedBetween"
  | "refusal"
  | "deletedSince"
  | "withdrawalAsked"
  | "movedAway"
>;

/**
 * The whole of what a state means. With `form` it stands in the ReadingContext of the form's place and tells the office to go to and
 * the legal effect; without it (the place is not kept any more) it tells the rest.
 */
export function StateWords({ of, form, language }: { of: StateFacts; form: PlacedForm | null; language: string }) {
  const { icon, tone } = looks[of.state];
  return (
    <div class="state" data-tone={tone} data-state={of.state}>
      <p class="state-line">
        <Icon name={icon} /> <StateLine of={of} language={language} />
      </p>
      {of.state === "waiting" && form ? <GoTo of={of} form={form} /> : null}
      {of.state === "received" && form ? <Meaning form={form} /> : null}
      {of.state === "refused" || of.refusal === "receipt-wrong" ? <Refusal reason={of.refusal} /> : null}
      {of.deletedSince !== null && of.state !== "withdrawn" ? (
        <p>
          {of.deletedSince === "retention"
            ? t`It was deleted from the server since, because its time was over.`
            : t`It was deleted from the server since.`}
        </p>
      ) : null}
      {of.withdrawalAsked && of.state !== "withdrawn" ? (
        <p>{t`You asked to take it back. The answer is not here yet.`}</p>
      ) : null}
      {of.movedAway ? <p>{t`Moved to another device. Nothing new is shown here.`}</p> : null}
    </div>
  );
}

function StateLine({ of, language }: { of: StateFacts; language: string }): ComponentChildren {
  const { state, parts, number, receivedBetween } = of;
  switch (state) {
    case "draft":
      return draftWords();
    case "waiting":
      return (
        <>
          {t`Finished · saved on this device ·`} <strong>{t`not sent yet`}</strong>
        </>
      );
    case "sending": {
      const { sent, all } = parts;
      return all > 0 ? t`Sending · ${sent} of ${all} parts` : t`Sending`;
    }
    case "on its way":
      return t`At the centre's box, not yet at the office`;
    case "received": {
      const between = receivedBetween === null ? null : hourWords(receivedBetween, language);
      return (
        <>
          {between ?? t`Received`} · {t`No.`} <bdi>{number}</bdi>
        </>
      );
    }
    case "in review":
    case "action needed":
    case "decided":
    case "withdrawn":
      return stateLabel(state);
    case "refused":
      return t`Could not be delivered · nothing is lost`;
    default:
      return state satisfies never;
  }
}

function hourWords({ from, until }: { from: string; until: string }, language: string): string {
  const day = formatDay(language, from);
  const start = formatTime(language, from);
  const end = formatTime(language, until);
  return t`Received on ${day} between ${start} and ${end}`;
}

/** Where to go when no connection comes in time: date and office are the form's. */
function GoTo({ of, form }: { of: StateFacts; form: PlacedForm }) {
  const { language, place } = useReading();
  const office = place.offices.find(({ id }) => id === form.fallback.office);
  const day = formatDay(language, daysLater(of.finalisedAt, form.fallback.afterDays));
  return (
    <p>
      {t`If there is no connection by ${day}, go to:`}{" "}
      {office ? (
        <>
          <a href={addressOf(language, place.id, { kind: "office", id: office.id })}>
            <Words id={office.title} />
          </a>{" "}
          {office.host?.language === language ? null : <HostWord host={office.host} />}
        </>
      ) : (
        t`the office`
      )}
    </p>
  );
}

/** What having received it means, from the form's legal effect and deadline. */
function Meaning({ form }: { form: PlacedForm }) {
  const { legalEffect, deadline } = form.consequences;
  return (
    <>
      <p>
        {t`What this means:`} <Words id={legalEffect} />
      </p>
      {deadline === undefined ? null : (
        <p>
          {t`Your deadline:`} <Words id={deadline} />
        </p>
      )}
    </>
  );
}

function Refusal({ reason }: { reason: CaseView["refusal"] }) {
  if (reason === null)
    return <p>{t`Read it, export it, or correct it and send it again. You can also go to the office.`}</p>;
  const { what, todo } = refusalWords(reason);
  return (
    <p>
      {what} {todo}
    </p>
  );
}
