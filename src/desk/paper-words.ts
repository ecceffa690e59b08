import { t } from "@lingui/core/macro";
import type { PaperKeyResult } from "../seal/paper-key.ts";
import type { FailureWords } from "../ui/error-messages.ts";

export type PaperProblem =
  | Extract<PaperKeyResult, { ok: false }>
  | { readonly ok: false; readonly reason: "other-words" | "opens-nothing" };

/** What is wrong with words that were typed from paper. */
export function paperWords(problem: PaperProblem): FailureWords {
  switch (problem.reason) {
    case "wrong-length":
      return {
        what: t`These are not eight words of five characters.`,
        safe: null,
        todo: t`Look for a word that is missing or too long.`,
      };
    case "wrong-word": {
      const { word } = problem;
      return {
        what: t`Word ${word} is not right.`,
        safe: null,
        todo: t`Compare it with the paper, character by character.`,
      };
    }
    case "other-words":
      return {
        what: t`These are the words of another paper.`,
        safe: null,
        todo: t`Take the paper on which you have just written.`,
      };
    case "opens-nothing":
      return {
        what: t`These words are whole, but they belong to no key of this desk.`,
        safe: t`Nothing was changed.`,
        todo: t`Look for the paper of this desk. A new desk key has a new paper.`,
      };
    default:
      return problem satisfies never;
  }
}
