/** What sending a form or coming to an office can cause (P11). */
import { t } from "@lingui/core/macro";
import type { Consequences } from "../../core/place.ts";
import { Words } from "./words.tsx";

const answer = (value: "yes" | "no" | "unknown"): string =>
  value === "yes" ? t`Yes` : value === "no" ? t`No` : t`Unknown`;

export function ConsequencesList({ of }: { of: Consequences }) {
  const { whoMay, mayLearn } = of;
  const who = [
    whoMay.adult ? t`an adult` : null,
    whoMay.childFromAge === null ? null : t`a child from age ${whoMay.childFromAge}`,
    whoMay.parent ? t`a parent` : null,
    whoMay.representative ? t`a representative` : null,
  ].filter((entry) => entry !== null);
  const isUnknown = mayLearn.immigration === "unknown" || mayLearn.police === "unknown";
  return (
    <section>
      <h2>{t`What this can cause`}</h2>
      <dl>
        <dt>{t`Legal effect`}</dt>
        <dd>
          <Words id={of.legalEffect} />
        </dd>
        {of.deadline === undefined ? null : (
          <>
            <dt>{t`Deadline`}</dt>
            <dd>
              <Words id={of.deadline} />
            </dd>
          </>
        )}
        <dt>{t`Other ways to do it`}</dt>
        <dd>
          <Words id={of.otherWays} />
        </dd>
        <dt>{t`Who may do it`}</dt>
        <dd>{who.join(", ")}</dd>
        <dt>{t`May immigration authorities learn of it?`}</dt>
        <dd>{answer(mayLearn.immigration)}</dd>
        <dt>{t`May the police learn of it?`}</dt>
        <dd>{answer(mayLearn.police)}</dd>
        <dt>{t`How we know`}</dt>
        <dd>
          <Words id={mayLearn.source} />
        </dd>
      </dl>
      {of.adviser === undefined ? null : (
        <p class="needed">
          {isUnknown ? <strong>{t`Ask an independent adviser first.`} </strong> : null}
          <Words id={of.adviser} />
        </p>
      )}
    </section>
  );
}
