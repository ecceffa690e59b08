/** Parts go up in pieces and go on where the hub's flushed bytes end (docs/sync-spec.md S2.1, S2.2). */
import { headers, paths } from "../core/protocol.ts";
import { isHeldBack, lacksParts } from "../device/outbox-update.ts";
import type { OutboxEntry } from "../device/records.ts";
import { hashOf } from "../seal/bytes.ts";
import { type DrainContext, instantOf, recordAll } from "./drain-context.ts";
import type { HubReply } from "./http-transport.ts";
import { pushGroup } from "./push-envelopes.ts";
import { failureOfKind, type SyncFailure } from "./sync-failure.ts";

type Uploaded =
  /** The hub has every byte: the envelope goes again for its receipt. */
  | { readonly kind: "whole" }
  /** The hub does not know the envelope any more. */
  | { readonly kind: "unknown" }
  /** It does not get on; the next attempt starts afresh. */
  | { readonly kind: "left"; readonly failure: SyncFailure }
  /** Nothing can get on. */
  | { readonly kind: "failed"; readonly failure: SyncFailure }
  /** The bytes on this device are not those that were sealed. */
  | { readonly kind: "damaged" };

/** How often a part may be set back within one drain: the hub's offset won, or it dropped the part. */
const mostSetbacks = 3;
const pageSize = 64;

/** The hub's offset in an answer, or null when there is none that can be. */
function offsetIn(reply: HubReply, partBytes: number): number | null {
  const text = reply.header(headers.uploadOffset);
  const offset = text !== null && /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  return offset <= partBytes ? offset : null;
}

async function askOffset(context: DrainContext, of: { id: string; index: number; bytes: number }) {
  const exchange = await context.transport.ask({
    method: "HEAD",
    path: paths.part(of.id, of.index),
    signal: context.signal,
  });
  if (!exchange.ok) return { kind: "failed", failure: exchange.failure } as const;
  if (exchange.reply.status === 404) return { kind: "unknown" } as const;
  const offset = exchange.reply.status === 200 ? offsetIn(exchange.reply, of.bytes) : null;
  return offset === null
    ? ({ kind: "left", failure: failureOfKind("hub-fault") } as const)
    : ({ kind: "offset", offset } as const);
}

async function uploadPart(
  context: DrainContext,
  { entry, index, from }: { entry: OutboxEntry; index: number; from: number },
): Promise<Uploaded> {
  const { store, transport, pace, now, tell, signal } = context;
  const { id } = entry;
  const bytes = await store.partBytes({ id, index });
  const part = entry.parts[index];
  if (!bytes || !part || (await hashOf(bytes)) !== part.hash) return { kind: "damaged" };
  let offset = from;
  let setbacks = 0;
  while (offset < bytes.length) {
    tell({ kind: "sending", ids: [id], part: { id, index, sentBytes: offset, totalBytes: bytes.length } });
    const piece = bytes.slice(offset, offset + pace.pieceBytes());
    const startedAt = now();
    const exchange = await transport.ask({
      method: "PATCH",
      path: paths.part(id, index),
      headers: { [headers.uploadOffset]: String(offset) },
      body: piece,
      signal,
    });
    if (!exchange.ok) {
      pace.failed();
      return { kind: "failed", failure: exchange.failure };
    }
    const { reply } = exchange;
    const told = offsetIn(reply, bytes.length);
    if (reply.status === 404) return { kind: "unknown" };
    if (reply.status === 204 && told === offset + piece.length) {
      pace.succeeded({ kind: "piece", elapsedMs: now() - startedAt });
      offset = told;
      tell({ kind: "advanced" });
    } else {
      setbacks += 1;
      // 422: the hub dropped the part, since its whole had another hash; ours was looked at above.
      const next = reply.status === 422 ? 0 : reply.status === 409 ? told : null;
      if (next === null || setbacks > mostSetbacks) return { kind: "left", failure: failureOfKind("hub-fault") };
      offset = next;
    }
    await store.recordOffset({ id, index, offset });
  }
  return { kind: "whole" };
}

/** Uploads what the hub lacks of one envelope. Its offsets are asked for first: the last known ones may be behind. */
async function uploadParts(context: DrainContext, entry: OutboxEntry): Promise<Uploaded> {
  for (const [index, { bytes }] of entry.parts.entries()) {
    if ((entry.sentOffsets[index] ?? 0) >= bytes) continue;
    const asked = await askOffset(context, { id: entry.id, index, bytes });
    if (asked.kind !== "offset") return asked;
    const done = await uploadPart(context, { entry, index, from: asked.offset });
    if (done.kind !== "whole") return done;
    await context.store.recordOffset({ id: entry.id, index, offset: bytes });
    context.tell({ kind: "changed", ids: [entry.id] });
  }
  return { kind: "whole" };
}

/**
 * Uploads the parts of every envelope that the hub keeps without them, then pushes each again for its receipt. `mustPushAgain`: the hub
 * forgot an envelope, so it has to go first again.
 */
export async function uploadAll(context: DrainContext): Promise<{
  readonly failure: SyncFailure | null;
  readonly left: SyncFailure | null;
  readonly mustPushAgain: boolean;
}> {
  const { store } = context;
  let mustPushAgain = false;
  let left: SyncFailure | null = null;
  let after = 0;
  for (;;) {
    const page = await store.pending({ after, limit: pageSize });
    const last = page.at(-1);
    if (!last) return { failure: null, left, mustPushAgain };
    for (const { id } of page.filter(lacksParts)) {
      const entry = await store.entry(id);
      if (entry?.queue === undefined || !lacksParts(entry) || isHeldBack(entry)) continue;
      const done = await uploadParts(context, entry);
      switch (done.kind) {
        case "whole": {
          const envelope = await store.takeOne({ id, at: instantOf(context) });
          const failure = envelope ? await pushGroup(context, [envelope]) : null;
          if (failure) return { failure, left, mustPushAgain };
          break;
        }
        case "unknown":
          await recordAll(context, [{ id, kind: "unknownAtHub" }]);
          mustPushAgain = true;
          break;
        case "damaged":
          await recordAll(context, [{ id, kind: "refused", reason: "part-hash-wrong" }]);
          break;
        case "left":
          left = done.failure;
          break;
        case "failed":
          return { failure: done.failure, left, mustPushAgain };
        default:
          return done satisfies never;
      }
    }
    after = last.sequence;
  }
}
