/** Cases by capability: news, its envelopes, taking over, withdrawing (docs/sync-spec.md S4, S8). Nothing about who asked together is kept. */
import { createHash } from "node:crypto";
import type { Hono } from "hono";
import { frameEnvelopes } from "../../core/envelope-batch.ts";
import {
  caseEnvelopesRequest,
  casePartRequest,
  envelopesMediaType,
  type NewsAnswer,
  newsRequest,
  rotateRequest,
  withdrawRequest,
} from "../../core/protocol.ts";
import type { HubContext } from "../hub-context.ts";
import { RequestRefused } from "../problem.ts";
import { readJson } from "../request-checks.ts";

export const hashOfCapability = (capability: string): string =>
  createHash("sha256").update(Buffer.from(capability, "base64url")).digest("base64url");

const opensNothing = () =>
  new RequestRefused({
    status: 404,
    reason: "case-unknown",
    place: "capability",
    cure: "check that the claim slip is whole; it may have moved to another device",
  });

export function addCaseRoutes(app: Hono, { store }: HubContext): void {
  app.post("/api/v1/cases/news", async (context) => {
    const { cases } = await readJson(context, newsRequest);
    const news = await Promise.all(
      cases.map(({ capability, afterNumber }) =>
        store.news({ capabilityHash: hashOfCapability(capability), afterNumber }),
      ),
    );
    const answer: NewsAnswer = { v: 1, epoch: store.epoch, cases: news };
    return context.json(answer);
  });

  app.post("/api/v1/cases/rotate", async (context) => {
    const { capability, newCapabilityHash } = await readJson(context, rotateRequest);
    if (!(await store.rotate({ capabilityHash: hashOfCapability(capability), newCapabilityHash })))
      throw opensNothing();
    return context.body(null, 204);
  });

  app.post("/api/v1/cases/withdraw", async (context) => {
    const { capability, id } = await readJson(context, withdrawRequest);
    const outcome = await store.withdraw({ id, capabilityHash: hashOfCapability(capability) });
    if (!outcome) throw opensNothing();
    return context.json(outcome);
  });

  app.post("/api/v1/cases/envelopes", async (context) => {
    const { capability } = await readJson(context, caseEnvelopesRequest);
    const envelopes = await store.caseEnvelopes({ capabilityHash: hashOfCapability(capability) });
    if (!envelopes) throw opensNothing();
    return context.body(frameEnvelopes(envelopes), 200, { "content-type": envelopesMediaType });
  });

  app.post("/api/v1/cases/part", async (context) => {
    const { capability, id, index } = await readJson(context, casePartRequest);
    const capabilityHash = hashOfCapability(capability);
    const bytes = await store.casePart({ capabilityHash, id, part: index });
    if (!bytes) {
      if ((await store.news({ capabilityHash, afterNumber: 0 })).state !== "open") throw opensNothing();
      throw new RequestRefused({
        status: 404,
        reason: "part-unknown",
        place: "index",
        cure: "the case has no such part, or it did not come whole yet",
      });
    }
    return context.body(new Uint8Array(bytes), 200, { "content-type": "application/octet-stream" });
  });
}
