/** Before a form: what it is, what was begun, and the button that begins. */
import { plural, t } from "@lingui/core/macro";
import { useEffect, useRef, useState } from "preact/hooks";
import { createFormSession } from "../../core/form/form-session.ts";
import type { PlacedForm } from "../../core/place.ts";
import { BottomBar } from "../components/bottom-bar.tsx";
import { Confirm } from "../components/confirm.tsx";
import { formEnvironment } from "../components/form/form-filling.ts";
import { draftLink } from "../components/form/form-fragment.ts";
import { Icon } from "../components/icon.tsx";
import { ProblemNote } from "../components/problem-note.tsx";
import { draftWords } from "../components/state-words.tsx";
import { readingOnlyWords } from "../error-messages.ts";
import { formatDay, formatDayAndTime } from "../local-time.ts";
import { useReading } from "../reading.tsx";
import { type Draft, type Problem, useServices } from "../services.ts";
import { FormIntroScreen } from "./text-screens.tsx";

/** With `takesFocus` the person comes back from the form and is put where the draft is listed. */
export function FormStartScreen({ form, takesFocus }: { form: PlacedForm; takesFocus: boolean }) {
  const { app, drafts, packs } = useServices();
  const { language, place } = useReading();
  const [isBeginning, setIsBeginning] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const own = drafts.drafts.value.filter((draft) => draft.form === form.id && draft.place === place.id);
  const [newest] = own;
  const begun = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) begun.current?.focus();
  }, [takesFocus]);
  const { readingOnly } = app.status.value;

  const begin = async (): Promise<Problem | null> => {
    const source = await packs.form({ place: place.id, form: form.id });
    if (source === null) return "form-unknown";
    // Defaults are answers that stand in the form from the beginning.
    const session = createFormSession({ form: source.form, environment: formEnvironment(app.now) });
    const begun = await drafts.begin({ place: place.id, form: form.id, language, answers: session.answers() });
    if (!begun.ok) return begun.problem;
    location.hash = draftLink({ id: begun.draft.id });
    return null;
  };
  const onBegin = () => {
    setIsBeginning(true);
    void begin().then((found) => {
      setProblem(found);
      setIsBeginning(false);
    });
  };

  return (
    <>
      <FormIntroScreen form={form}>
        {own.length === 0 ? null : (
          <section>
            <h2 class="begun" tabIndex={-1} ref={begun}>
              {t`What you began`}
            </h2>
            <ul class="cards">
              {own.map((draft) => (
                <BegunDraft draft={draft} onRemove={() => drafts.remove(draft.id)} key={draft.id} />
              ))}
            </ul>
          </section>
        )}
      </FormIntroScreen>
      {readingOnly === null ? null : (
        <p class="needed" role="note">
          <strong>{readingOnlyWords(readingOnly).what}</strong> {readingOnlyWords(readingOnly).todo}
        </p>
      )}
      <ProblemNote problem={problem} />
      {readingOnly === null ? (
        <BottomBar
          back={
            newest === undefined ? null : (
              <button type="button" class="button quiet-button" disabled={isBeginning} onClick={onBegin}>
                {t`Begin a new one`}
              </button>
            )
          }
        >
          {newest === undefined ? (
            <button type="button" class="button" disabled={isBeginning} onClick={onBegin}>
              {t`Begin`} <Icon name="arrow" />
            </button>
          ) : (
            <a class="button" href={draftLink({ id: newest.id })}>
              {t`Go on`} <Icon name="arrow" />
            </a>
          )}
        </BottomBar>
      ) : null}
    </>
  );
}

function BegunDraft({ draft, onRemove }: { draft: Draft; onRemove: () => Promise<void> }) {
  const { language } = useReading();
  const begunOn = formatDay(language, draft.startedAt);
  const savedAt = formatDayAndTime(language, draft.savedAt);
  const answers = Object.keys(draft.answers).length;
  return (
    <li>
      <p>
        <Icon name="paper" /> {draftWords()}
      </p>
      <p>
        <a href={draftLink({ id: draft.id })}>{t`Go on with the form begun on ${begunOn}`}</a>
      </p>
      <p class="quiet">
        {t`Last saved: ${savedAt}`} · {plural(answers, { 0: "no answers", one: "# answer", other: "# answers" })}
      </p>
      <Confirm ask={t`Delete`} icon="trash" yes={t`Yes, delete it`} onYes={onRemove}>
        <p>{t`This deletes your answers and photos of this form from this device. Nothing was sent.`}</p>
      </Confirm>
    </li>
  );
}
