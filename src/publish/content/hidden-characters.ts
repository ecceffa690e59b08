/**
 * Characters that nobody sees and that make a text read other than it is stored: bidirectional embeddings, overrides and
 * isolates, line separators, control characters, byte order marks. Marks that scripts need stay allowed: LRM, RLM, ALM,
 * zero-width joiner and non-joiner.
 */
export const hiddenCharacter = /(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\ufffe\uffff]/u;

/** The same for `replaceAll`. */
export const hiddenCharacters = new RegExp(hiddenCharacter, "gu");
