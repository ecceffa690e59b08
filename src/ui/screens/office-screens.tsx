import { t } from "@lingui/core/macro";
import type { Office, OfficeKind } from "../../core/place.ts";
import { ConsequencesList } from "../components/consequences.tsx";
import { Icon } from "../components/icon.tsx";
import { HostWord, Words } from "../components/words.tsx";
import { useReading } from "../reading.tsx";

const days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/** Short names of the days in an RRULE, in the reader's language. */
function dayNames(rrule: string, language: string): string {
  const format = new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" });
  // 1 January 2024 was a Monday.
  return (/BYDAY=([A-Z,]+)/.exec(rrule)?.[1] ?? "")
    .split(",")
    .map((day) => format.format(new Date(Date.UTC(2024, 0, 1 + days.indexOf(day)))))
    .join(", ");
}

export function OfficeScreen({ office }: { office: Office }) {
  const { language } = useReading();
  const languages = new Intl.DisplayNames([language], { type: "language" });
  return (
    <>
      <h1>
        <Icon name="office" /> <Words id={office.title} />
      </h1>
      <p>
        <HostWord host={office.host} />
      </p>
      <address>
        {office.address.map((line) => (
          <bdi class="line">{line}</bdi>
        ))}
      </address>
      <h2>{t`Opening hours`}</h2>
      <ul>
        {office.hours.map(({ rrule, opens, closes }) => (
          <li>
            {dayNames(rrule, language)}: <bdi>{`${opens}–${closes}`}</bdi>
          </li>
        ))}
      </ul>
      {office.hoursNote === undefined ? null : (
        <p>
          <Words id={office.hoursNote} />
        </p>
      )}
      <ul class="facts">
        {office.phone === undefined ? null : (
          <li>
            <Icon name="phone" /> <a href={`tel:${office.phone.replaceAll(" ", "")}`}>{<bdi>{office.phone}</bdi>}</a>
          </li>
        )}
        {office.email === undefined ? null : (
          <li>
            <Icon name="message" /> <a href={`mailto:${office.email}`}>{office.email}</a>
          </li>
        )}
        {office.web === undefined ? null : (
          <li>
            <Icon name="globe" /> <a href={office.web}>{office.web}</a>
          </li>
        )}
        <li>
          <Icon name="language" /> {office.languages.map((code) => languages.of(code) ?? code).join(", ")}
        </li>
        <li>
          <Icon name="person" /> <Words id={office.accessibility} />
        </li>
      </ul>
      {office.about === undefined ? null : <Words id={office.about} />}
      <ConsequencesList of={office.consequences} />
    </>
  );
}

/** A kind of office, for places wider than a city: how to find yours. */
export function OfficeKindScreen({ kind }: { kind: OfficeKind }) {
  return (
    <>
      <h1>
        <Icon name="office" /> <Words id={kind.title} />
      </h1>
      <Words id={kind.about} />
      {kind.finder === undefined ? null : (
        <p>
          <a class="button" href={kind.finder}>
            {t`Official finder`}
          </a>
        </p>
      )}
      <ConsequencesList of={kind.consequences} />
    </>
  );
}
