/**
 * Questions that are answered by choosing. Boxes answer at `click`, which keys and labels raise too: a rendering between it and
 * `change` would put the box back to the old answer, and then no `change` comes.
 */
import { t } from "@lingui/core/macro";
import type { CompiledForm, FormTextKey, QuestionView } from "../../../core/form/model.ts";
import { choicesWith } from "./answer-input.ts";
import { describedControl, Field, FieldGroup, type FieldProps, FormText, fieldId } from "./field.tsx";

type ChoiceFieldProps = FieldProps & { readonly onChoice: (value: string) => void };

/** Key of a choice's label, so that one without translation is marked. */
const labelKey = (form: CompiledForm, view: QuestionView, name: string): FormTextKey | undefined =>
  form.choices[view.node.choices ?? ""]?.find((choice) => choice.name === name)?.label;

/** The first choice has the question's id, so that the summary of problems leads to it. */
const choiceId = (path: string, index: number): string => (index === 0 ? fieldId(path) : `${fieldId(path)}:${index}`);

export function RadioField({ onChoice, ...props }: ChoiceFieldProps) {
  const { form, view } = props;
  return (
    <FieldGroup {...props}>
      {view.choices.map(({ name, label }, index) => (
        <label class="choice" key={name}>
          <input
            type="radio"
            id={choiceId(view.path, index)}
            name={view.path}
            value={name}
            checked={view.value === name}
            disabled={view.readOnly}
            onClick={() => onChoice(name)}
          />
          <span>
            <FormText form={form} textKey={labelKey(form, view, name)} text={label} />
          </span>
        </label>
      ))}
      {view.required || view.readOnly || view.value === "" ? null : (
        <button type="button" class="button quiet-button" onClick={() => onChoice("")}>
          {t`Clear this answer`}
        </button>
      )}
    </FieldGroup>
  );
}

/** A long list, shown folded: the form asks for it by the appearance `minimal`. */
export function SelectField({ onChoice, ...props }: ChoiceFieldProps) {
  const { view } = props;
  return (
    <Field {...props}>
      <select
        id={fieldId(view.path)}
        value={view.value}
        disabled={view.readOnly}
        autocomplete="off"
        aria-required={view.required}
        onChange={(event) => onChoice(event.currentTarget.value)}
        {...describedControl(props)}
      >
        <option value="">{t`Choose`}</option>
        {view.choices.map(({ name, label }) => (
          <option value={name} key={name}>
            {label}
          </option>
        ))}
      </select>
    </Field>
  );
}

export function CheckboxesField({ onChoice, ...props }: ChoiceFieldProps) {
  const { form, view } = props;
  const chosen = new Set(view.value.split(" "));
  const order = view.choices.map(({ name }) => name);
  return (
    <FieldGroup {...props}>
      {view.choices.map(({ name, label }, index) => (
        <label class="choice" key={name}>
          <input
            type="checkbox"
            id={choiceId(view.path, index)}
            value={name}
            checked={chosen.has(name)}
            disabled={view.readOnly}
            onClick={(event) =>
              onChoice(choicesWith({ value: view.value, name, isChosen: event.currentTarget.checked, order }))
            }
          />
          <span>
            <FormText form={form} textKey={labelKey(form, view, name)} text={label} />
          </span>
        </label>
      ))}
    </FieldGroup>
  );
}

/** One box to tick: the answer is ODK's `OK` or nothing. */
export function AcknowledgeField({ onChoice, ...props }: ChoiceFieldProps) {
  const { view } = props;
  return (
    <FieldGroup {...props}>
      <label class="choice">
        <input
          type="checkbox"
          id={fieldId(view.path)}
          checked={view.value === "OK"}
          disabled={view.readOnly}
          aria-required={view.required}
          onClick={(event) => onChoice(event.currentTarget.checked ? "OK" : "")}
        />
        <span>{t`Yes, I agree`}</span>
      </label>
    </FieldGroup>
  );
}
