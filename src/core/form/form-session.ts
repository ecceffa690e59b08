/** A form being filled: what the screens show, what is still wrong, and what is sealed in the end. */
import { AnswerRefused, refusalOf } from "./answer-check.ts";
import { AnswerSheet } from "./answer-sheet.ts";
import { type PlacedQuestion, type Screen, treeOf } from "./form-tree.ts";
import type {
  Answers,
  ChoiceItem,
  CompiledForm,
  FormEnvironment,
  FormSession,
  FormTextKey,
  Problem,
  QuestionNode,
  QuestionView,
} from "./model.ts";

/**
 * Begins a form, or goes on with a draft when `answers` are given; defaults are taken only at the beginning.
 * @throws AnswerRefused from `set` on an unknown path or a value that does not fit
 */
export function createFormSession({
  form,
  answers,
  environment,
}: {
  form: CompiledForm;
  answers?: Answers;
  environment: FormEnvironment;
}): FormSession {
  const tree = treeOf(form);
  let shownLanguage = form.defaultLanguage;

  const listOf = (node: QuestionNode): readonly ChoiceItem[] =>
    node.choices === undefined ? [] : (form.choices[node.choices] ?? []);
  const textIn = (language: string, key: FormTextKey | undefined): string | null => {
    if (key === undefined) return null;
    const text = form.texts[language]?.[key] ?? form.texts[form.defaultLanguage]?.[key];
    if (text === undefined) return null;
    return typeof text === "string"
      ? text
      : text.map((part) => (typeof part === "string" ? part : sheet.text(part.out))).join("");
  };
  const choiceLabel = (name: string, node: QuestionNode, language: string): string => {
    const choice = listOf(node).find((candidate) => candidate.name === name);
    return (choice && textIn(language, choice.label)) ?? name;
  };

  const sheet: AnswerSheet = new AnswerSheet({
    tree,
    answers: answers ?? {},
    scope: {
      environment,
      choiceField: () => "",
      choiceLabel: (value, path) => {
        const placed = tree.questions.get(path);
        return placed ? choiceLabel(value, placed.node, shownLanguage) : value;
      },
    },
  });
  if (answers === undefined)
    for (const { node } of tree.questions.values())
      if (node.default !== undefined) {
        const value = sheet.text(node.default);
        if (refusalOf({ type: node.type, value, choices: listOf(node) }) === null) sheet.give(node.path, value);
      }

  const openChoices = (node: QuestionNode): readonly ChoiceItem[] => {
    const { choiceFilter } = node;
    if (choiceFilter === undefined) return listOf(node);
    return listOf(node).filter((choice) =>
      sheet.holdsForChoice(choiceFilter, (field) => (field === "name" ? choice.name : (choice.fields?.[field] ?? ""))),
    );
  };

  const problemOf = ({ node }: PlacedQuestion, language: string): Problem | null => {
    const value = sheet.value(node.path);
    const { path } = node;
    if (value === "")
      return node.required !== undefined && node.type !== "note" && sheet.holds(node.required)
        ? { path, kind: "required", message: textIn(language, node.requiredMessage) }
        : null;
    if (node.choices !== undefined) {
      const open = new Set(openChoices(node).map(({ name }) => name));
      if (value.split(" ").some((name) => !open.has(name))) return { path, kind: "type", message: null };
    }
    return node.constraint !== undefined && !sheet.holds(node.constraint)
      ? { path, kind: "constraint", message: textIn(language, node.constraintMessage) }
      : null;
  };

  const viewOf = (placed: PlacedQuestion, language: string): QuestionView => {
    const { node } = placed;
    return {
      path: node.path,
      type: node.type,
      node,
      label: textIn(language, node.label) ?? "",
      hint: textIn(language, node.hint),
      why: textIn(language, node.why),
      reader: textIn(language, node.reader),
      value: sheet.value(node.path),
      required: node.required !== undefined && sheet.holds(node.required),
      readOnly: node.readOnly === true || node.calculation !== undefined,
      choices: openChoices(node).map(({ name, label }) => ({ name, label: textIn(language, label) ?? name })),
      problem: problemOf(placed, language),
    };
  };

  const isShown = (placed: PlacedQuestion) => placed.node.type !== "calculate" && sheet.isRelevant(placed);
  const shownScreens = (): readonly { screen: Screen; shown: readonly PlacedQuestion[] }[] =>
    tree.screens
      .map((screen) => ({ screen, shown: screen.questions.filter(isShown) }))
      .filter(({ shown }) => shown.length > 0);

  return {
    form,
    answers: () => sheet.given(),
    set: (path, value) => {
      const placed = tree.questions.get(path);
      if (!placed) throw new AnswerRefused(path, "unknown-path");
      const { node } = placed;
      if (node.readOnly === true || node.calculation !== undefined) throw new AnswerRefused(path, "read-only");
      const refusal = refusalOf({ type: node.type, value, choices: listOf(node) });
      if (refusal !== null) throw new AnswerRefused(path, refusal);
      sheet.give(path, value);
    },
    screens: (language) => {
      shownLanguage = language;
      return shownScreens().map(({ screen, shown }) => ({
        path: screen.path,
        title: textIn(language, screen.group?.label) ?? form.title,
        questions: shown.map((placed) => viewOf(placed, language)),
      }));
    },
    problems: (language, screenPath) =>
      shownScreens()
        .filter(({ screen }) => screenPath === undefined || screen.path === screenPath)
        .flatMap(({ shown }) => shown.flatMap((placed) => problemOf(placed, language) ?? [])),
    finalAnswers: () =>
      Object.fromEntries(
        [...tree.questions.values()].flatMap((placed) => {
          const value = placed.node.type === "note" ? "" : sheet.value(placed.node.path);
          return value === "" ? [] : [[placed.node.path, value]];
        }),
      ),
    display: (path, language) => {
      const placed = tree.questions.get(path);
      const value = sheet.value(path);
      if (!placed || placed.node.choices === undefined || value === "") return value;
      return value
        .split(" ")
        .map((name) => choiceLabel(name, placed.node, language))
        .join(", ");
    },
  };
}
