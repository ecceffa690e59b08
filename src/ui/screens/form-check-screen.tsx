/** Every answer that will be sent, each with a link to change it, and what is still to be corrected. */
import { t } from "@lingui/core/macro";
import { useState } from "preact/hooks";
import { BottomBar } from "../components/bottom-bar.tsx";
import { AnswerWords } from "../components/form/answer-words.tsx";
import { FormText, fieldId } from "../components/form/field.tsx";
import { checkPoint, draftLink, sendPoint } from "../components/form/form-fragment.ts";
import { FormHeading } from "../components/form/form-heading.tsx";
import { SaveAndLeave } from "../components/form/save-and-leave.tsx";
import { Icon } from "../components/icon.tsx";
import { ProblemSummary } from "../components/problem-summary.tsx";
import { Words } from "../components/words.tsx";
import { useReading } from "../reading.tsx";
import type { FormScreenProps } from "./form-screen-props.ts";

export function FormCheckScreen({ form, filling, screens, saving }: FormScreenProps) {
  const { language } = useReading();
  const [asked, setAsked] = useState(0);
  const { id } = filling;
  const problems = filling.problems({ language });
  const linkTo = ({ screen, path }: { screen: string; path: string }) =>
    draftLink({ id, at: screen, question: path, fromCheck: true });
  const last = screens.at(-1)?.path;
  return (
    <form
      class="filling"
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        if (problems.length > 0) setAsked(asked + 1);
        else location.hash = draftLink({ id, at: sendPoint });
      }}
    >
      <FormHeading at={checkPoint} caption={<Words id={form.title} />}>
        {t`Check your answers`}
      </FormHeading>
      {saving}
      <ProblemSummary
        asked={asked}
        entries={problems.map(({ path, screen, label, words }) => ({
          field: fieldId(path),
          label,
          words,
          href: linkTo({ screen, path }),
        }))}
      />
      {screens.map((screen) => {
        const questions = screen.questions.filter(({ type }) => type !== "note");
        return questions.length === 0 ? null : (
          <section key={screen.path}>
            <h2>{screen.title === filling.source.form.title ? <Words id={form.title} /> : screen.title}</h2>
            <dl class="answers">
              {questions.map((view) => (
                <div key={view.path} data-answer={view.path}>
                  <dt>
                    <FormText form={filling.source.form} textKey={view.node.label} text={view.label} />
                  </dt>
                  <dd>
                    <AnswerWords filling={filling} view={view} />
                  </dd>
                  {view.readOnly ? null : (
                    <dd>
                      <a href={linkTo({ screen: screen.path, path: view.path })}>
                        {t`Change`} <span class="hidden-words">{view.label}</span>
                      </a>
                    </dd>
                  )}
                </div>
              ))}
            </dl>
          </section>
        );
      })}
      <SaveAndLeave />
      <BottomBar
        back={
          last === undefined ? null : (
            <a class="button quiet-button" href={draftLink({ id, at: last })}>
              {t`Back`}
            </a>
          )
        }
      >
        <button type="submit" class="button">
          {t`Next`} <Icon name="arrow" />
        </button>
      </BottomBar>
    </form>
  );
}
