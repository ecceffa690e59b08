/** The acts a procedure rests on, with dates and territory; a passed review date is said. */
import { t } from "@lingui/core/macro";
import type { Law } from "../../core/place.ts";
import { formatDate, useReading } from "../reading.tsx";
import { Words } from "./words.tsx";

const addressOfAct = (law: Law): string | null =>
  law.eli ??
  (law.celex === undefined ? null : `https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:${law.celex}`);

export function LawList({ laws }: { laws: readonly Law[] }) {
  const { language, manifest } = useReading();
  const countries = new Intl.DisplayNames([language], { type: "region" });
  return (
    <section>
      <h2>{t`Law`}</h2>
      {laws.map((law) => {
        const address = addressOfAct(law);
        const from = law.appliesFrom === null ? null : formatDate(language, law.appliesFrom);
        const until = law.appliesUntil === null ? null : formatDate(language, law.appliesUntil);
        const reviewBy = formatDate(language, law.reviewBy);
        const notBound = law.notBound.map((code) => countries.of(code) ?? code).join(", ");
        return (
          <article class="law">
            <p>
              <bdi>{address === null ? law.act : <a href={address}>{law.act}</a>}</bdi>
              {law.articles === undefined ? null : (
                <>
                  , <bdi>{law.articles}</bdi>
                </>
              )}
              : <Words id={law.title} />
            </p>
            <p>
              {from === null ? null : t`Applies from ${from}.`} {until === null ? null : t`Applies until ${until}.`}{" "}
              <Words id={law.territory} />
            </p>
            {law.transition === undefined ? null : (
              <p>
                <Words id={law.transition} />
              </p>
            )}
            {notBound ? <p>{t`States not bound: ${notBound}`}</p> : null}
            {law.certainty === "unsure" ? (
              <p class="needed">
                {t`We are not sure of this.`} {law.note === undefined ? null : <Words id={law.note} />}
              </p>
            ) : null}
            {law.reviewBy < manifest.issuedAt.slice(0, 10) ? (
              <p class="needed">{t`To be reviewed by ${reviewBy}: this may no longer be true.`}</p>
            ) : (
              <p class="quiet">{t`To be reviewed by ${reviewBy}.`}</p>
            )}
          </article>
        );
      })}
    </section>
  );
}
