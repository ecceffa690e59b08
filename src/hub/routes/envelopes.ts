/** Push: envelopes in batches, each with its own result, and parts by offset (docs/sync-spec.md S1, S2). */
import type { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { compress } from "hono/compress";
import { envelopeId } from "../../core/envelope.ts";
import { cutEnvelopes } from "../../core/envelope-batch.ts";
import { ParseError } from "../../core/parse.ts";
import {
  envelopesMediaType,
  headers,
  maxBatchBytes,
  maxBatchEnvelopes,
  maxPatchBytes,
  type PushAnswer,
  type PushResult,
} from "../../core/protocol.ts";
import { readEnvelopeFrame } from "../../seal/envelope.ts";
import type { FrameResult } from "../../seal/envelope-frame.ts";
import type { HubContext } from "../hub-context.ts";
import { RequestRefused } from "../problem.ts";

/** The batch's envelopes. @throws RequestRefused naming the byte */
function readBatch(body: Uint8Array): readonly Uint8Array[] {
  const cut = cutEnvelopes(body, maxBatchEnvelopes);
  if (cut.ok) return cut.envelopes;
  throw new RequestRefused({
    status: 400,
    reason: "malformed",
    place: `byte ${cut.at}`,
    cure: `send at most ${maxBatchEnvelopes} envelopes, each with its length before it`,
  });
}

const tooLarge = (most: number) => () => {
  throw new RequestRefused({
    status: 413,
    reason: "too-large",
    place: "body",
    cure: `send at most ${most} bytes at a time`,
  });
};

export function addEnvelopeRoutes(app: Hono, { store, catalogue, practice }: HubContext): void {
  async function take(bytes: Uint8Array, read: FrameResult): Promise<PushResult> {
    if (!read.ok) return { result: "refused", id: null, reason: read.reason, place: read.detail.slice(0, 200) };
    const { header, hash } = read.frame;
    const reason = catalogue.refusalOf(header, practice);
    if (reason !== null) return { result: "refused", id: header.id, reason };
    return store.putEnvelope({ header, hash, bytes });
  }

  app.post(
    "/api/v1/envelopes",
    // On a slow link the receipts of a batch would take half as long as its envelopes; a single one is not worth the hub's time.
    compress({ threshold: 1_024 }),
    bodyLimit({ maxSize: maxBatchBytes, onError: tooLarge(maxBatchBytes) }),
    async (context) => {
      if (context.req.header("content-type") !== envelopesMediaType)
        throw new RequestRefused({
          status: 415,
          reason: "media-type",
          place: "header Content-Type",
          cure: `send ${envelopesMediaType}`,
        });
      const envelopes = readBatch(new Uint8Array(await context.req.arrayBuffer()));
      const frames = await Promise.all(envelopes.map((bytes) => readEnvelopeFrame(bytes)));
      // Stored in the order of the batch: a message may follow the submission that opens its case.
      const results = await Promise.all(frames.map((read, index) => take(envelopes[index] ?? new Uint8Array(), read)));
      const answer: PushAnswer = { v: 1, epoch: store.epoch, results };
      const body = JSON.stringify(answer);
      context.header("content-length", String(Buffer.byteLength(body)));
      return context.body(body, 200, { "content-type": "application/json" });
    },
  );

  const partOf = (context: { req: { param: (name: "id" | "part") => string } }): { id: string; part: number } => {
    const part = context.req.param("part");
    try {
      return { id: envelopeId(context.req.param("id"), "id"), part: /^\d{1,2}$/.test(part) ? Number(part) : -1 };
    } catch (error) {
      if (error instanceof ParseError)
        throw new RequestRefused({ status: 400, reason: "malformed", place: error.path, cure: error.expected });
      throw error;
    }
  };
  const unknownPart = () =>
    new RequestRefused({ status: 404, reason: "part-unknown", place: "path", cure: "push the envelope first" });

  // Hono answers HEAD from the route for GET.
  app.get("/api/v1/envelopes/:id/parts/:part", async (context) => {
    const { id, part } = partOf(context);
    const found = await store.partOffset(id, part);
    if (!found) throw unknownPart();
    context.header(headers.uploadOffset, String(found.offset));
    return context.body(null, 200);
  });

  app.patch(
    "/api/v1/envelopes/:id/parts/:part",
    bodyLimit({ maxSize: maxPatchBytes, onError: tooLarge(maxPatchBytes) }),
    async (context) => {
      const offset = Number(context.req.header(headers.uploadOffset) ?? Number.NaN);
      if (!Number.isSafeInteger(offset) || offset < 0)
        throw new RequestRefused({
          status: 400,
          reason: "malformed",
          place: `header ${headers.uploadOffset}`,
          cure: "give the offset of the first byte",
        });
      const done = await store.appendPart({
        ...partOf(context),
        offset,
        bytes: new Uint8Array(await context.req.arrayBuffer()),
      });
      switch (done.result) {
        case "appended":
          context.header(headers.uploadOffset, String(done.offset));
          return context.body(null, 204);
        case "wrong-offset":
          context.header(headers.uploadOffset, String(done.offset));
          return context.json(
            { reason: "wrong-offset", place: `header ${headers.uploadOffset}`, cure: `continue at ${done.offset}` },
            409,
          );
        case "part-hash-wrong":
          return context.json(
            { reason: "part-hash-wrong", place: "body", cure: "send the part again from offset 0" },
            422,
          );
        case "too-long":
          return context.json({ reason: "too-large", place: "body", cure: "send no more than the header says" }, 413);
        case "unknown":
          throw unknownPart();
        default:
          return done satisfies never;
      }
    },
  );
}
