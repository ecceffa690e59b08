import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { headers } from "../../src/core/protocol.ts";
import { createHttpTransport, noProgressMs } from "../../src/sync/http-transport.ts";

const protocol = { [headers.protocol]: "1" };
const answering = (response: () => Response | Promise<Response>) =>
  createHttpTransport({ fetch: async () => response() });
const ask = (response: () => Response | Promise<Response>) =>
  answering(response).ask({ method: "POST", path: "/api/v1/envelopes" });
const failed = (kind: string, retryAfterMs: number | null = null) => ({ ok: false, failure: { kind, retryAfterMs } });

describe("the one file that fetches", () => {
  const servers: Server[] = [];
  afterEach(() => {
    vi.useRealTimers();
    for (const server of servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  });
  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    // A server listening on TCP has an address with a port.
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  test("[S6.2] an answer with our header is passed on whole, with its epoch", async () => {
    const exchange = await ask(
      () =>
        new Response("{}", {
          status: 404,
          headers: { ...protocol, [headers.epoch]: "e1", "content-type": "application/json; charset=utf-8" },
        }),
    );
    if (!exchange.ok) throw new Error("no answer");
    const { status, mediaType, epoch, bytes } = exchange.reply;
    expect([status, mediaType, epoch, bytes.length]).toEqual([404, "application/json", "e1", 2]);
  });

  test("[S6.2][S6.5] a redirect, a page of somebody else and 511 are a captive portal", async () => {
    const portals = [
      () => new Response("<html>", { status: 200, headers: { "content-type": "text/html" } }),
      () => new Response(null, { status: 204 }),
      () => new Response(null, { status: 307, headers: { location: "http://portal.example/", ...protocol } }),
      () => new Response("", { status: 511, headers: protocol }),
    ];
    for (const portal of portals) expect(await ask(portal)).toEqual(failed("captive-portal"));
  });

  test("[S6.5] a proxy's own error is no captive portal: nobody has to sign in", async () => {
    for (const status of [403, 404, 407, 429, 500, 502, 504])
      expect(await ask(() => new Response("<html>error", { status }))).toEqual(failed("hub-fault"));
  });

  test("[S5.2][S6.3] Retry-After counts from our hub only, in seconds, at most an hour", async () => {
    const busy = (retryAfter: string, ours = true) =>
      ask(() => new Response("", { status: 503, headers: { "retry-after": retryAfter, ...(ours ? protocol : {}) } }));
    expect(await busy("30")).toEqual(failed("busy", 30_000));
    expect(await busy("86400")).toEqual(failed("busy", 3_600_000));
    expect(await busy("-5")).toEqual(failed("busy"));
    expect(await busy("soon")).toEqual(failed("busy"));
    expect(await busy("30", false)).toEqual(failed("hub-fault"));
  });

  test("[S5.3] a request without a byte for 30 s ends", async () => {
    vi.useFakeTimers();
    const asked = createHttpTransport({
      fetch: (_, { signal }) =>
        new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(new Error("aborted")))),
    }).ask({ method: "GET", path: "/api/v1/nowhere" });
    await vi.advanceTimersByTimeAsync(noProgressMs - 1);
    let ended = false;
    void asked.then(() => {
      ended = true;
    });
    await vi.advanceTimersByTimeAsync(0);
    expect(ended).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await asked).toEqual(failed("no-progress"));
  });

  test("[S5.3] a long answer that keeps coming is not ended, whatever its length", async () => {
    vi.useFakeTimers();
    let pieces = 0;
    // As a browser's: an abort breaks the body too.
    const bodyOf = (signal: AbortSignal | null | undefined) =>
      new ReadableStream<Uint8Array>({
        start: (controller) => signal?.addEventListener("abort", () => controller.error(new Error("aborted"))),
        pull: async (controller) => {
          await new Promise((resolve) => setTimeout(resolve, noProgressMs - 1_000));
          if (signal?.aborted) return;
          if (++pieces > 10) controller.close();
          else controller.enqueue(new Uint8Array(3));
        },
      });
    const seen: number[] = [];
    const asked = createHttpTransport({
      fetch: async (_, { signal }) => new Response(bodyOf(signal), { headers: protocol }),
    }).ask({
      method: "GET",
      path: "/api/v1/nowhere",
      onProgress: (received) => seen.push(received),
    });
    await vi.advanceTimersByTimeAsync(noProgressMs * 12);
    expect(await asked).toMatchObject({ ok: true });
    expect(seen.at(-1)).toBe(30);
  });

  test("[S6.2] an answer cut off at any byte is no result", async () => {
    const base = await serve((_, answer) => {
      answer.writeHead(200, { ...protocol, "content-type": "application/json", "content-length": "1000" });
      answer.write("x".repeat(999), () => answer.socket?.destroy());
    });
    const chunked = await serve((_, answer) => {
      answer.writeHead(200, { ...protocol, "content-type": "application/json" });
      answer.write("x".repeat(50), () => answer.socket?.destroy());
    });
    for (const address of [base, chunked])
      expect(await createHttpTransport({ base: address }).ask({ method: "GET", path: "/" })).toEqual(failed("cut-off"));
  });

  test("[S6.3] no server, a reset connection and an unknown name are no connection", async () => {
    const reset = await serve((request) => request.socket.resetAndDestroy());
    for (const base of [reset, "http://127.0.0.1:1"])
      expect(await createHttpTransport({ base }).ask({ method: "GET", path: "/" })).toEqual(failed("no-connection"));
  });

  test("[S5.4] the caller's signal ends a request", async () => {
    const base = await serve(() => undefined);
    const stop = new AbortController();
    const asked = createHttpTransport({ base }).ask({ method: "GET", path: "/", signal: stop.signal });
    setTimeout(() => stop.abort(), 10);
    expect(await asked).toEqual(failed("given-up"));
    expect(await createHttpTransport({ base }).ask({ method: "GET", path: "/", signal: AbortSignal.abort() })).toEqual(
      failed("given-up"),
    );
  });

  test("[S9.3] a request carries no cookie and no referrer, and is kept in no cache", async () => {
    const inits: RequestInit[] = [];
    await createHttpTransport({
      fetch: async (_, init) => {
        inits.push(init);
        return new Response("", { headers: protocol });
      },
    }).ask({ method: "GET", path: "/" });
    expect(inits[0]).toMatchObject({ credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" });
  });

  test("[S6.5] a page in the place of a published file is a captive portal, a missing file is not", async () => {
    const html = { "content-type": "text/html; charset=utf-8" };
    const file = (status: number) =>
      answering(() => new Response("<html>", { status, headers: html })).file({ path: "/packs/index.json" });
    expect(await file(200)).toEqual(failed("captive-portal"));
    expect(await file(404)).toEqual(failed("hub-fault"));
  });
});
