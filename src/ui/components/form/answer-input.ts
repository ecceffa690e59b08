/** What a person types, as the answer that ODK's instance holds. */
import type { QuestionNode } from "../../../core/form/model.ts";

/** Arabic-Indic and Persian digits as 0 to 9. */
export const westernDigits = (text: string): string =>
  text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0x0f));

/** Marks that only turn the direction of writing come along when somebody pastes; nobody sees them and no answer takes them. */
const directionMarks = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]/g;
/** Groups of three: a space of any kind (1 000), or the Arabic thousands separator. */
const grouping = /(\d)[ \u00a0\u2009\u202f\u066c](?=\d{3}(\D|$))/g;

/**
 * A number as `-?digits(.digits)?`; null when it is none, or when it could be read in two ways (`1,000`: one thousand here, one
 * elsewhere). Takes a comma, a point or the Arabic decimal sign.
 */
export function numberAnswer({ text, type }: { text: string; type: "integer" | "decimal" }): string | null {
  const plain = westernDigits(text.replace(directionMarks, "").trim())
    .replace(/^[\u2212\u2013]/, "-")
    .replace(/^\+/, "")
    .replace(grouping, "$1")
    .replace(/^(-?\d+)\.0*$/, type === "integer" ? "$1" : "$&");
  if (type === "integer") return /^-?\d{1,15}$/.test(plain) ? plain : null;
  if (/^-?[1-9]\d{0,2},\d{3}$/.test(plain)) return null;
  const match = /^(-?)(\d{0,15})(?:[.,\u066b](\d{0,15}))?$/.exec(plain);
  if (!match) return null;
  const [, sign = "", whole = "", fraction = ""] = match;
  if (whole === "" && fraction === "") return null;
  return `${sign}${whole === "" ? "0" : whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Text as it is sealed: lines by line feed, without invisible marks and half characters; digits of a number field as 0 to 9. */
export function textAnswer({ text, node }: { text: string; node: QuestionNode }): string {
  const tidy = text
    .replace(/\r\n?/g, "\n")
    .replace(directionMarks, "")
    .replace(/[\ud800-\udfff]/gu, "");
  const line = node.appearance?.includes("multiline") ? tidy : tidy.replace(/\n/g, " ");
  return line.trim() === "" ? "" : isNumberText(node) ? westernDigits(line).trim() : line.trim();
}

/** A text of digits, like a phone number or a postal code. */
export const isNumberText = (node: QuestionNode): boolean =>
  node.type === "text" && (node.appearance?.split(" ").includes("numbers") ?? false);

/** Names in the order of the choices, with `name` taken or dropped: a list of choices as ODK writes it. */
export function choicesWith({
  value,
  name,
  isChosen,
  order,
}: {
  value: string;
  name: string;
  isChosen: boolean;
  order: readonly string[];
}): string {
  const chosen = new Set(value === "" ? [] : value.split(" "));
  if (isChosen) chosen.add(name);
  else chosen.delete(name);
  return order.filter((candidate) => chosen.has(candidate)).join(" ");
}
