/** Evaluates the expression trees of a compiled form. */
import { functions } from "./functions.ts";
import type { Expression, FormEnvironment } from "./model.ts";
import { areEqual, toBoolean, toNumber, type Value } from "./value.ts";

/** What an expression may see. */
export type Scope = {
  /** Answer at an absolute path, `""` when empty or not relevant. */
  readonly answer: (path: string) => string;
  /** Field of the choice that a choice filter looks at. */
  readonly choiceField: (name: string) => string;
  /** Label of a choice of the question at `path`, in the language shown. */
  readonly choiceLabel: (value: string, path: string) => string;
  readonly environment: FormEnvironment;
};

/** A tree that the engine does not know: a form of a newer compiler. */
export class UnknownExpression extends Error {
  override readonly name = "UnknownExpression";
}

type Operator = (left: Value, right: Value) => Value;
const operators: Readonly<Record<string, Operator>> = {
  "=": areEqual,
  "!=": (left, right) => !areEqual(left, right),
  "<": (left, right) => toNumber(left) < toNumber(right),
  "<=": (left, right) => toNumber(left) <= toNumber(right),
  ">": (left, right) => toNumber(left) > toNumber(right),
  ">=": (left, right) => toNumber(left) >= toNumber(right),
  "+": (left, right) => toNumber(left) + toNumber(right),
  "-": (left, right) => toNumber(left) - toNumber(right),
  "*": (left, right) => toNumber(left) * toNumber(right),
  div: (left, right) => toNumber(left) / toNumber(right),
  mod: (left, right) => toNumber(left) % toNumber(right),
};

/** @throws UnknownExpression naming the operator or function */
export function evaluate(expression: Expression, scope: Scope): Value {
  if (typeof expression === "string" || typeof expression === "number") return expression;
  const [name, first = "", second = "", third = ""] = expression;
  const lazily = (operand: Expression) => evaluate(operand, scope);
  if (name === "ref") {
    const path = String(first);
    return path.startsWith("@") ? scope.choiceField(path.slice(1)) : scope.answer(path);
  }
  if (name === "and") return toBoolean(lazily(first)) && toBoolean(lazily(second));
  if (name === "or") return toBoolean(lazily(first)) || toBoolean(lazily(second));
  if (name === "if") return toBoolean(lazily(first)) ? lazily(second) : lazily(third);
  if (name === "neg") return -toNumber(lazily(first));
  if (name === "jr:choice-name") return scope.choiceLabel(String(lazily(first)), String(lazily(second)));
  const operator = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (operator) return operator(lazily(first), lazily(second));
  const call = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!call) throw new UnknownExpression(`the form needs "${name}", which this version does not know`);
  return call.run(
    expression.slice(1).map((operand) => lazily(operand)),
    scope.environment,
  );
}

/** Absolute paths that an expression reads. */
export function pathsIn(expression: Expression): readonly string[] {
  if (typeof expression === "string" || typeof expression === "number") return [];
  const [name, ...operands] = expression;
  if (name === "ref") {
    const path = String(operands[0]);
    return path.startsWith("@") ? [] : [path];
  }
  // A literal path as second operand names the question whose choice is meant.
  const own = name === "jr:choice-name" && typeof operands[1] === "string" ? [operands[1]] : [];
  return [...own, ...operands.flatMap(pathsIn)];
}
