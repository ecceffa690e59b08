/** One push: a batch of envelopes there, one result for each back (docs/sync-spec.md S1.1, S6.2, S6.3). */
import { frameEnvelopes } from "../core/envelope-batch.ts";
import { envelopesMediaType, type PushResult, paths, pushAnswer } from "../core/protocol.ts";
import type { OutgoingEnvelope } from "../device/outbox-take.ts";
import type { Transport } from "./http-transport.ts";
import { readJsonAnswer, readReason } from "./read-answer.ts";
import { failureOfKind, type SyncFailure } from "./sync-failure.ts";

export type PushOutcome =
  | {
      readonly kind: "results";
      readonly results: readonly { readonly envelope: OutgoingEnvelope; readonly result: PushResult }[];
      readonly epoch: string;
    }
  /** The hub took none of it, for one reason of its own. */
  | { readonly kind: "problem"; readonly reason: string }
  | { readonly kind: "failed"; readonly failure: SyncFailure };

export async function pushBatch({
  transport,
  batch,
  signal,
  onProgress,
}: {
  transport: Transport;
  batch: readonly OutgoingEnvelope[];
  signal: AbortSignal;
  onProgress: () => void;
}): Promise<PushOutcome> {
  const exchange = await transport.ask({
    method: "POST",
    path: paths.envelopes,
    headers: { "content-type": envelopesMediaType },
    body: frameEnvelopes(batch.map(({ bytes }) => bytes)),
    signal,
    onProgress,
  });
  if (!exchange.ok) return { kind: "failed", failure: exchange.failure };
  const { reply } = exchange;
  const reason = readReason(reply);
  if (reason !== null) return { kind: "problem", reason };
  const answer = reply.status === 200 ? readJsonAnswer(reply, pushAnswer) : null;
  const results = batch.flatMap((envelope, index) => {
    const result = answer?.results[index];
    // A malformed envelope has no id that the hub could name; every other result names its own.
    const fits = result?.id === envelope.entry.id || (result?.result === "refused" && result.id === null);
    return result && fits ? [{ envelope, result }] : [];
  });
  if (answer === null || answer.results.length !== batch.length || results.length !== batch.length)
    return { kind: "failed", failure: failureOfKind("hub-fault") };
  return { kind: "results", results, epoch: answer.epoch };
}
