/** The owner takes a submission back (S4): at once, by asking the hub, or by asking the desk. */
import type { CaseService, OutcomeOf } from "../../ui/services.ts";
import { failed } from "./outcome.ts";
import type { PersonalContext } from "./personal-context.ts";
import { sendMessage } from "./send-message.ts";

type Withdrawal = Parameters<CaseService["withdraw"]>[0];
type WithdrawalOutcome = OutcomeOf<{ outcome: "withdrawn" | "asked" | "requested" }>;

const request = (language: string) => ({ text: "", language, copies: [], request: "withdraw" }) as const;

export async function withdrawCase(context: PersonalContext, { id, language }: Withdrawal): Promise<WithdrawalOutcome> {
  const stored = await context.cases.get(id);
  if (!stored) return failed("not-found");
  if (stored.value.movedAway) return failed("case-moved");
  const start = await context.engine.withdraw(id);
  switch (start) {
    case "withdrawn":
    case "asked":
      return { ok: true, outcome: start };
    case "received": {
      if (await isRequested(context, id)) return { ok: true, outcome: "requested" };
      const sent = await sendMessage(context, { stored, message: request(language) });
      return sent.ok ? { ok: true, outcome: "requested" } : sent;
    }
    case "closed":
    case "not-found":
      return failed("not-found");
    default:
      return start satisfies never;
  }
}

/** A request to the desk is on its way or there: a second one would say nothing new. */
async function isRequested({ cases, outbox, own }: PersonalContext, id: string): Promise<boolean> {
  const stored = await cases.get(id);
  if (!stored) return false;
  for (const entry of await outbox.entriesOfCase(id)) {
    if (entry.kind !== "message" || entry.status === "refused" || entry.status === "withdrawn") continue;
    if ((await own.message({ id: entry.id, body: stored.value }))?.request === "withdraw") return true;
  }
  return false;
}

/**
 * Turns wishes to withdraw, whose envelopes turned out to be received, into requests to the desk (S4.4). What cannot be sealed now is tried
 * again with the next change. @returns how many were made
 */
export async function fulfilWithdrawals(context: PersonalContext): Promise<number> {
  let made = 0;
  for (const { id, kind, status, withdrawalAsked } of await context.outbox.entriesOfHolder(context.holder.id)) {
    if (kind !== "submission" || status !== "received" || !withdrawalAsked) continue;
    const stored = await context.cases.get(id);
    if (!stored) continue;
    const message = request(stored.value.language);
    if ((await sendMessage(context, { stored, message, fulfilsWish: true })).ok) made += 1;
  }
  return made;
}
