/** Asks the hub to take back what its owner withdrew while the outcome was unknown (docs/sync-spec.md S4.2, S4.3). */
import { paths, withdrawAnswer } from "../core/protocol.ts";
import type { OutboxUpdate } from "../device/outbox-update.ts";
import type { OutboxEntry } from "../device/records.ts";
import { utf8 } from "../seal/bytes.ts";
import { type DrainContext, recordAll } from "./drain-context.ts";
import { judgeReceipt } from "./judge-result.ts";
import { readJsonAnswer, readReason } from "./read-answer.ts";
import { failureOfKind, type SyncFailure } from "./sync-failure.ts";

async function askOne(
  context: DrainContext,
  { entry, capability }: { entry: OutboxEntry; capability: string },
): Promise<OutboxUpdate | SyncFailure> {
  const { id } = entry;
  const exchange = await context.transport.ask({
    method: "POST",
    path: paths.withdraw,
    headers: { "content-type": "application/json" },
    body: utf8(JSON.stringify({ v: 1, capability, id })),
    signal: context.signal,
  });
  if (!exchange.ok) return exchange.failure;
  const { reply } = exchange;
  // The case moved to another device, or its tombstone has another owner: this device has no say, and what waits is offered as before.
  if (reply.status === 404 && readReason(reply) === "case-unknown") return { id, kind: "withdrawalDenied" };
  const answer = reply.status === 200 ? readJsonAnswer(reply, withdrawAnswer) : null;
  if (answer === null) return failureOfKind("hub-fault");
  if (answer.outcome === "withdrawn") return { id, kind: "withdrawn" };
  const judged = await judgeReceipt({ entry, receipt: answer.receipt, hubsOf: context.hubsOf });
  if ("problem" in judged) return { id, kind: "receiptFault", problem: judged.problem };
  return judged.standing === "received"
    ? { id, kind: "received", receipt: answer.receipt, epoch: reply.epoch ?? "" }
    : { id, kind: "relayed", receipt: answer.receipt };
}

/** Null when every question that could be asked has its answer; without a capability at hand it waits. */
export async function askWithdrawals(context: DrainContext): Promise<SyncFailure | null> {
  for (const entry of await context.store.heldBack()) {
    const capability = await context.capabilityOf(entry.caseId);
    if (capability === null) continue;
    const answer = await askOne(context, { entry, capability });
    if (!("id" in answer)) return answer;
    await recordAll(context, [answer]);
  }
  return null;
}
