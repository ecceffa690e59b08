/** How the person's cases stand in "My requests". */
import type { CaseView } from "../../services.ts";

export const caseSections = ["needs you", "waiting", "sent", "ended"] as const;
export type CaseSection = (typeof caseSections)[number];

/** Where a case stands: what is over for this device comes last, whatever it was before. */
export function sectionOf({ state, movedAway }: Pick<CaseView, "state" | "movedAway">): CaseSection {
  if (movedAway) return "ended";
  switch (state) {
    case "action needed":
    case "refused":
      return "needs you";
    case "draft":
    case "waiting":
    case "sending":
      return "waiting";
    case "on its way":
    case "received":
    case "in review":
      return "sent";
    case "decided":
    case "withdrawn":
      return "ended";
    default:
      return state satisfies never;
  }
}

/** Cases by section, in the order they came; sections without a case are left out. */
export const sectionsOf = (
  cases: readonly CaseView[],
): readonly { readonly section: CaseSection; readonly cases: readonly CaseView[] }[] =>
  caseSections
    .map((section) => ({ section, cases: cases.filter((one) => sectionOf(one) === section) }))
    .filter((one) => one.cases.length > 0);
