import { t } from "@lingui/core/macro";
import type { Problem, QuestionType } from "../../../core/form/model.ts";

/** What to do about an answer when the form says nothing itself. */
export function missingAnswerWords({ kind, type }: { kind: Problem["kind"]; type: QuestionType }): string {
  if (kind === "constraint") return t`This answer does not fit. Look at the hint and correct it.`;
  if (kind === "type") return t`Choose one of the answers that are shown.`;
  switch (type) {
    case "select_one":
      return t`Choose an answer.`;
    case "select_multiple":
      return t`Choose at least one answer.`;
    case "date":
      return t`Give the day, month and year.`;
    case "image":
      return t`Add a photo.`;
    case "acknowledge":
      return t`Tick the box if you agree. Without it this cannot be sent.`;
    case "text":
    case "integer":
    case "decimal":
    case "note":
    case "calculate":
      return t`Write an answer.`;
    default:
      return type satisfies never;
  }
}
