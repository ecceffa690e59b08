/** Short words of the list and the case: states, ages, deadlines. */
import { plural, t } from "@lingui/core/macro";
import type { DeskStatus } from "../core/case.ts";
import type { Deadline, InboxFilter, RowState } from "./inbox-rows.ts";
import type { Strength } from "./passphrase-strength.ts";

export function stateWords(state: RowState): string {
  switch (state) {
    case "received":
      return t`Received`;
    case "in review":
      return t`In review`;
    case "action needed":
      return t`Action needed`;
    case "decided":
      return t`Decided`;
    case "unknown":
      return t`Not read yet`;
    default:
      return state satisfies never;
  }
}

/** What giving a status tells the person. */
export function statusMeaning(status: DeskStatus): string {
  switch (status) {
    case "in review":
      return t`In review: we are looking at it`;
    case "action needed":
      return t`Action needed: we ask the person for something`;
    case "decided":
      return t`Decided: we have decided`;
    default:
      return status satisfies never;
  }
}

export function filterWords(filter: InboxFilter): string {
  switch (filter) {
    case "open":
      return t`All open`;
    case "new":
      return t`New`;
    case "overdue":
      return t`Overdue`;
    case "all":
      return t`All`;
    default:
      return stateWords(filter);
  }
}

export function deadlineWords(deadline: Deadline): string {
  switch (deadline.kind) {
    case "answered":
      return t`Answered`;
    case "in-days":
      return plural(deadline.days, { 0: "Today", one: "In # day", other: "In # days" });
    case "overdue":
      return plural(deadline.days, { one: "Overdue by # day", other: "Overdue by # days" });
    case "none":
      return t`None`;
    default:
      return deadline satisfies never;
  }
}

/** Hours up to two days, then days. */
export function ageWords(language: string, hours: number): string {
  const isDays = hours >= 48;
  const unit = isDays ? "day" : "hour";
  const format = new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" });
  return format.format(isDays ? Math.floor(hours / 24) : hours);
}

export function strengthWords(strength: Strength): string {
  switch (strength) {
    case "too-short":
      return t`Too short: write at least 12 characters.`;
    case "weak":
      return t`Weak: it repeats itself. Take several words that do not belong together.`;
    case "good":
      return t`Good. More words make it stronger.`;
    case "strong":
      return t`Strong.`;
    default:
      return strength satisfies never;
  }
}

/** A language's name in the officer's language. */
export const languageName = (language: string, of: string): string =>
  new Intl.DisplayNames([language], { type: "language" }).of(of) ?? of;
