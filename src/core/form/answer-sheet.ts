/** The answers of a form being filled: relevance and calculations are computed when asked for and kept until something they read changes. */
import { evaluate, type Scope } from "./evaluate.ts";
import type { FormTree, PlacedQuestion } from "./form-tree.ts";
import type { Answers, Expression } from "./model.ts";
import { toBoolean, toText } from "./value.ts";

export class AnswerSheet {
  readonly #tree: FormTree;
  readonly #scope: Scope;
  readonly #given: Map<string, string>;
  readonly #relevance = new Map<string, boolean>();
  readonly #calculated = new Map<string, string>();

  constructor({ tree, answers, scope }: { tree: FormTree; answers: Answers; scope: Omit<Scope, "answer"> }) {
    this.#tree = tree;
    this.#given = new Map(Object.entries(answers));
    this.#scope = { ...scope, answer: (path) => this.value(path) };
  }

  /** What was given, relevant or not: the draft. */
  given(): Answers {
    return Object.fromEntries(this.#given);
  }

  give(path: string, value: string): void {
    if (value === "") this.#given.delete(path);
    else this.#given.set(path, value);
    this.#forget(path, new Set());
  }

  /** The value that expressions see: empty while the question is not relevant. */
  value(path: string): string {
    const placed = this.#tree.questions.get(path);
    if (!placed || !this.isRelevant(placed)) return "";
    const { calculation } = placed.node;
    if (calculation === undefined) return this.#given.get(path) ?? "";
    const known = this.#calculated.get(path);
    if (known !== undefined) return known;
    const computed = evaluate(calculation, this.#scope);
    const text = typeof computed === "number" && Number.isNaN(computed) ? "" : toText(computed);
    this.#calculated.set(path, text);
    return text;
  }

  isRelevant({ node, groups }: PlacedQuestion): boolean {
    const known = this.#relevance.get(node.path);
    if (known !== undefined) return known;
    const relevant = [...groups.map((group) => group.relevant), node.relevant].every(
      (expression) => expression === undefined || this.holds(expression),
    );
    this.#relevance.set(node.path, relevant);
    return relevant;
  }

  holds(expression: Expression): boolean {
    return toBoolean(evaluate(expression, this.#scope));
  }

  text(expression: Expression): string {
    return toText(evaluate(expression, this.#scope));
  }

  /** Evaluates a choice filter for one choice. */
  holdsForChoice(expression: Expression, choiceField: Scope["choiceField"]): boolean {
    return toBoolean(evaluate(expression, { ...this.#scope, choiceField }));
  }

  #forget(path: string, seen: Set<string>): void {
    for (const dependent of this.#tree.dependents.get(path) ?? []) {
      if (seen.has(dependent)) continue;
      seen.add(dependent);
      this.#relevance.delete(dependent);
      this.#calculated.delete(dependent);
      this.#forget(dependent, seen);
    }
  }
}
