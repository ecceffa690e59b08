import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { seeded } from "../convergence/seeded.ts";
import { type LinkShape, type ShapedLink, startShapingProxy } from "./shaping-proxy.ts";

/** 20 bytes a millisecond each way. */
const shape: LinkShape = { bitsPerSecond: 160_000, roundTripMs: 200, broken: 0, chance: seeded(1) };

describe("the shaped link of the measurements", () => {
  let echo: Server;
  let target: { host: string; port: number };
  let link: ShapedLink;
  const begin = async (changes: Partial<LinkShape> = {}): Promise<void> => {
    link = await startShapingProxy(target, { ...shape, ...changes });
  };
  beforeEach(async () => {
    echo = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.pipe(socket);
    });
    await new Promise<void>((resolve) => echo.listen(0, "127.0.0.1", resolve));
    // A server listening on TCP has an address with a port.
    target = { host: "127.0.0.1", port: (echo.address() as AddressInfo).port };
  });
  afterEach(async () => {
    await link.close();
    await new Promise((resolve) => echo.close(resolve));
  });

  /** Sends so many bytes and waits until they are back; null when the connection broke before. */
  function roundTrip(bytes: number): Promise<number | null> {
    const { port } = new URL(link.url);
    const startedAt = performance.now();
    return new Promise((resolve) => {
      let left = bytes;
      const socket = connect(Number(port), "127.0.0.1", () => socket.write(Buffer.alloc(bytes, 7)));
      socket.on("error", () => resolve(null));
      socket.on("data", (data) => {
        left -= data.length;
        if (left > 0) return;
        resolve(performance.now() - startedAt);
        socket.destroy();
      });
    });
  }

  test("bytes take the opening of the connection, a round trip, and their time at the rate", async () => {
    await begin();
    const ms = await roundTrip(4_000);
    // 200 ms to open, 200 ms there and back, 200 ms at the rate, and the last packet once more on the way back.
    expect(ms).toBeGreaterThan(200 + 200 + 200);
    expect(ms).toBeLessThan(3_000);
    expect(link.bytes()).toEqual({ up: 4_000, down: 4_000 });
  });

  test("two connections share the rate of the link", async () => {
    await begin();
    const [one, other] = await Promise.all([roundTrip(4_000), roundTrip(4_000)]);
    expect(Math.max(one ?? 0, other ?? 0)).toBeGreaterThan(200 + 200 + 400);
  });

  test("a doomed exchange ends with a reset within its packets", async () => {
    await begin({ broken: 1, bitsPerSecond: 16_000_000 });
    expect(await roundTrip(80_000)).toBeNull();
    expect([link.connections(), link.resets()]).toEqual([1, 1]);
  });
});
