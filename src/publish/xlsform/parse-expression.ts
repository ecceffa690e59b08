/** Parses the XPath of a workbook (XPath 1.0 without predicates and axes, with `${name}`) to the tree that devices evaluate. */
import { functions } from "../../core/form/functions.ts";
import type { Expression } from "../../core/form/model.ts";

/** An expression that is none; `at` counts characters from 0. */
export class ExpressionFault extends Error {
  override readonly name = "ExpressionFault";
  readonly cure: string;
  constructor(what: string, cure: string) {
    super(what);
    this.cure = cure;
  }
}

export type Names = {
  /** Absolute path of a question or group, or undefined when there is none of that name. */
  readonly pathOf: (name: string) => string | undefined;
  /** Path of the question that the expression stands at, for `.`. */
  readonly self: string | null;
  /** Columns of the choices sheet, in a choice filter. */
  readonly choiceFields: ReadonlySet<string>;
};

type Token = {
  readonly kind: "number" | "text" | "reference" | "name" | "symbol" | "end";
  readonly text: string;
  readonly at: number;
};

const tokenPattern =
  /\s*(?:(\d+(?:\.\d*)?|\.\d+)|"([^"]*)"|'([^']*)'|\$\{\s*([^}\s]+)\s*\}|([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)|(<=|>=|!=|\.\.|[-+*=<>(),./[\]|]))/y;

function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  // Spreadsheet programs turn quotes into typographic ones.
  const text = source.trimEnd().replaceAll(/[‘’]/g, "'").replaceAll(/[“”]/g, '"');
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < text.length) {
    const at = tokenPattern.lastIndex;
    const match = tokenPattern.exec(text);
    if (!match)
      throw new ExpressionFault(
        `"${source}" cannot be read from "${text.slice(at, at + 20)}" on`,
        "write an XPath expression",
      );
    const [, number, double, single, reference, name, symbol] = match;
    if (number !== undefined) tokens.push({ kind: "number", text: number, at });
    else if (double !== undefined || single !== undefined)
      tokens.push({ kind: "text", text: double ?? single ?? "", at });
    else if (reference !== undefined) tokens.push({ kind: "reference", text: reference, at });
    else if (name !== undefined) tokens.push({ kind: "name", text: name, at });
    else tokens.push({ kind: "symbol", text: symbol ?? "", at });
  }
  return tokens;
}

const end: Token = { kind: "end", text: "the end", at: -1 };
/** From the loosest binding to the tightest. */
const levels: readonly (readonly string[])[] = [
  ["or"],
  ["and"],
  ["=", "!="],
  ["<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "div", "mod"],
];
const lazyFunctions: Readonly<Record<string, readonly [number, number]>> = { if: [3, 3], "jr:choice-name": [2, 2] };

/** @throws ExpressionFault saying what is wrong and the cure */
export function parseExpression(source: string, names: Names): Expression {
  const tokens = tokensOf(source);
  let next = 0;
  const peek = (): Token => tokens[next] ?? end;
  const take = (): Token => {
    const token = peek();
    next += 1;
    return token;
  };
  const isNext = (text: string) => peek().text === text && (peek().kind === "symbol" || peek().kind === "name");
  const expect = (text: string) => {
    const token = take();
    if (token.text !== text)
      throw new ExpressionFault(`"${source}": "${text}" is missing before ${token.text}`, "close what was opened");
  };

  function binary(level: number): Expression {
    const operators = levels[level];
    if (!operators) return unary();
    let left = binary(level + 1);
    while (operators.some(isNext)) {
      const { text } = take();
      left = [text, left, binary(level + 1)];
    }
    return left;
  }

  function unary(): Expression {
    if (!isNext("-")) return primary();
    take();
    const operand = unary();
    return typeof operand === "number" ? -operand : ["neg", operand];
  }

  function call(name: string): Expression {
    const takes = lazyFunctions[name] ?? (Object.hasOwn(functions, name) ? functions[name]?.takes : undefined);
    if (!takes)
      throw new ExpressionFault(
        `"${name}()" is not a known function`,
        "use a function of the ODK XForms specification that is supported",
      );
    expect("(");
    const operands: Expression[] = [];
    while (!isNext(")") && peek() !== end) {
      if (operands.length > 0) expect(",");
      operands.push(binary(0));
    }
    expect(")");
    const [least, most] = takes;
    if (operands.length < least || operands.length > most)
      throw new ExpressionFault(
        `"${name}()" has ${operands.length} operands`,
        `give it ${least === most ? least : `${least} or more`}`,
      );
    if (name !== "jr:choice-name") return [name, ...operands];
    // The question is named by a text that holds its reference: 'jr:choice-name(${a}, "${a}")'.
    const [value = "", question = ""] = operands;
    const named = typeof question === "string" ? names.pathOf(question.replaceAll(/[${}\s]/g, "")) : undefined;
    if (named === undefined)
      throw new ExpressionFault(`"jr:choice-name()" names no question`, "give the question as '${name}' in quotes");
    return [name, value, named];
  }

  function absolutePath(): Expression {
    let path = "";
    while (isNext("/")) {
      take();
      path += `/${take().text}`;
    }
    const known = names.pathOf(path.split("/").at(-1) ?? "");
    if (known === undefined || !path.endsWith(known))
      throw new ExpressionFault(`there is no question at ${path}`, "use ${name}");
    return ["ref", known];
  }

  function primary(): Expression {
    if (isNext("/")) return absolutePath();
    const token = take();
    if (token.kind === "number") return Number(token.text);
    if (token.kind === "text") return token.text;
    if (token.kind === "reference") {
      const path = names.pathOf(token.text);
      if (path === undefined)
        throw new ExpressionFault(`there is no question named "${token.text}"`, "correct the name or add the question");
      return ["ref", path];
    }
    if (token.text === "(" && token.kind === "symbol") {
      const inner = binary(0);
      expect(")");
      return inner;
    }
    if (token.text === "." && token.kind === "symbol") {
      if (names.self === null) throw new ExpressionFault(`"." stands for no question here`, "use ${name}");
      return ["ref", names.self];
    }
    if (token.kind === "name" && isNext("(")) return call(token.text);
    if (token.kind === "name" && names.choiceFields.has(token.text)) return ["ref", `@${token.text}`];
    throw new ExpressionFault(
      `"${source}": ${token.text} is not understood`,
      "write an XPath expression; texts stand in quotes, questions as ${name}",
    );
  }

  const tree = binary(0);
  if (peek() !== end) throw new ExpressionFault(`"${source}": ${peek().text} is not expected`, "write one expression");
  return tree;
}
