/**
 * The words last looked for. They live as long as the page and are written nowhere: not in the address, not in the history, so
 * that the next user of a shared device does not see what was looked for (P9).
 */
let words = "";

export const lastSearchWords = (): string => words;
export const keepSearchWords = (next: string): void => {
  words = next;
};
