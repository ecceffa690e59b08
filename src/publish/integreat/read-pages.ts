/** Reads responses of the Integreat CMS API v3 (`/REGION/LANGUAGE/wp-json/extensions/v3/pages`). */
import { readFileSync } from "node:fs";
import {
  array,
  languageTag,
  nullable,
  object,
  optional,
  type Parsed,
  ParseError,
  record,
  string,
  unknown,
} from "../../core/parse.ts";
import { InputError } from "../content/fault.ts";

const path = string({ pattern: /^\/[^/]+\/[^/]+\/.*$/u, maxLength: 2_000, means: "a path like /region/de/page/" });
const link = object({ path: optional(nullable(string())) });

const integreatPage = object({
  path,
  url: optional(string()),
  title: string({ maxLength: 2_000 }),
  content: string({ maxLength: 2_000_000 }),
  parent: optional(nullable(link)),
  order: optional(unknown),
  /** `id` may be null in it (a fallback text), so only `path` is used. */
  available_languages: optional(record(link)),
});
export type IntegreatPage = Parsed<typeof integreatPage>;

/** One response: all pages of a region in one language. */
export type IntegreatFile = {
  readonly file: string;
  readonly region: string;
  /** The code that Integreat uses, and the BCP 47 tag that we use for it. */
  readonly code: string;
  readonly language: string;
  readonly pages: readonly IntegreatPage[];
};

/** Integreat's codes that look like BCP 47 and mean something else there. */
const otherCodes: Readonly<Record<string, string | null>> = {
  "de-si": null,
  "zh-hans": "zh-Hans",
  pes: "fa",
  prs: "fa-AF",
};

function tagOf(code: string, file: string): string {
  const known = Object.hasOwn(otherCodes, code) ? otherCodes[code] : code;
  const cure = "leave this file out, or import it under a language that has a BCP 47 tag";
  if (known === null || known === undefined)
    throw new InputError(`${file}: the language "${code}" has no BCP 47 tag`, cure);
  try {
    return languageTag(known);
  } catch (error) {
    if (error instanceof ParseError) throw new InputError(`${file}: the language "${code}" has no BCP 47 tag`, cure);
    throw error;
  }
}

/** The same page is written with and without percent signs and a last slash. */
export function normalPath(given: string): string {
  let decoded = given;
  try {
    decoded = decodeURI(given);
  } catch {
    // A stray percent sign: the path is compared as it stands.
  }
  return `${decoded.normalize("NFC").replace(/\/+$/, "")}/`;
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new InputError(`${file}: cannot be read`, "check the name of the file", { cause: error });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const detail = error instanceof Error ? error.message : "";
    const cure = "save the response of the `pages` endpoint again, whole and unchanged";
    throw new InputError(`${file}: is not valid JSON (${detail})`, cure, { cause: error });
  }
}

/** Reads one file. Throws an {@link InputError} that names file, page and field. */
export function readIntegreatFile(file: string): IntegreatFile {
  const value = readJson(file);
  let pages: readonly IntegreatPage[];
  try {
    pages = array(integreatPage, { maxItems: 20_000 })(value, "");
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const cure = "give unchanged responses of the Integreat API v3 `pages` endpoint";
    throw new InputError(`${file}: ${error.message}`, cure, { cause: error });
  }
  const first = pages[0];
  if (!first) throw new InputError(`${file}: holds no page`, "leave the file out, or download it again");
  const [, region = "", code = ""] = normalPath(first.path).split("/");
  const seen = new Set<string>();
  pages.forEach((page, index) => {
    const normal = normalPath(page.path);
    if (!normal.startsWith(`/${region}/${code}/`)) {
      const cure = "give one file a language and region";
      throw new InputError(`${file}: [${index}].path: "${page.path}" is not below /${region}/${code}/`, cure);
    }
    if (seen.has(normal))
      throw new InputError(`${file}: [${index}].path: "${page.path}" stands twice`, "download the file again");
    seen.add(normal);
  });
  return { file, region, code, language: tagOf(code, file), pages };
}
