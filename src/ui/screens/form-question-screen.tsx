/** One group of questions. */
import { t } from "@lingui/core/macro";
import { useState } from "preact/hooks";
import type { ScreenView } from "../../core/form/model.ts";
import { BottomBar } from "../components/bottom-bar.tsx";
import { fieldId } from "../components/form/field.tsx";
import type { FormFilling } from "../components/form/form-filling.ts";
import { checkPoint, draftLink } from "../components/form/form-fragment.ts";
import { FormHeading } from "../components/form/form-heading.tsx";
import { QuestionField } from "../components/form/question-field.tsx";
import { SaveAndLeave } from "../components/form/save-and-leave.tsx";
import { Icon } from "../components/icon.tsx";
import { ProblemSummary } from "../components/problem-summary.tsx";
import { Words } from "../components/words.tsx";
import { useReading } from "../reading.tsx";
import type { FormScreenProps } from "./form-screen-props.ts";

export function FormQuestionScreen({
  form,
  filling,
  screens,
  saving,
  index,
  screen,
  question,
  fromCheck,
}: FormScreenProps & {
  index: number;
  screen: ScreenView;
  /** Path of the question to go to. */
  question: string | null;
  fromCheck: boolean;
}) {
  const { language } = useReading();
  /** How often somebody wanted to go on and could not; from then on everything wrong is told. */
  const [asked, setAsked] = useState(0);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const problems = filling.problems({ language, screen: screen.path });
  const officials = useOfficialLabels(filling, screen.path);
  const { id } = filling;
  const tellsAll = asked > 0 || fromCheck;
  const wordsOf = (path: string): string | null => {
    if (!tellsAll && !(left.has(path) && filling.isRefused(path))) return null;
    return problems.find((problem) => problem.path === path)?.words ?? null;
  };
  const before = screens[index - 1]?.path;
  const next = fromCheck ? checkPoint : (screens[index + 1]?.path ?? checkPoint);
  const step = index + 1;
  const all = screens.length;

  return (
    <form
      class="filling"
      // Chromium writes what is typed into its session files otherwise.
      autocomplete="off"
      noValidate
      onFocusOut={() => void filling.writer.flush()}
      onSubmit={(event) => {
        event.preventDefault();
        if (problems.length > 0) setAsked(asked + 1);
        else {
          void filling.writer.flush();
          location.hash = draftLink({ id, at: next });
        }
      }}
    >
      <FormHeading
        at={screen.path}
        question={question === null ? null : fieldId(question)}
        caption={
          <>
            {t`${step} of ${all}`} · <Words id={form.title} />
          </>
        }
      >
        {titleOf({ screen, filling }) ?? <Words id={form.title} />}
      </FormHeading>
      {saving}
      <ProblemSummary
        asked={asked}
        entries={asked === 0 ? [] : problems.map(({ path, label, words }) => ({ field: fieldId(path), label, words }))}
      />
      {screen.questions.map((view) => (
        <QuestionField
          key={view.path}
          filling={filling}
          view={view}
          words={wordsOf(view.path)}
          official={officials.get(view.path) ?? null}
          onLeft={() => setLeft(new Set([...left, view.path]))}
        />
      ))}
      <SaveAndLeave />
      <BottomBar
        back={
          before === undefined || fromCheck ? null : (
            <a class="button quiet-button" href={draftLink({ id, at: before })}>
              {t`Back`}
            </a>
          )
        }
      >
        <button type="submit" class="button">
          {fromCheck ? t`Back to your answers` : t`Next`} <Icon name="arrow" />
        </button>
      </BottomBar>
    </form>
  );
}

/** A group's own title; null for loose questions, which stand under the form's. */
function titleOf({ screen, filling }: { screen: ScreenView; filling: FormFilling }): string | null {
  return screen.title === filling.source.form.title ? null : screen.title;
}

/** The questions in the first language of the authorities that the form has and that is not the one being read. */
function useOfficialLabels(
  filling: FormFilling,
  path: string,
): ReadonlyMap<string, { readonly language: string; readonly label: string }> {
  const { language, place } = useReading();
  if (place.hostLanguages.includes(language)) return new Map();
  const host = place.hostLanguages.find((candidate) => filling.source.form.languages.includes(candidate));
  if (host === undefined) return new Map();
  const questions = filling.screens(host).find((screen) => screen.path === path)?.questions ?? [];
  return new Map(questions.map((view) => [view.path, { language: host, label: view.label }]));
}
