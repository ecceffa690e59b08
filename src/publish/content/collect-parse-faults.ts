import { isRecord, ParseError, type Parser } from "../../core/parse.ts";
import { errorAt, type Fault } from "./fault.ts";
import { splitPath, type YamlFile } from "./yaml-file.ts";

/** Values that satisfy one parser of the content or another: they take the place of a wrong value, so that the next fault shows. */
const standIns = (expected: string): readonly unknown[] => {
  const allowed = /^must be one of ([^,]+)/.exec(expected)?.[1];
  const values = [
    "x",
    "2030-01-01",
    "https://x.example",
    "en",
    "XX",
    "08:00",
    "Europe/Paris",
    "112",
    "x@x.example",
    "x.md",
  ];
  return [...(allowed ? [allowed] : []), ...values, "FREQ=WEEKLY;BYDAY=MO", 1, true, [], {}];
};

function container(value: unknown, keys: readonly (string | number)[]): unknown {
  return keys.reduce<unknown>((node, key) => {
    if (Array.isArray(node) && typeof key === "number") return node[key];
    return isRecord(node) ? node[String(key)] : undefined;
  }, value);
}

function put(value: unknown, path: string, entry: unknown): boolean {
  const keys = splitPath(path);
  const last = keys.at(-1);
  const parent = container(value, keys.slice(0, -1));
  if (last === undefined) return false;
  if (Array.isArray(parent) && typeof last === "number") parent[last] = entry;
  else if (isRecord(parent) && entry === undefined) delete parent[String(last)];
  else if (isRecord(parent)) parent[String(last)] = entry;
  else return false;
  return true;
}

function tryParse<T>(parse: Parser<T>, value: unknown): { readonly value: T } | ParseError {
  try {
    return { value: parse(value, "") };
  } catch (error) {
    if (error instanceof ParseError) return error;
    throw error;
  }
}

const isUnknownField = (error: ParseError): boolean => error.expected.startsWith("is not a known field");

/** What is wrong, in words, and what to write instead. */
function wordsOf(error: ParseError, isMissing: boolean): readonly [string, string] {
  const name = error.path || "the file";
  if (isUnknownField(error)) {
    const known = error.expected.replace(/^is not a known field; /, "");
    return [`"${name}" is not a known field`, `correct its name or take it out; ${known}`];
  }
  if (isMissing) return [`the field "${name}" is missing`, `add it here; it ${error.expected}`];
  return [`"${name}" ${error.expected}`, "correct the value on this line"];
}

/**
 * Parses an editor's value and names every fault, not only the first: a wrong value is replaced by a stand-in in a copy and the
 * parser goes on. Returns the parsed value only when there is no fault.
 */
export function collectParseFaults<T>(
  yaml: YamlFile,
  parse: Parser<T>,
): { readonly value?: T; readonly faults: readonly Fault[] } {
  const first = tryParse(parse, yaml.value);
  if (!(first instanceof ParseError)) return { value: first.value, faults: [] };
  const copy: unknown = structuredClone(yaml.value);
  const faults: Fault[] = [];
  const told: string[] = [];
  let error: ParseError | { readonly value: T } = first;
  while (error instanceof ParseError && told.length < 200) {
    const current: ParseError = error;
    const { path } = current;
    const isInsideTold = told.some(
      (other) => path === other || path.startsWith(`${other}.`) || path.startsWith(`${other}[`),
    );
    if (!isInsideTold) {
      const isMissing = path !== "" && container(yaml.value, splitPath(path)) === undefined;
      const [what, cure] = wordsOf(current, isMissing);
      faults.push(errorAt(yaml.at(path), what, cure));
    }
    told.push(path);
    const candidates = isUnknownField(current) ? [undefined] : standIns(current.expected);
    const moved = candidates.some((candidate) => {
      if (!put(copy, path, candidate)) return false;
      error = tryParse(parse, copy);
      return !(error instanceof ParseError) || error.path !== path || isUnknownField(error) !== isUnknownField(current);
    });
    if (!moved) break;
  }
  return { faults };
}
