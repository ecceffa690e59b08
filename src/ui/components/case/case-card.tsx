import { t } from "@lingui/core/macro";
import { addressOfOwn } from "../../../core/address.ts";
import { useLanguage } from "../../hooks/use-language.ts";
import { formatDay } from "../../local-time.ts";
import type { Reading } from "../../reading.tsx";
import type { CaseView } from "../../services.ts";
import { StateBadge } from "../state-words.tsx";
import { FormTitle, PlaceTitle } from "./form-title.tsx";

/** Where a case opens; its id stands in the fragment, which never leaves the browser. */
export const addressOfCase = (language: string, id: string): string =>
  `${addressOfOwn(language, "mine")}#${encodeURIComponent(id)}`;

/** One request in the list: state in icon, words and colour; the whole card leads to it. */
export function CaseCard({ of, reading }: { of: CaseView; reading: Reading | null | undefined }) {
  const language = useLanguage();
  const finishedAt = formatDay(language, of.finalisedAt);
  const newest = of.timeline.reduce<string | null>((day, entry) => (entry.kind === "desk" ? entry.sentAt : day), null);
  const answeredAt = newest === null ? null : formatDay(language, newest);
  return (
    <article class="card">
      <h3>
        <a href={addressOfCase(language, of.id)}>
          <FormTitle reading={reading} form={of.form} />
        </a>
      </h3>
      <p>
        <StateBadge state={of.state} />
      </p>
      {of.movedAway ? <p>{t`Moved to another device`}</p> : null}
      <p class="quiet">
        {of.practice ? <strong>{t`PRACTICE`} · </strong> : null}
        <PlaceTitle reading={reading} place={of.place} /> · {t`Finished on ${finishedAt}`}
        {of.receivedBetween === null ? null : (
          <>
            {" "}
            · {t`No.`} <bdi class="number">{of.number}</bdi>
          </>
        )}
        {answeredAt === null ? null : <> · {t`Last message from the office: ${answeredAt}`}</>}
      </p>
    </article>
  );
}
