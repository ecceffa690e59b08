/**
 * The compiled form: what the publisher makes of an XLSForm workbook and the device evaluates.
 * A form block is this object as canonical JSON; the SHA-256 of those bytes is the form version.
 */

/** Parsed expression (XPath subset of ODK XForms), a compact JSON tree; the device has no parser. */
export type Expression =
  | number
  | string
  /** Reference to a node by absolute path; `.` is the node itself, choice fields are `@name`. */
  | readonly ["ref", string]
  /** Operators and functions by their XPath names: `["=", a, b]`, `["and", a, b]`, `["selected", a, b]`. */
  | readonly [string, ...Expression[]];

/** Text key into `CompiledForm.texts[language]`; `${path}` inside a text is written as an `output` index into `outputs`. */
export type FormTextKey = string;

export type QuestionType =
  | "text"
  | "integer"
  | "decimal"
  | "date"
  | "select_one"
  | "select_multiple"
  | "note"
  | "calculate"
  | "image"
  | "acknowledge";

type NodeCommon = {
  /** Absolute path, `/person/given`. */
  readonly path: string;
  readonly label?: FormTextKey;
  readonly relevant?: Expression;
  readonly appearance?: string;
};

export type QuestionNode = NodeCommon & {
  readonly kind: "question";
  readonly type: QuestionType;
  readonly hint?: FormTextKey;
  /** Why we ask; who reads it. */
  readonly why?: FormTextKey;
  readonly reader?: FormTextKey;
  /** Shared vocabulary: given-name, birth-date, document-number ... */
  readonly meaning?: string;
  readonly required?: Expression;
  readonly requiredMessage?: FormTextKey;
  readonly constraint?: Expression;
  readonly constraintMessage?: FormTextKey;
  readonly calculation?: Expression;
  /** Static text, or an expression evaluated once when the form is begun. */
  readonly default?: Expression;
  readonly readOnly?: boolean;
  readonly choices?: string;
  readonly choiceFilter?: Expression;
};

export type GroupNode = NodeCommon & { readonly kind: "group"; readonly children: readonly FormNode[] };
export type FormNode = QuestionNode | GroupNode;

export type ChoiceItem = {
  readonly name: string;
  readonly label: FormTextKey;
  readonly fields?: Readonly<Record<string, string>>;
};

export type CompiledForm = {
  readonly v: 1;
  readonly id: string;
  readonly title: string;
  readonly formVersion: string;
  readonly languages: readonly string[];
  readonly defaultLanguage: string;
  readonly children: readonly FormNode[];
  readonly choices: Readonly<Record<string, readonly ChoiceItem[]>>;
  /** Per language, per key: a text, or a list of texts and expressions to be put together. */
  readonly texts: Readonly<
    Record<string, Readonly<Record<FormTextKey, string | readonly (string | { readonly out: Expression })[]>>>
  >;
};

/** Answers by absolute path, as ODK's instance holds them: text, `42`, `2026-11-24`, `a b c` for several choices, an attachment's file name. */
export type Answers = Readonly<Record<string, string>>;

/** What a form needs from outside; core has no clock and no randomness. */
export type FormEnvironment = {
  /** Local wall time now, `2026-11-24T14:05:00.000+01:00`. */
  readonly now: () => string;
  readonly random: () => number;
};

export type Problem = {
  readonly path: string;
  readonly kind: "required" | "constraint" | "type";
  readonly message: string | null;
};

export type ChoiceView = { readonly name: string; readonly label: string };
export type QuestionView = {
  readonly path: string;
  readonly type: QuestionType;
  readonly node: QuestionNode;
  readonly label: string;
  readonly hint: string | null;
  readonly why: string | null;
  readonly reader: string | null;
  readonly value: string;
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly choices: readonly ChoiceView[];
  readonly problem: Problem | null;
};
/** One question group a screen (a top-level group; loose questions at top level between groups make a screen of their own). */
export type ScreenView = { readonly path: string; readonly title: string; readonly questions: readonly QuestionView[] };

/**
 * A form being filled. Views are computed in the language asked for; a text missing in it falls back to the form's default
 * language. Irrelevant screens and questions do not appear, their answers are kept in the draft and left out of `finalAnswers`.
 */
export type FormSession = {
  readonly form: CompiledForm;
  readonly answers: () => Answers;
  /** Sets an answer and evaluates what depends on it. Throws on an unknown path or on a value of the wrong type for it. */
  readonly set: (path: string, value: string) => void;
  readonly screens: (language: string) => readonly ScreenView[];
  /** Problems of one screen, or of all; empty when it may be finalised. */
  readonly problems: (language: string, screenPath?: string) => readonly Problem[];
  /** Relevant answers only, calculations included: what is sealed. */
  readonly finalAnswers: () => Answers;
  /** Label of a stored answer in a language: choices by their label, everything else as written. */
  readonly display: (path: string, language: string) => string;
};
