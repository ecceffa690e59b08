/** What an owner can do with a case, by where it stands. */
import type { CaseView } from "../../services.ts";

type Standing = Pick<CaseView, "state" | "movedAway" | "withdrawalAsked" | "deletedSince">;

/** The desk's hub has it and this device can still speak in it. */
const isWithDesk = ({ state, movedAway, deletedSince }: Standing): boolean =>
  !movedAway &&
  deletedSince === null &&
  (state === "received" || state === "in review" || state === "action needed" || state === "decided");

export const canReply = isWithDesk;

/** A slip opens what a hub has or will have. */
export const canOpenElsewhere = (of: Standing): boolean =>
  !of.movedAway &&
  of.deletedSince === null &&
  of.state !== "refused" &&
  of.state !== "withdrawn" &&
  of.state !== "draft";

/** Sent again as a new submission; what waits is taken back instead. */
export const canCorrect = (of: Standing): boolean =>
  !of.movedAway &&
  of.state !== "draft" &&
  of.state !== "waiting" &&
  of.state !== "sending" &&
  of.state !== "on its way";

export const canWithdraw = (of: Standing): boolean =>
  !of.movedAway &&
  !of.withdrawalAsked &&
  (of.state === "waiting" ||
    of.state === "sending" ||
    of.state === "on its way" ||
    (isWithDesk(of) && of.state !== "decided"));

/** What was not received and not taken back stays: removing it would lose it (S3.7). */
export const canRemove = (of: Standing): boolean =>
  of.movedAway || !(of.state === "waiting" || of.state === "sending" || of.state === "on its way");
