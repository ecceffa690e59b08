import { createServer, type IncomingHttpHeaders } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { frameEnvelopes } from "../../src/core/envelope-batch.ts";
import { envelopesMediaType, headers, paths } from "../../src/core/protocol.ts";
import { createWebhook } from "../../src/hub/webhook.ts";
import { type HubInAFolder, hubInAFolder } from "./hub-in-a-folder.ts";
import { startIn } from "./running-hub.ts";

/** The machine may be busy. */
const soon = { timeout: 20_000 };

type Call = {
  readonly status: number | "silent";
  readonly path: string;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
};

/** An operator's address that answers with `status`, or not at all. */
async function listener() {
  const calls: Call[] = [];
  const told = { status: 204 as number | "silent" };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (piece) => {
      body += String(piece);
    });
    request.on("end", () => {
      calls.push({ status: told.status, path: request.url ?? "", body, headers: request.headers });
      if (told.status === "silent") return;
      response.writeHead(told.status, told.status === 302 ? { location: "/elsewhere" } : {}).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/told`;
  return {
    url,
    calls,
    told,
    /** Counts that it answered with success. */
    taken: () =>
      calls.filter(({ status }) => status === 204).map(({ body }) => (JSON.parse(body) as { count: number }).count),
    counts: () => calls.map(({ body }) => (JSON.parse(body) as { count: number }).count),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

describe("the webhook of a hub", () => {
  let operator: Awaited<ReturnType<typeof listener>>;
  let lines: string[];
  const log = (event: object) => void lines.push(JSON.stringify(event));
  beforeEach(async () => {
    operator = await listener();
    lines = [];
  });
  afterEach(() => operator.close());

  test("[LOOP-11] what comes close together is told once, as a count and nothing else", async () => {
    const webhook = createWebhook({ url: operator.url, log, gatherMs: 40 });
    for (let count = 0; count < 5; count += 1) webhook.note();
    await vi.waitFor(() => expect(operator.calls).toHaveLength(1), soon);
    expect(operator.calls[0]?.body).toBe('{"count":5}');
    await wait(80);
    expect(operator.calls).toHaveLength(1);
    webhook.note();
    await vi.waitFor(() => expect(operator.counts()).toEqual([5, 1]), soon);
    await webhook.stop();
  });

  test("[LOOP-11] a failure is logged without address or cause, and its count is told later with what came since", async () => {
    const webhook = createWebhook({ url: operator.url, log, gatherMs: 20 });
    operator.told.status = 500;
    webhook.note();
    await vi.waitFor(() => expect(lines.length).toBeGreaterThan(0), soon);
    expect(new Set(lines)).toEqual(new Set(['{"event":"webhook","ok":false}']));
    webhook.note();
    operator.told.status = 204;
    await vi.waitFor(() => expect(operator.taken()).toEqual([2]), soon);
    await webhook.stop();
    expect(operator.taken()).toEqual([2]);
  });

  test("[LOOP-11] a redirect is not followed", async () => {
    const webhook = createWebhook({ url: operator.url, log, gatherMs: 10 });
    operator.told.status = 302;
    webhook.note();
    await vi.waitFor(() => expect(lines.length).toBeGreaterThan(1), soon);
    expect(new Set(operator.calls.map(({ path }) => path))).toEqual(new Set(["/told"]));
    operator.told.status = 204;
    await webhook.stop();
  });

  test("[LOOP-11] a hub that stops tells what it gathered", async () => {
    const webhook = createWebhook({ url: operator.url, log, gatherMs: 60_000 });
    webhook.note();
    webhook.note();
    await webhook.stop();
    expect(operator.counts()).toEqual([2]);
  });

  describe("of a hub that listens", () => {
    let hub: HubInAFolder;
    beforeEach(async () => {
      hub = await hubInAFolder();
    });
    afterEach(() => hub.close());

    const push = async (address: string, ...envelopes: Uint8Array[]) =>
      (
        await fetch(address + paths.envelopes, {
          method: "POST",
          headers: { [headers.protocol]: "1", "content-type": envelopesMediaType },
          body: frameEnvelopes(envelopes),
        })
      ).status;

    test("[LOOP-11] only an envelope that was received whole counts, and only once", async () => {
      const running = await startIn(hub, { webhook: { url: operator.url, gatherMs: 50 } });
      const [one, two] = [await hub.submission(), await hub.submission()];
      const half = await hub.submission({ parts: [new Uint8Array([1])] });
      await push(running.address, one.bytes);
      await vi.waitFor(() => expect(operator.taken()).toEqual([1]), soon);
      await push(running.address, one.bytes, half.bytes, one.bytes);
      await push(running.address, two.bytes);
      await running.stop();
      expect(operator.taken()).toEqual([1, 1]);
    });

    test("[LOOP-11] an address that does not answer delays no receipt", async () => {
      const running = await startIn(hub, { webhook: { url: operator.url, gatherMs: 10 } });
      operator.told.status = "silent";
      await push(running.address, (await hub.submission()).bytes);
      await vi.waitFor(() => expect(operator.calls).toHaveLength(1), soon);
      const startedAt = performance.now();
      expect(await push(running.address, (await hub.submission()).bytes)).toBe(200);
      expect(performance.now() - startedAt).toBeLessThan(5_000);
      operator.close();
      await running.stop();
    });

    test("[LOOP-11] what is told names no id, desk, form or person", async () => {
      const running = await startIn(hub, { webhook: { url: operator.url, gatherMs: 10 } });
      const sent = await hub.submission({ parts: [new Uint8Array([1])] });
      await push(running.address, sent.bytes);
      await fetch(running.address + paths.part(sent.id, 0), {
        method: "PATCH",
        headers: { [headers.protocol]: "1", [headers.uploadOffset]: "0" },
        body: new Uint8Array(sent.parts[0] ?? []),
      });
      await vi.waitFor(() => expect(operator.counts()).toEqual([1]), soon);
      const told = JSON.stringify(operator.calls);
      for (const secret of [sent.id, sent.hash, "newcomers", "question", "example-town", sent.owner.capabilityHash])
        expect(told).not.toContain(secret);
      await running.stop();
    });
  });
});
