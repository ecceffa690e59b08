/** One request: where it stands and what that means, what happened, what you can do. */
import { t } from "@lingui/core/macro";
import { addressOfOwn } from "../../core/address.ts";
import { CaseActions } from "../components/case/case-actions.tsx";
import { addressOfCase } from "../components/case/case-card.tsx";
import { CaseFaults } from "../components/case/case-faults.tsx";
import { canOpenElsewhere, canReply } from "../components/case/case-rights.ts";
import { ClaimSlipCard } from "../components/case/claim-slip-card.tsx";
import { FormTitle, formOf, PlaceTitle } from "../components/case/form-title.tsx";
import { ReceiptCard } from "../components/case/receipt-card.tsx";
import { ReplyBox } from "../components/case/reply-box.tsx";
import { YourAnswers } from "../components/case/sent-answers.tsx";
import { Timeline } from "../components/case/timeline.tsx";
import { Icon } from "../components/icon.tsx";
import { ProblemNote } from "../components/problem-note.tsx";
import { ScreenHeading, Skeleton } from "../components/screen-heading.tsx";
import { StateWords } from "../components/state-words.tsx";
import { useLanguage } from "../hooks/use-language.ts";
import { useReadings } from "../hooks/use-readings.ts";
import { plainText, type Reading, ReadingContext } from "../reading.tsx";
import { type CaseView, useServices } from "../services.ts";

function BackToList() {
  const language = useLanguage();
  return (
    <p>
      <a class="back" href={addressOfOwn(language, "mine")}>
        <Icon name="arrow" /> {t`All my requests`}
      </a>
    </p>
  );
}

/** What concerns this device: opened by a slip, or taken over by another. */
function DeviceNotes({ of }: { of: CaseView }) {
  return (
    <>
      {of.movedAway ? (
        <p class="needed">
          <Icon name="alert" /> <strong>{t`Moved to another device.`}</strong>{" "}
          {t`You can read here what came before. To answer or to see news, use the other device.`}
        </p>
      ) : of.isClaimed ? (
        <p class="quiet">
          <Icon name="id-card" /> {t`Opened on this device with a claim slip.`}
        </p>
      ) : null}
    </>
  );
}

function Case({ of, reading }: { of: CaseView; reading: Reading | null | undefined }) {
  const language = useLanguage();
  const form = formOf(reading, of.form);
  const title = reading && form ? plainText(reading, form.title) : of.form;
  const screen = (
    <>
      <BackToList />
      <ScreenHeading title={title} takesFocus>
        <FormTitle reading={reading} form={of.form} />
      </ScreenHeading>
      <p class="quiet">
        {of.practice ? <strong>{t`PRACTICE`} · </strong> : null}
        <PlaceTitle reading={reading} place={of.place} /> · {t`No.`} <bdi class="number">{of.number}</bdi>
      </p>
      <DeviceNotes of={of} />
      {/* That it moved is told above, with what to do. */}
      <StateWords of={{ ...of, movedAway: false }} form={form} language={language} />
      <CaseFaults faults={of.faults} />
      {of.corrects === null ? null : (
        <p>
          <a href={addressOfCase(language, of.corrects)}>{t`This corrects an earlier request.`}</a>
        </p>
      )}
      <Timeline entries={of.timeline} form={form} />
      {canReply(of) ? <ReplyBox id={of.id} isAsked={of.state === "action needed"} /> : null}
      <YourAnswers of={of} />
      <ReceiptCard of={of} />
      {canOpenElsewhere(of) ? <ClaimSlipCard of={of} title={title} /> : null}
      <CaseActions of={of} />
    </>
  );
  return reading ? <ReadingContext.Provider value={reading}>{screen}</ReadingContext.Provider> : screen;
}

/** Opens within "My requests"; `id` is the submission's. */
export function CaseScreen({ id }: { id: string }) {
  const { cases } = useServices();
  const of = cases.cases.value.find((one) => one.id === id);
  const readings = useReadings(of ? [of.place] : []);
  if (of) return <Case of={of} reading={readings.get(of.place)} />;
  return (
    <>
      <BackToList />
      <ScreenHeading title={t`Request`} takesFocus />
      {cases.isLoaded?.value === false ? (
        <Skeleton label={t`Reading what is on this device`} />
      ) : (
        <ProblemNote problem="not-found" />
      )}
    </>
  );
}
