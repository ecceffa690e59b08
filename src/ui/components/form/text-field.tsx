/** Questions that are answered by writing: text, numbers, a date. */
import { maxAnswerLength } from "../../../core/form/answer-check.ts";
import type { QuestionNode } from "../../../core/form/model.ts";
import { formatDate, useReading } from "../../reading.tsx";
import { isNumberText } from "./answer-input.ts";
import { autocompleteToken } from "./autocomplete-token.ts";
import { describedControl, Field, type FieldProps, fieldId } from "./field.tsx";

type TextFieldProps = FieldProps & {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onLeft: () => void;
};

/** Which keyboard a phone shows. */
function inputMode(node: QuestionNode): "numeric" | "decimal" | "tel" | "email" | "text" {
  if (node.type === "integer") return "numeric";
  if (node.type === "decimal") return "decimal";
  if (node.meaning === "phone") return "tel";
  if (node.meaning === "email") return "email";
  return isNumberText(node) ? "numeric" : "text";
}

/** The browser may fill in an empty field; it writes what was typed into one with a token into its own history, in clear (P9). */
const tokenWhileEmpty = (text: string, { meaning }: QuestionNode): string =>
  text === "" ? autocompleteToken(meaning) : "off";

export function TextField({ text, onText, onLeft, ...props }: TextFieldProps) {
  const { view } = props;
  const { node } = view;
  const isNumber = node.type === "integer" || node.type === "decimal" || isNumberText(node);
  const common = {
    id: fieldId(view.path),
    value: text,
    readOnly: view.readOnly,
    maxLength: maxAnswerLength,
    autocomplete: tokenWhileEmpty(text, node),
    // Some browsers send what is written to a spelling service.
    spellcheck: false,
    "aria-required": view.required,
    onBlur: onLeft,
    ...describedControl(props),
  };
  return (
    <Field {...props}>
      {node.type === "text" && node.appearance?.includes("multiline") ? (
        <textarea {...common} dir="auto" rows={6} onInput={(event) => onText(event.currentTarget.value)} />
      ) : (
        <input
          {...common}
          type="text"
          inputMode={inputMode(node)}
          dir={isNumber || node.meaning === "email" ? "ltr" : "auto"}
          {...(isNumber ? { class: "number" } : {})}
          onInput={(event) => onText(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/**
 * The browser's own date field: its parts, its calendar and their order are the browser's, not the reader's language's (05/04 is a day
 * in April or in May), so the day is written out below.
 */
export function DateField({ text, onText, onLeft, ...props }: TextFieldProps) {
  const { view } = props;
  const { language } = useReading();
  return (
    <Field {...props}>
      <input
        type="date"
        id={fieldId(view.path)}
        class="date"
        value={text}
        readOnly={view.readOnly}
        autocomplete={tokenWhileEmpty(text, view.node)}
        required={view.required}
        onBlur={onLeft}
        onInput={(event) => onText(event.currentTarget.value)}
        {...describedControl(props)}
      />
      <p class="date-words" role="status">
        {view.value === "" ? null : formatDate(language, view.value)}
      </p>
    </Field>
  );
}
