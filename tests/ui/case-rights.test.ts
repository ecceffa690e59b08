import { describe, expect, test } from "vitest";
import { submissionStates } from "../../src/core/case.ts";
import {
  canCorrect,
  canOpenElsewhere,
  canRemove,
  canReply,
  canWithdraw,
} from "../../src/ui/components/case/case-rights.ts";
import { sectionOf, sectionsOf } from "../../src/ui/components/case/case-sections.ts";
import { aCase } from "./device-screens/scenario.ts";

const allowed = (rule: (of: ReturnType<typeof aCase>) => boolean, more: Parameters<typeof aCase>[0] = {}) =>
  submissionStates.filter((state) => rule(aCase({ state, ...more })));

describe("what an owner can do", () => {
  test("[LOOP-12] each right holds in exactly its states", () => {
    expect(allowed(canReply)).toEqual(["received", "in review", "action needed", "decided"]);
    expect(allowed(canWithdraw)).toEqual([
      "waiting",
      "sending",
      "on its way",
      "received",
      "in review",
      "action needed",
    ]);
    expect(allowed(canCorrect)).toEqual(["received", "in review", "action needed", "decided", "refused", "withdrawn"]);
    expect(allowed(canRemove)).toEqual([
      "draft",
      "received",
      "in review",
      "action needed",
      "decided",
      "refused",
      "withdrawn",
    ]);
    expect(allowed(canOpenElsewhere)).toEqual([
      "waiting",
      "sending",
      "on its way",
      "received",
      "in review",
      "action needed",
      "decided",
    ]);
  });

  test("[S8.5] a case that moved away can only be read, saved and removed here", () => {
    for (const rule of [canReply, canWithdraw, canCorrect, canOpenElsewhere])
      expect(allowed(rule, { movedAway: true })).toEqual([]);
    expect(allowed(canRemove, { movedAway: true })).toEqual([...submissionStates]);
  });

  test("[S4.2] who asked to take it back is not offered to ask again", () => {
    expect(allowed(canWithdraw, { withdrawalAsked: true })).toEqual([]);
  });

  test("[S4.5] nothing goes out to a case that the hub deleted", () => {
    expect(allowed(canReply, { deletedSince: "retention" })).toEqual([]);
    expect(allowed(canWithdraw, { deletedSince: "retention" })).toEqual(["waiting", "sending", "on its way"]);
  });

  test("[LOOP-12] every state has one section, and empty sections are left out", () => {
    expect(new Set(submissionStates.map((state) => sectionOf({ state, movedAway: false })))).toEqual(
      new Set(["needs you", "waiting", "sent", "ended"]),
    );
    expect(submissionStates.map((state) => sectionOf({ state, movedAway: true }))).toEqual(
      submissionStates.map(() => "ended"),
    );
    expect(sectionsOf([aCase({ state: "decided" })]).map(({ section }) => section)).toEqual(["ended"]);
  });
});
