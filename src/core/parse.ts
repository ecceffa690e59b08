/**
 * Run-time parsers for everything that crosses an edge: a request, a manifest, a stored record, a file.
 * A parser takes an unknown value and returns it typed, or throws a {@link ParseError} that names the place.
 * Unknown fields of an `object` are carried, never dropped; `strictObject` refuses them (files that people write).
 */
export type Parser<T> = (value: unknown, path?: string) => T;

/** What a parser returns. */
export type Parsed<P> = P extends Parser<infer T> ? T : never;

/** A value that does not fit; `path` names the place (`steps[2].title`), `expected` says what belongs there. */
export class ParseError extends Error {
  override readonly name = "ParseError";
  readonly path: string;
  readonly expected: string;
  constructor(path: string, expected: string) {
    super(`${path || "(whole)"}: ${expected}`);
    this.path = path;
    this.expected = expected;
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A string of at most `maxLength` UTF-16 units that matches `pattern`. */
export const string =
  ({
    pattern,
    maxLength = 100_000,
    means = "a text",
  }: {
    pattern?: RegExp;
    maxLength?: number;
    means?: string;
  } = {}): Parser<string> =>
  (value, path = "") => {
    if (typeof value !== "string") throw new ParseError(path, `must be ${means}`);
    if (value.length > maxLength) throw new ParseError(path, `is longer than ${maxLength}`);
    if (pattern && !pattern.test(value)) throw new ParseError(path, `must be ${means}, not "${value.slice(0, 60)}"`);
    return value;
  };

export const integer =
  ({ min = 0, max = Number.MAX_SAFE_INTEGER }: { min?: number; max?: number } = {}): Parser<number> =>
  (value, path = "") => {
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < min || value > max)
      throw new ParseError(path, `must be a whole number from ${min} to ${max}`);
    return value;
  };

export const boolean: Parser<boolean> = (value, path = "") => {
  if (typeof value !== "boolean") throw new ParseError(path, "must be true or false");
  return value;
};

export const unknown: Parser<unknown> = (value) => value;

export const literal =
  <const T extends string | number | boolean | null>(...allowed: readonly T[]): Parser<T> =>
  (value, path = "") => {
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) throw new ParseError(path, `must be one of ${allowed.join(", ")}`);
    return found;
  };

export const array =
  <T>(item: Parser<T>, { maxItems = 100_000 }: { maxItems?: number } = {}): Parser<readonly T[]> =>
  (value, path = "") => {
    if (!Array.isArray(value)) throw new ParseError(path, "must be a list");
    if (value.length > maxItems) throw new ParseError(path, `has more than ${maxItems} items`);
    return value.map((entry, index) => item(entry, `${path}[${index}]`));
  };

const forbiddenKeys = new Set(["__proto__", "constructor", "prototype"]);

export const record =
  <T>(item: Parser<T>): Parser<Readonly<Record<string, T>>> =>
  (value, path = "") => {
    if (!isRecord(value)) throw new ParseError(path, "must be a map");
    const result: Record<string, T> = {};
    for (const [key, entry] of Object.entries(value)) {
      if (forbiddenKeys.has(key)) throw new ParseError(`${path}.${key}`, "is a name that is not allowed");
      result[key] = item(entry, `${path}.${key}`);
    }
    return result;
  };

export const nullable =
  <T>(inner: Parser<T>): Parser<T | null> =>
  (value, path) =>
    value === null ? null : inner(value, path);

/** A parser of a field that may be absent. */
export type OptionalParser<T> = Parser<T | undefined> & { readonly mayBeAbsent: true };

/** A field that may be absent. */
export const optional = <T>(inner: Parser<T>): OptionalParser<T> =>
  Object.assign((value: unknown, path?: string) => (value === undefined ? undefined : inner(value, path)), {
    mayBeAbsent: true as const,
  });

/** A field that gets `fallback` when absent. */
export const withDefault =
  <T>(inner: Parser<T>, fallback: T): Parser<T> =>
  (value, path) =>
    value === undefined ? fallback : inner(value, path);

