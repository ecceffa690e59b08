/** Pushing what the hub does not keep yet, in the order of the outbox (docs/sync-spec.md S1.7, S6.1 to S6.4). */
import { type RefusalReason, refusalReason } from "../core/protocol.ts";
import type { OutgoingEnvelope } from "../device/outbox-take.ts";
import type { OutboxUpdate } from "../device/outbox-update.ts";
import { hashOf } from "../seal/bytes.ts";
import { type DrainContext, instantOf, recordAll } from "./drain-context.ts";
import { judgeResult } from "./judge-result.ts";
import { pushBatch } from "./push-batch.ts";
import { failureOfKind, type SyncFailure } from "./sync-failure.ts";

/** How many envelopes may each make the hub fail before the fault is taken to be the hub's own. */
const mostFaults = 3;

/** What of our reasons can be an envelope's own fault; the others say something about this app or its address. */
function refusalOf(reason: string): RefusalReason | null {
  if (reason === "protocol-too-old") return null;
  try {
    return refusalReason(reason);
  } catch {
    return null;
  }
}

/** Pushes a group of envelopes and records each one's result. Null when every envelope has its result. */
export async function pushGroup(
  context: DrainContext,
  group: readonly OutgoingEnvelope[],
): Promise<SyncFailure | null> {
  const { transport, signal, pace, now, tell, hubsOf } = context;
  tell({ kind: "sending", ids: group.map(({ entry }) => entry.id), part: null });
  const startedAt = now();
  const outcome = await pushBatch({ transport, batch: group, signal, onProgress: () => tell({ kind: "answered" }) });
  if (outcome.kind === "failed") {
    pace.failed();
    return outcome.failure;
  }
  if (outcome.kind === "problem") {
    const reason = refusalOf(outcome.reason);
    if (reason === null) return failureOfKind(outcome.reason === "protocol-too-old" ? "protocol-too-old" : "hub-fault");
    const [one, another] = group;
    if (one && !another) {
      await recordAll(context, [{ id: one.entry.id, kind: "refused", reason }]);
      return null;
    }
    const middle = Math.ceil(group.length / 2);
    return (await pushGroup(context, group.slice(0, middle))) ?? pushGroup(context, group.slice(middle));
  }
  pace.succeeded({ kind: "batch", elapsedMs: now() - startedAt });
  const updates: OutboxUpdate[] = [];
  for (const { envelope, result } of outcome.results) {
    const update = await judgeResult({ entry: envelope.entry, result, epoch: outcome.epoch, hubsOf });
    if (update) updates.push(update);
  }
  await recordAll(context, updates);
  return updates.length === group.length ? null : failureOfKind("hub-fault");
}

/** Takes out envelopes whose bytes are no longer those that were sealed: a hub could only refuse them. */
async function quarantineDamaged(
  context: DrainContext,
  { batch, damaged }: { batch: readonly OutgoingEnvelope[]; damaged: readonly string[] },
): Promise<readonly OutgoingEnvelope[]> {
  const whole: OutgoingEnvelope[] = [];
  const broken = [...damaged];
  for (const envelope of batch)
    if ((await hashOf(envelope.bytes)) === envelope.entry.hash) whole.push(envelope);
    else broken.push(envelope.entry.id);
  await recordAll(
    context,
    broken.map((id) => ({ id, kind: "refused", reason: "malformed" })),
  );
  return whole;
}

/**
 * Pushes everything that is to be pushed, once. An envelope that by itself makes the hub fail is `left` for the next attempt, so that it
 * is not in the way of the others; `failure` says that nothing can get on.
 */
export async function pushAll(
  context: DrainContext,
): Promise<{ readonly failure: SyncFailure | null; readonly left: SyncFailure | null }> {
  const { store, pace } = context;
  let left: SyncFailure | null = null;
  let faults = 0;
  let after = 0;
  for (;;) {
    const taken = await store.takeBatch({ after, at: instantOf(context), ...pace.batch() });
    const last = taken.batch.at(-1);
    const group = await quarantineDamaged(context, taken);
    if (!last) return { failure: null, left };
    const failure = group.length === 0 ? null : await pushGroup(context, group);
    if (failure) {
      faults += 1;
      if (failure.kind !== "hub-fault" || group.length > 1 || faults === mostFaults) return { failure, left };
      left = failure;
    }
    after = last.entry.sequence;
  }
}
