/** Before a form is finished: what goes, to whom, why, and what it can cause. */
import { plural, t } from "@lingui/core/macro";
import { useEffect, useState } from "preact/hooks";
import { BottomBar } from "../components/bottom-bar.tsx";
import { checkPoint, doneLink, draftLink, sendPoint, startLink } from "../components/form/form-fragment.ts";
import { FormHeading } from "../components/form/form-heading.tsx";
import { NoticeList } from "../components/form/notice-list.tsx";
import { noticeSections, noticeText } from "../components/form/notice-rows.ts";
import { SaveAndLeave } from "../components/form/save-and-leave.tsx";
import { Icon } from "../components/icon.tsx";
import { ProblemNote } from "../components/problem-note.tsx";
import { Words } from "../components/words.tsx";
import { formatSize } from "../data-size.ts";
import { useReading } from "../reading.tsx";
import { type Problem, useServices } from "../services.ts";
import type { FormScreenProps } from "./form-screen-props.ts";

export function FormSendScreen({ form, filling, screens, saving }: FormScreenProps) {
  const { drafts } = useServices();
  const reading = useReading();
  const { language, place, manifest } = reading;
  const [isSealing, setIsSealing] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const canSeal = useCanSeal({ place: place.id, desk: form.desk });
  const { id } = filling;
  const isWhole = filling.problems({ language }).length === 0;
  const sections = noticeSections({ reading, form });
  const desk = place.desks.find((candidate) => candidate.id === form.desk);

  const finish = async (): Promise<Problem | null> => {
    // One more write over the version that is shown: what another window wrote is not sent unseen (S7.7).
    filling.writer.change(filling.snapshot());
    if (!(await filling.writer.flush())) {
      const saved = filling.writer.state.peek();
      return saved.kind === "failed" ? saved.problem : "storage-failed";
    }
    const result = await drafts.finalise({
      id,
      answers: filling.session.finalAnswers(),
      language,
      notice: { sequence: manifest.sequence, language, text: noticeText(sections) },
    });
    if (!result.ok) return result.problem;
    // The draft is gone: "back" must not lead to it.
    location.replace(doneLink(result.id));
    return null;
  };

  return (
    <form
      class="filling"
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        if (isSealing) return;
        setIsSealing(true);
        setProblem(null);
        void finish().then((found) => {
          setProblem(found);
          setIsSealing(false);
        });
      }}
    >
      <FormHeading at={sendPoint} caption={<Words id={form.title} />}>
        {t`Before you send`}
      </FormHeading>
      {saving}
      {canSeal === false ? (
        <div class="needed" role="note">
          <p>
            <strong>{t`Nothing can be sent yet.`}</strong>{" "}
            {t`This device has no valid key of the desk, so nobody could open it.`}
          </p>
          <p>{t`Your answers stay on this device. Open this form again when you have a connection.`}</p>
        </div>
      ) : null}
      {place.practice || manifest.practice ? (
        <p class="needed">
          <strong>{t`PRACTICE`}</strong> {t`This is an exercise. No authority answers here.`}
        </p>
      ) : null}
      {filling.writer.draft.value.corrects === null ? null : (
        <p class="needed">{t`This corrects a request that you sent before. The office sees both.`}</p>
      )}
      <section>
        <h2>{t`What is sent, and to whom`}</h2>
        <WhatGoes filling={filling} screens={screens} />
        <p>
          <Icon name="office" /> {t`It goes to:`} <strong>{desk ? <Words id={desk.title} /> : form.desk}</strong>
        </p>
        <p>{t`It is sealed on this device. Only this desk and you can read it, not the servers on the way.`}</p>
      </section>
      <NoticeList sections={sections} />
      {isWhole ? null : (
        <p class="needed">
          <a href={draftLink({ id, at: checkPoint })}>{t`Some answers must be corrected first.`}</a>
        </p>
      )}
      <ProblemNote problem={problem} />
      <p role="status">{isSealing ? t`Sealing it on this device…` : null}</p>
      {canSeal === false ? null : <SaveAndLeave />}
      <BottomBar
        back={
          <a class="button quiet-button" href={draftLink({ id, at: checkPoint })}>
            {t`Back`}
          </a>
        }
      >
        {canSeal === true && isWhole ? (
          <button type="submit" class="button" disabled={isSealing}>
            {t`Finish and send`} <Icon name="arrow" />
          </button>
        ) : canSeal === false ? (
          <a class="button" href={startLink}>
            {t`Save and leave`}
          </a>
        ) : null}
      </BottomBar>
    </form>
  );
}

/** How many answers and photos leave this device, and how large the photos are. */
function WhatGoes({ filling, screens }: Pick<FormScreenProps, "filling" | "screens">) {
  const { language } = useReading();
  const given = screens.flatMap(({ questions }) => questions.filter(({ value }) => value !== ""));
  const photos = given.flatMap(({ type, path }) => (type === "image" ? (filling.attachment(path) ?? []) : []));
  const answers = given.length - photos.length;
  const size = formatSize(
    language,
    photos.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  return (
    <p>
      <Icon name="paper" /> {plural(answers, { one: "# answer", other: "# answers" })}
      {photos.length === 0 ? null : (
        <>
          {" · "}
          {plural(photos.length, { one: "# photo", other: "# photos" })} (<bdi>{size}</bdi>)
        </>
      )}
    </p>
  );
}

/** Whether this device has a valid key of the desk; null until it is known (S7.6). */
function useCanSeal({ place, desk }: { place: string; desk: string }): boolean | null {
  const { packs } = useServices();
  const [canSeal, setCanSeal] = useState<boolean | null>(null);
  useEffect(() => {
    let isGone = false;
    void packs.canSeal({ place, desk }).then((can) => {
      if (!isGone) setCanSeal(can);
    });
    return () => {
      isGone = true;
    };
  }, [packs, place, desk]);
  return canSeal;
}
