/** Words as search compares them: without accents, vowel signs, case and the spellings that people mix. */

/** Letters that Unicode does not take apart but people write in two ways. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: "ss",
  œ: "oe",
  æ: "ae",
  ø: "o",
  ł: "l",
  đ: "d",
  ı: "i",
  ґ: "г",
  ى: "ي",
  ة: "ه",
  ک: "ك",
  ی: "ي",
};
const plainLetter = new RegExp(`[${Object.keys(plainLetters).join("")}]`, "g");
/** Arabic article, alone or after a one-letter word that is written together with it; three letters must be left. */
const arabicArticle = /(^|\s)(?:[وبكف]?ال|لل)(?=[\u0621-\u064A]{3})/g;

/**
 * A text for comparing: NFKD without marks (accents, Arabic vowel signs and hamza seats), without tatweel, lower case, the words
 * parted by single spaces, one space at each end. Arabic words lose the article.
 */
export function normalise(text: string): string {
  const letters = text
    .normalize("NFKD")
    .replace(/[\p{M}\u0640]+/gu, "")
    .toLowerCase()
    .replace(plainLetter, (letter) => plainLetters[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, " ");
  return ` ${letters.replace(arabicArticle, "$1").trim()} `;
}

/** Words of a query, each once. */
export const wordsOf = (query: string): readonly string[] => [
  ...new Set(
    normalise(query)
      .split(" ")
      .filter((word) => word !== ""),
  ),
];
