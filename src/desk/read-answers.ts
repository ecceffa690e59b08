/**
 * The answers of a submission in a language: labels and choices from the form's version, what a person wrote as it was written. It
 * shows what was sealed and evaluates nothing anew, so a question is never hidden because a condition would read otherwise today.
 */
import type { Attachment } from "../core/envelope.ts";
import { evaluate } from "../core/form/evaluate.ts";
import { type PlacedQuestion, treeOf } from "../core/form/form-tree.ts";
import type { Answers, CompiledForm, FormTextKey, QuestionNode } from "../core/form/model.ts";
import { toText } from "../core/form/value.ts";

export type ReadAnswer = {
  readonly path: string;
  readonly label: string;
  /** As it is to be shown in the language asked for. */
  readonly value: string;
  /**
   * - `chosen`: labels of choices, in `language`
   * - `written`: the person's own words, in the person's language
   * - `plain`: numbers and dates, the same in every language
   * - `attachment`: a file
   * - `confirmed`: a box that was ticked
   */
  readonly kind: "chosen" | "written" | "plain" | "attachment" | "confirmed";
  readonly attachment: Attachment | null;
  /** Shared vocabulary of the question, like `given-name`. */
  readonly meaning: string | null;
};
export type AnswerSection = { readonly path: string; readonly title: string; readonly answers: readonly ReadAnswer[] };

type Source = {
  readonly form: CompiledForm;
  readonly answers: Answers;
  readonly attachments: readonly Attachment[];
  /** When it was finalised: what `today()` in a label meant. */
  readonly finalizedAt: string;
  readonly language: string;
};

function wordsOf({ form, answers, finalizedAt, language }: Source) {
  const choiceLabel = (name: string, node: QuestionNode | undefined): string => {
    const list = node?.choices === undefined ? [] : (form.choices[node.choices] ?? []);
    const choice = list.find((candidate) => candidate.name === name);
    return (choice && text(choice.label)) ?? name;
  };
  const questions = treeOf(form).questions;
  const scope = {
    answer: (path: string) => answers[path] ?? "",
    choiceField: () => "",
    choiceLabel: (value: string, path: string) => choiceLabel(value, questions.get(path)?.node),
    environment: { now: () => finalizedAt, random: () => 0 },
  };
  function text(key: FormTextKey | undefined): string | null {
    if (key === undefined) return null;
    const found = form.texts[language]?.[key] ?? form.texts[form.defaultLanguage]?.[key];
    if (found === undefined) return null;
    return typeof found === "string"
      ? found
      : found.map((part) => (typeof part === "string" ? part : toText(evaluate(part.out, scope)))).join("");
  }
  return { text, choiceLabel };
}

const kindOf = ({ type, calculation }: QuestionNode): ReadAnswer["kind"] => {
  switch (type) {
    case "select_one":
    case "select_multiple":
      return "chosen";
    case "image":
      return "attachment";
    case "acknowledge":
      return "confirmed";
    case "text":
      return calculation === undefined ? "written" : "plain";
    default:
      return "plain";
  }
};

/** Sections in the form's order; answers that this form version does not know come last, under their path. */
export function readAnswers(source: Source): readonly AnswerSection[] {
  const { form, answers, attachments } = source;
  const { text, choiceLabel } = wordsOf(source);
  const attachmentAt = (path: string) => attachments.find((attachment) => attachment.path === path) ?? null;
  const readOne = ({ node }: PlacedQuestion): readonly ReadAnswer[] => {
    const { path, meaning = null } = node;
    const given = answers[path] ?? "";
    const attachment = attachmentAt(path);
    if (given === "" && attachment === null) return [];
    const kind = kindOf(node);
    const value =
      kind === "chosen"
        ? given
            .split(" ")
            .map((name) => choiceLabel(name, node))
            .join(" · ")
        : given;
    return [{ path, label: text(node.label) ?? path, value, kind, attachment, meaning }];
  };
  const { screens, questions } = treeOf(form);
  const sections = screens
    .map(({ path, group, questions: placed }) => ({
      path,
      title: text(group?.label) ?? form.title,
      answers: placed.flatMap(readOne),
    }))
    .filter((section) => section.answers.length > 0);
  const unknown = Object.entries(answers)
    .filter(([path]) => !questions.has(path))
    .map(([path, value]) => ({
      path,
      label: path,
      value,
      kind: "written" as const,
      attachment: attachmentAt(path),
      meaning: null,
    }));
  return unknown.length === 0 ? sections : [...sections, { path: "", title: "", answers: unknown }];
}

/** The same without the form's version: what was sealed, under its paths. */
export const rawAnswers = ({ answers, attachments }: Pick<Source, "answers" | "attachments">): AnswerSection => ({
  path: "",
  title: "",
  answers: Object.entries(answers).map(([path, value]) => ({
    path,
    label: path,
    value,
    kind: "written" as const,
    attachment: attachments.find((attachment) => attachment.path === path) ?? null,
    meaning: null,
  })),
});
