import { describe, expect, test } from "vitest";
import { headers } from "../../src/core/protocol.ts";
import { toBase64url } from "../../src/seal/bytes.ts";
import { createHttpTransport } from "../../src/sync/http-transport.ts";
import { askForNews, maxCasesAsked } from "../../src/sync/news.ts";

const capability = (number: number) => toBase64url(new Uint8Array(32).fill(number % 251).fill(number >> 8, 0, 1));
const casesOf = (count: number) =>
  Array.from({ length: count }, (_, number) => ({ capability: capability(number), afterNumber: number }));

/** A hub that tells of each case, as its only news, which `afterNumber` was asked for. */
function echoingHub(change: (cases: unknown[]) => unknown = (cases) => ({ v: 1, epoch: "e", cases })) {
  const asked: { capability: string; afterNumber: number }[][] = [];
  const transport = createHttpTransport({
    fetch: async (_path, init) => {
      const body = init.body instanceof Uint8Array ? new TextDecoder().decode(init.body) : "";
      const { cases } = JSON.parse(body) as { cases: { capability: string; afterNumber: number }[] };
      asked.push(cases);
      const told = cases.map((one) => ({
        state: "open",
        id: "A".repeat(22),
        messages: [],
        downloaded: one.afterNumber % 2 === 1,
        receipt: null,
        envelopeHash: one.capability,
      }));
      return new Response(JSON.stringify(change(told)), {
        headers: { "content-type": "application/json", [headers.protocol]: "1", [headers.epoch]: "e" },
      });
    },
  });
  return { transport, asked };
}

describe("asking for news", () => {
  test("[S8.1] the order is drawn anew each time, and each answer finds its case again", async () => {
    const { transport, asked } = echoingHub();
    const cases = casesOf(40);
    for (let time = 0; time < 3; time++) {
      const result = await askForNews({ transport, cases });
      if (!result.ok) throw new Error(result.failure.kind);
      expect(result.news.map((one) => (one.state === "open" ? one.envelopeHash : ""))).toEqual(
        cases.map((one) => one.capability),
      );
    }
    const orders = asked.map((one) => one.map(({ afterNumber }) => afterNumber).join());
    expect(new Set(orders).size).toBe(3);
    expect(orders).not.toContain(cases.map(({ afterNumber }) => afterNumber).join());
  });

  test("[S8.1] more cases than one request may carry go in several, mixed", async () => {
    const { transport, asked } = echoingHub();
    const cases = casesOf(maxCasesAsked + 44);
    const result = await askForNews({ transport, cases });
    expect(result.ok && result.news.length).toBe(maxCasesAsked + 44);
    expect(asked.map((one) => one.length)).toEqual([maxCasesAsked, 44]);
    expect(Math.min(...(asked[1]?.map(({ afterNumber }) => afterNumber) ?? []))).toBeLessThan(maxCasesAsked);
  });

  test("[S6.2] an answer with fewer cases than were asked, or that does not parse, is none", async () => {
    for (const change of [
      (cases: unknown[]) => ({ v: 1, epoch: "e", cases: cases.slice(1) }),
      (cases: unknown[]) => ({ v: 1, epoch: "e", cases: cases.map(() => ({ state: "new" })) }),
      () => "hello",
    ]) {
      const result = await askForNews({ transport: echoingHub(change).transport, cases: casesOf(3) });
      expect(result).toMatchObject({ ok: false, failure: { kind: "hub-fault" } });
    }
  });
});
