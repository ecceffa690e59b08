/** Fetches a case's own envelopes from the hub by its capability, so that another device of the owner can read what was sent. */

import { type MessagePayload, messagePayload, type SubmissionPayload, submissionPayload } from "../../core/envelope.ts";
import { cutEnvelopes, frameEnvelopes } from "../../core/envelope-batch.ts";
import type { Manifest } from "../../core/pack.ts";
import { ParseError } from "../../core/parse.ts";
import {
  envelopesMediaType,
  maxBatchBytes,
  maxBatchEnvelopes,
  type PushResult,
  paths,
  pushAnswer,
} from "../../core/protocol.ts";
import type { ClaimedEnvelope } from "../../device/claimed-case.ts";
import { hashOf, utf8 } from "../../seal/bytes.ts";
import type { CaseKeys } from "../../seal/case-keys.ts";
import { type OpenedEnvelope, openEnvelope } from "../../seal/envelope.ts";
import { verifyReceipt } from "../../seal/receipt.ts";
import { SealError } from "../../seal/seal-error.ts";
import type { HubReply, Transport } from "../../sync/http-transport.ts";
import { readJsonAnswer } from "../../sync/read-answer.ts";
import type { OutcomeOf } from "../../ui/services.ts";
import { type Failed, failed, problemOfFailure } from "./outcome.ts";

type FetchJob = {
  readonly transport: Transport;
  readonly manifest: Manifest;
  readonly capability: string;
  readonly keys: CaseKeys;
  readonly now: () => Date;
};
export type FetchedEnvelope = ClaimedEnvelope & { readonly payload: SubmissionPayload | MessagePayload };

/** More than a person writes in a case; the frame is cut at it. */
const mostEnvelopes = 1_024;

async function ask(
  { transport }: FetchJob,
  request: { path: string; body: Uint8Array<ArrayBuffer>; mediaType?: string },
): Promise<OutcomeOf<{ reply: HubReply }>> {
  const exchange = await transport.ask({
    method: "POST",
    path: request.path,
    headers: { "content-type": request.mediaType ?? "application/json" },
    body: request.body,
  });
  return exchange.ok ? exchange : failed(problemOfFailure(exchange.failure));
}
const json = (value: unknown) => utf8(JSON.stringify(value));

/**
 * The envelopes that open with the case's key, whose receipts verify and whose parts are whole, the submission first. An envelope that
 * is still on its way to the hub is left out.
 */
export async function fetchCase(job: FetchJob): Promise<OutcomeOf<{ envelopes: readonly FetchedEnvelope[] }>> {
  const answer = await ask(job, { path: paths.caseEnvelopes, body: json({ v: 1, capability: job.capability }) });
  if (!answer.ok) return answer;
  if (answer.reply.status === 404) return failed("not-found");
  if (answer.reply.status !== 200 || answer.reply.mediaType !== envelopesMediaType) return failed("hub-fault");
  const cut = cutEnvelopes(answer.reply.bytes, mostEnvelopes);
  if (!cut.ok) return failed("hub-fault");
  const receipts = await askReceipts(job, cut.envelopes);
  if (!receipts.ok) return receipts;
  const envelopes: FetchedEnvelope[] = [];
  for (const [index, bytes] of cut.envelopes.entries()) {
    const own = await openOwn(job, bytes);
    const result = receipts.results[index];
    if (!own || result?.result !== "received") continue;
    const { header, hash } = own.opened;
    const verified = await verifyReceipt({ jws: result.receipt, hubs: job.manifest.hubs, sent: { ...header, hash } });
    if (!verified.ok) return failed("receipt-wrong");
    const parts = await fetchParts(job, own.opened);
    if (!Array.isArray(parts)) return parts;
    const receipt = {
      jws: result.receipt,
      standing: verified.standing,
      verifiedAt: job.now().toISOString(),
      epoch: verified.receipt.epoch,
    };
    envelopes.push({ sealed: { id: header.id, hash, header, bytes }, parts, receipt, payload: own.payload });
  }
  return { ok: true, envelopes };
}

/** The same bytes pushed again bring the same receipts (S2.4); nothing is stored twice. */
async function askReceipts(
  job: FetchJob,
  envelopes: readonly Uint8Array[],
): Promise<OutcomeOf<{ results: readonly PushResult[] }>> {
  const results: PushResult[] = [];
  for (const batch of batchesOf(envelopes)) {
    const body = frameEnvelopes(batch);
    const answer = await ask(job, { path: paths.envelopes, body, mediaType: envelopesMediaType });
    if (!answer.ok) return answer;
    const read = answer.reply.status === 200 ? readJsonAnswer(answer.reply, pushAnswer) : null;
    if (read?.results.length !== batch.length) return failed("hub-fault");
    results.push(...read.results);
  }
  return { ok: true, results };
}

function batchesOf(envelopes: readonly Uint8Array[]): readonly (readonly Uint8Array[])[] {
  const batches: Uint8Array[][] = [];
  let room = 0;
  for (const bytes of envelopes) {
    const last = batches.at(-1);
    const needed = bytes.length + 4;
    if (last && needed <= room && last.length < maxBatchEnvelopes) last.push(bytes);
    else {
      batches.push([bytes]);
      room = maxBatchBytes;
    }
    room -= needed;
  }
  return batches;
}

/** Null for an envelope that is not sealed to this case, or that a newer version wrote in a way that is not read here. */
async function openOwn(
  { keys }: FetchJob,
  bytes: Uint8Array,
): Promise<{ opened: OpenedEnvelope; payload: SubmissionPayload | MessagePayload } | null> {
  try {
    const opened = await openEnvelope({ bytes, recipient: keys.recipient });
    const parse = opened.header.kind === "submission" ? submissionPayload : messagePayload;
    return { opened, payload: parse(opened.payload, "payload") };
  } catch (error) {
    if (error instanceof SealError || error instanceof ParseError) return null;
    throw error;
  }
}

async function fetchParts(job: FetchJob, { header }: OpenedEnvelope): Promise<Uint8Array[] | Failed> {
  const parts: Uint8Array[] = [];
  for (const [index, { hash }] of header.parts.entries()) {
    const body = json({ v: 1, capability: job.capability, id: header.id, index });
    const answer = await ask(job, { path: paths.casePart, body });
    if (!answer.ok) return answer;
    const { status, bytes } = answer.reply;
    if (status !== 200 || (await hashOf(bytes)) !== hash) return failed("hub-fault");
    parts.push(bytes);
  }
  return parts;
}