type Shape = Readonly<Record<string, Parser<unknown>>>;
type OptionalKeys<S extends Shape> = { [K in keyof S]: S[K] extends OptionalParser<unknown> ? K : never }[keyof S];
export type ObjectOf<S extends Shape> = {
  readonly [K in Exclude<keyof S, OptionalKeys<S>>]: Parsed<S[K]>;
} & { readonly [K in OptionalKeys<S>]?: Exclude<Parsed<S[K]>, undefined> };

function parseFields<S extends Shape>(shape: S, value: unknown, path: string): ObjectOf<S> {
  if (!isRecord(value)) throw new ParseError(path, "must be a map of fields");
  const result: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(value)) {
    if (forbiddenKeys.has(key)) throw new ParseError(path ? `${path}.${key}` : key, "is a name that is not allowed");
    result[key] = entry;
  }
  for (const [key, parse] of Object.entries(shape)) {
    const parsed = parse(Object.hasOwn(value, key) ? value[key] : undefined, path ? `${path}.${key}` : key);
    if (parsed === undefined) delete result[key];
    else result[key] = parsed;
  }
  // Every field of the shape was parsed above; the compiler cannot follow a loop over keys.
  return result as ObjectOf<S>;
}

/** An object whose unknown fields are carried along. */
export const object =
  <const S extends Shape>(shape: S): Parser<ObjectOf<S>> =>
  (value, path = "") =>
    parseFields(shape, value, path);

/** An object that refuses unknown fields, naming the nearest known ones. */
export const strictObject =
  <const S extends Shape>(shape: S): Parser<ObjectOf<S>> =>
  (value, path = "") => {
    if (isRecord(value))
      for (const key of Object.keys(value))
        if (!Object.hasOwn(shape, key))
          throw new ParseError(
            path ? `${path}.${key}` : key,
            `is not a known field; known are ${Object.keys(shape).join(", ")}`,
          );
    return parseFields(shape, value, path);
  };

/** A union told apart by the string in the field `tag`. */
export const union =
  <Tag extends string, const Cases extends Readonly<Record<string, Parser<unknown>>>>(
    tag: Tag,
    cases: Cases,
  ): Parser<Parsed<Cases[keyof Cases]>> =>
  (value, path = "") => {
    const kind = isRecord(value) ? value[tag] : undefined;
    const parse = typeof kind === "string" && Object.hasOwn(cases, kind) ? cases[kind] : undefined;
    if (!parse) throw new ParseError(path ? `${path}.${tag}` : tag, `must be one of ${Object.keys(cases).join(", ")}`);
    // The table pairs each tag with its own parser.
    return parse(value, path) as Parsed<Cases[keyof Cases]>;
  };

/** kebab-case identifier of a content item. */
export const slug = string({
  pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/,
  maxLength: 80,
  means: "lower-case words joined by hyphens",
});
/** Calendar date, `2026-06-12`. */
export const isoDate = string({
  pattern: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  maxLength: 10,
  means: "a date like 2026-06-12",
});
/** Instant in UTC, `2026-06-12T14:00:00.000Z`. */
export const isoInstant = string({
  pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/,
  maxLength: 24,
  means: "an instant like 2026-06-12T14:00:00Z",
});
/** BCP 47 language tag. */
export const languageTag = string({
  pattern: /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/,
  maxLength: 12,
  means: "a BCP 47 language tag",
});
/** Bytes as base64url without padding. */
export const base64url = ({
  bytes,
  maxBytes = 16_777_216,
}: {
  bytes?: number;
  maxBytes?: number;
} = {}): Parser<string> =>
  string({
    pattern: bytes === undefined ? /^[A-Za-z0-9_-]*$/ : new RegExp(`^[A-Za-z0-9_-]{${Math.ceil((bytes * 4) / 3)}}$`),
    maxLength: Math.ceil((maxBytes * 4) / 3),
    means: bytes === undefined ? "base64url" : `${bytes} bytes in base64url`,
  });
/** SHA-256 in base64url. */
export const sha256 = base64url({ bytes: 32 });
