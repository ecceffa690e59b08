/** Reads a stored or fetched form block. */
import {
  array,
  boolean,
  isRecord,
  languageTag,
  literal,
  object,
  optional,
  ParseError,
  type Parser,
  record,
  string,
} from "../parse.ts";
import type { CompiledForm, Expression, FormNode } from "./model.ts";

const maxDepth = 60;

const expressionAt =
  (depth: number): Parser<Expression> =>
  (value, path = "") => {
    if (typeof value === "string" || typeof value === "number") return value;
    if (depth > maxDepth) throw new ParseError(path, "is nested too deep");
    if (!Array.isArray(value) || typeof value[0] !== "string") throw new ParseError(path, "must be an expression");
    const [name, ...operands] = value;
    return [name, ...operands.map((operand, index) => expressionAt(depth + 1)(operand, `${path}[${index + 1}]`))];
  };
const expression = expressionAt(0);
const key = string({ maxLength: 400 });
const path = string({ pattern: /^(\/[A-Za-z_][\w.-]*)+$/, maxLength: 400, means: "an absolute path" });

const questionNode = object({
  kind: literal("question"),
  path,
  type: literal(
    "text",
    "integer",
    "decimal",
    "date",
    "select_one",
    "select_multiple",
    "note",
    "calculate",
    "image",
    "acknowledge",
  ),
  label: optional(key),
  relevant: optional(expression),
  appearance: optional(key),
  hint: optional(key),
  why: optional(key),
  reader: optional(key),
  meaning: optional(key),
  required: optional(expression),
  requiredMessage: optional(key),
  constraint: optional(expression),
  constraintMessage: optional(key),
  calculation: optional(expression),
  default: optional(expression),
  readOnly: optional(boolean),
  choices: optional(key),
  choiceFilter: optional(expression),
});

const nodeAt =
  (depth: number): Parser<FormNode> =>
  (value, at = "") => {
    if (!isRecord(value) || value.kind !== "group") return questionNode(value, at);
    if (depth > maxDepth) throw new ParseError(at, "is nested too deep");
    return object({
      kind: literal("group"),
      path,
      label: optional(key),
      relevant: optional(expression),
      appearance: optional(key),
      children: array(nodeAt(depth + 1)),
    })(value, at);
  };

const textPart: Parser<string | { readonly out: Expression }> = (value, at = "") =>
  typeof value === "string" ? value : object({ out: expression })(value, at);
const formText: Parser<string | readonly (string | { readonly out: Expression })[]> = (value, at) =>
  typeof value === "string" ? value : array(textPart)(value, at);

/** @throws ParseError naming the place in the block */
export const parseCompiledForm: Parser<CompiledForm> = object({
  v: literal(1),
  id: string({ maxLength: 200 }),
  title: string(),
  formVersion: string(),
  languages: array(languageTag),
  defaultLanguage: languageTag,
  children: array(nodeAt(0)),
  choices: record(array(object({ name: key, label: key, fields: optional(record(string())) }))),
  texts: record(record(formText)),
});
