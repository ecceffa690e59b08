/** A form is finished: its number, where it is now, the claim slip, and what happens next. */
import { plural, t } from "@lingui/core/macro";
import { useEffect, useState } from "preact/hooks";
import { addressOfOwn } from "../../core/address.ts";
import type { PlacedForm } from "../../core/place.ts";
import { BottomBar } from "../components/bottom-bar.tsx";
import { ClaimSlipCard } from "../components/case/claim-slip-card.tsx";
import { FormGone } from "../components/form/form-gone.tsx";
import { FormHeading } from "../components/form/form-heading.tsx";
import { Icon } from "../components/icon.tsx";
import { Skeleton } from "../components/screen-heading.tsx";
import { StateWords } from "../components/state-words.tsx";
import { Words } from "../components/words.tsx";
import { plainText, useReading } from "../reading.tsx";
import { type CaseView, useServices } from "../services.ts";

/** A case that was just made may need a moment until the list of cases names it. */
const patienceMs = 3_000;

export function FormDoneScreen({ form, id }: { form: PlacedForm; id: string }) {
  const { cases } = useServices();
  const view = cases.cases.value.find((candidate) => candidate.id === id);
  const isLate = useLate(patienceMs);
  if (view !== undefined) return <Done form={form} view={view} />;
  if (!isLate || cases.isLoaded?.value === false) return <Skeleton label={t`Opening your request`} rows={4} />;
  return <FormGone form={form} problem="not-found" />;
}

function Done({ form, view }: { form: PlacedForm; view: CaseView }) {
  const { app } = useServices();
  const reading = useReading();
  const { language } = reading;
  const { answerWithinDays } = form;
  const isUnsent = view.state === "waiting" || view.state === "sending" || view.state === "on its way";
  return (
    <div class="filling">
      <FormHeading at={`done ${view.id}`} caption={<Words id={form.title} />}>
        {t`Your form is finished`}
      </FormHeading>
      <p class="done-number">
        {t`Your number:`}{" "}
        <strong>
          <bdi>{view.number}</bdi>
        </strong>
      </p>
      <div role="status">
        <StateWords of={view} form={form} language={language} />
      </div>
      {view.practice ? (
        <p class="needed">
          <strong>{t`PRACTICE`}</strong> {t`This is an exercise. No authority answers here.`}
        </p>
      ) : null}
      <section>
        <h2>{t`What happens next`}</h2>
        <ol>
          {isUnsent ? (
            <>
              <li>
                {app.status.value.sendsByItself
                  ? t`It will be sent by itself when there is a connection.`
                  : t`Open Passerelle when you have a connection. Then it is sent.`}
              </li>
              <li>{t`When the office's server has it, you see "Received" here and in "My requests", with the hour.`}</li>
            </>
          ) : null}
          <li>
            {plural(answerWithinDays, {
              one: "The office looks at it within # day after receiving it.",
              other: "The office looks at it within # days after receiving it.",
            })}
          </li>
          <li>{t`Its answer comes to "My requests", in your language. Look there again.`}</li>
        </ol>
      </section>
      <ClaimSlipCard of={view} title={plainText(reading, form.title)} />
      <BottomBar>
        <a class="button" href={addressOfOwn(language, "mine")}>
          {t`My requests`} <Icon name="arrow" />
        </a>
      </BottomBar>
    </div>
  );
}

function useLate(afterMs: number): boolean {
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), afterMs);
    return () => clearTimeout(timer);
  }, [afterMs]);
  return isLate;
}
