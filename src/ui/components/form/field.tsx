/** What stands around every field: question, hint, why and who, and what is wrong. */
import { t } from "@lingui/core/macro";
import type { ComponentChildren } from "preact";
import type { CompiledForm, FormTextKey, QuestionView } from "../../../core/form/model.ts";
import { directionOf } from "../../../core/text.ts";
import { useReading } from "../../reading.tsx";
import { Icon } from "../icon.tsx";

/** Id of a question's first control; its path is unique in the form. */
export const fieldId = (path: string): string => `q:${path}`;
const hintId = (path: string): string => `${fieldId(path)}:hint`;
const errorId = (path: string): string => `${fieldId(path)}:error`;

export type FieldProps = {
  readonly form: CompiledForm;
  readonly view: QuestionView;
  /** What is wrong, once it may be told; null otherwise. */
  readonly words: string | null;
  /** The question in the language of the authority; null when that is the language read, or the form lacks it. */
  readonly official: { readonly language: string; readonly label: string } | null;
};

/** Attributes that tie a control to its hint and its error. */
export function describedBy({ view, words }: Pick<FieldProps, "view" | "words">) {
  const ids = [view.hint === null ? null : hintId(view.path), words === null ? null : errorId(view.path)].filter(
    (id) => id !== null,
  );
  return ids.length === 0 ? {} : { "aria-describedby": ids.join(" ") };
}

/** The same for a single control, which can be marked as wrong itself. */
export const describedControl = (props: Pick<FieldProps, "view" | "words">) => ({
  ...describedBy(props),
  ...(props.words === null ? {} : { "aria-invalid": true as const }),
});

/** A text of the form; one that the form lacks in the reader's language is marked as such (P8). */
export function FormText({
  form,
  textKey,
  text,
}: {
  form: CompiledForm;
  textKey: FormTextKey | undefined;
  text: string;
}) {
  const { language } = useReading();
  const isForeign =
    textKey !== undefined && language !== form.defaultLanguage && form.texts[language]?.[textKey] === undefined;
  if (!isForeign) return <>{text}</>;
  return (
    <>
      <span lang={form.defaultLanguage} dir={directionOf(form.defaultLanguage)}>
        {text}
      </span>{" "}
      <small class="mark">{t`Not translated yet`}</small>
    </>
  );
}

function QuestionLabel({ form, view }: Pick<FieldProps, "form" | "view">) {
  return (
    <>
      <FormText form={form} textKey={view.node.label} text={view.label} />
      {view.required || view.readOnly ? null : <span class="quiet optional"> {t`(you may skip this)`}</span>}
    </>
  );
}

/** Hint, why and who, error: between the question and its control. */
function BesideField({ form, view, words, official }: FieldProps) {
  const { node, path, hint, why, reader } = view;
  const languages = new Intl.DisplayNames([useReading().language], { type: "language" });
  const officialName = official === null ? "" : (languages.of(official.language) ?? official.language);
  return (
    <>
      {hint === null ? null : (
        <p class="hint" id={hintId(path)}>
          <FormText form={form} textKey={node.hint} text={hint} />
        </p>
      )}
      {why === null && reader === null && official === null ? null : (
        <details class="why">
          <summary>{why === null && reader === null ? t`The official words` : t`Why we ask · who reads it`}</summary>
          {why === null ? null : (
            <p>
              <strong>{t`Why we ask:`}</strong> <FormText form={form} textKey={node.why} text={why} />
            </p>
          )}
          {reader === null ? null : (
            <p>
              <strong>{t`Who reads it:`}</strong> <FormText form={form} textKey={node.reader} text={reader} />
            </p>
          )}
          {official === null ? null : (
            <p>
              <strong>{t`In ${officialName}:`}</strong>{" "}
              <span class="host" lang={official.language} dir={directionOf(official.language)}>
                {official.label}
              </span>
            </p>
          )}
        </details>
      )}
      {words === null ? null : (
        <p class="field-error" id={errorId(path)}>
          <Icon name="alert" /> {words}
        </p>
      )}
    </>
  );
}

/** One control with its question as label. */
export function Field({ children, ...props }: FieldProps & { children: ComponentChildren }) {
  const { view, words } = props;
  return (
    <div class="question" data-question={view.path} data-wrong={words !== null}>
      <label class="question-label" for={fieldId(view.path)}>
        <QuestionLabel {...props} />
      </label>
      <BesideField {...props} />
      {children}
    </div>
  );
}

/** Several controls under one question. */
export function FieldGroup({ children, ...props }: FieldProps & { children: ComponentChildren }) {
  const { view, words } = props;
  return (
    <fieldset class="question" data-question={view.path} data-wrong={words !== null} {...describedBy(props)}>
      <legend class="question-label">
        <QuestionLabel {...props} />
      </legend>
      <BesideField {...props} />
      {children}
    </fieldset>
  );
}
