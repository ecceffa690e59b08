/** The answers of an opened submission: in the officer's language, the original one click away. */
import { t } from "@lingui/core/macro";
import { useState } from "preact/hooks";
import type { CompiledForm } from "../core/form/model.ts";
import { isRecord } from "../core/parse.ts";
import { directionOf } from "../core/text.ts";
import { AttachmentView } from "./attachment-view.tsx";
import { useDesk } from "./desk-context.ts";
import type { DeskAtWork } from "./desk-session.ts";
import { languageName } from "./desk-words.ts";
import { type AnswerSection, type ReadAnswer, rawAnswers, readAnswers } from "./read-answers.ts";
import type { OpenedSubmission } from "./read-case.ts";

type Shown = { readonly submission: OpenedSubmission; readonly work: DeskAtWork };

/** Sections in a language; under their paths when the form's version is not at hand. */
export const sectionsIn = (
  { payload }: OpenedSubmission,
  form: CompiledForm | null,
  language: string,
): readonly AnswerSection[] => (form === null ? [rawAnswers(payload)] : readAnswers({ ...payload, form, language }));

export function AnswersView({ submission, work, form }: Shown & { form: CompiledForm | null }) {
  const { language } = useDesk();
  const [isOriginal, setOriginal] = useState(false);
  const { payload } = submission;
  const shownIn = isOriginal ? payload.language : language;
  const own = languageName(language, payload.language);
  return (
    <section class="answers">
      <div class="answers-head">
        <h3>{t`Answers`}</h3>
        {payload.language === language || form === null ? null : (
          <button
            type="button"
            class="button quiet-button"
            aria-pressed={isOriginal}
            onClick={() => setOriginal(!isOriginal)}
          >
            {t`As the person read it (${own})`}
          </button>
        )}
      </div>
      {form === null ? (
        <p class="needed">{t`This version of the form could not be read. The answers stand under their names.`}</p>
      ) : null}
      <div lang={shownIn} dir={directionOf(shownIn)}>
        {sectionsIn(submission, form, shownIn).map((section) => (
          <div class="answer-section" key={section.path}>
            {section.title === "" ? null : <h4>{section.title}</h4>}
            <dl>
              {section.answers.map((answer) => (
                <Answer key={answer.path} answer={answer} submission={submission} work={work} />
              ))}
            </dl>
          </div>
        ))}
      </div>
      <Loose submission={submission} work={work} form={form} />
      <Helper of={payload.helper} />
    </section>
  );
}

function Answer({ answer, submission, work }: Shown & { answer: ReadAnswer }) {
  return (
    <div class="answer">
      <dt>{answer.label}</dt>
      <dd>
        {answer.attachment ? (
          <AttachmentView attachment={answer.attachment} envelope={submission} work={work} label={answer.label} />
        ) : answer.kind === "written" ? (
          <span class="written" lang={submission.payload.language} dir="auto">
            {answer.value}
          </span>
        ) : answer.kind === "confirmed" ? (
          t`Confirmed`
        ) : (
          <bdi>{answer.value}</bdi>
        )}
      </dd>
    </div>
  );
}

/** Files that no answer names. */
function Loose({ submission, work, form }: Shown & { form: CompiledForm | null }) {
  const named = new Set(
    sectionsIn(submission, form, submission.payload.language).flatMap(({ answers }) =>
      answers.flatMap(({ attachment }) => attachment?.part ?? []),
    ),
  );
  const loose = submission.payload.attachments.filter(({ part }) => !named.has(part));
  return (
    <>
      {loose.map((attachment) => (
        <AttachmentView
          key={attachment.part}
          attachment={attachment}
          envelope={submission}
          work={work}
          label={t`File`}
        />
      ))}
    </>
  );
}

/** Who helped to fill it in, as the device wrote it down. */
function Helper({ of }: { of: unknown }) {
  if (of === undefined || of === null) return null;
  const fields = isRecord(of) ? Object.entries(of) : [["", of] as const];
  return (
    <div class="answer-section">
      <h4>{t`Filled in with help`}</h4>
      <dl>
        {fields.map(([name, value]) => (
          <div class="answer" key={name}>
            <dt>{name}</dt>
            <dd dir="auto">{typeof value === "string" ? value : JSON.stringify(value)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
