/** How well a passphrase protects an officer's keys, told roughly: a long one of several words is best. */
export const leastPassphraseLength = 12;

export type Strength = "too-short" | "weak" | "good" | "strong";

/** Counts characters that are new against those before them; repeating and counting up adds nothing. */
export function strengthOf(passphrase: string): Strength {
  const characters = [...passphrase.normalize("NFKC")];
  if (characters.length < leastPassphraseLength) return "too-short";
  const seen = new Set<string>();
  let fresh = 0;
  for (const [at, character] of characters.entries()) {
    const pair = (characters[at - 1] ?? "") + character;
    const step = (character.codePointAt(0) ?? 0) - (characters[at - 1]?.codePointAt(0) ?? 0);
    if (!seen.has(pair) && Math.abs(step) > 1) fresh += 1;
    seen.add(pair);
  }
  if (fresh < 8) return "weak";
  return fresh < 16 ? "good" : "strong";
}
