/**
 * A slow and broken link in user space, which works where `tc netem` does not: bytes of both directions wait for their turn at a rate, then
 * travel for half the round trip; a connection opens after one round trip; some exchanges end with a reset.
 */

import type { AddressInfo } from "node:net";
import { connect, createServer, type Socket } from "node:net";
import type { Seeded } from "../convergence/seeded.ts";

export type LinkShape = {
  /** Of each direction, shared by all connections. */
  readonly bitsPerSecond: number;
  readonly roundTripMs: number;
  /** Share of exchanges (a request with its answer) at whose beginning the connection is doomed. */
  readonly broken: number;
  readonly chance: Seeded;
};

export type ShapedLink = {
  readonly url: string;
  /** Bytes that left either end so far. */
  readonly bytes: () => { readonly up: number; readonly down: number };
  readonly connections: () => number;
  readonly resets: () => number;
  readonly close: () => Promise<void>;
};

/** What one Ethernet frame carries: the grain at which a connection breaks. */
const packetBytes = 1_460;
/** A doomed connection breaks within so many packets, request and answer together. */
const longestLifePackets = 24;

/** One direction: a queue with a rate, then a delay. */
class Lane {
  readonly #bytesPerMs: number;
  readonly #delayMs: number;
  #freeAt = 0;
  bytes = 0;

  constructor({ bitsPerSecond, roundTripMs }: LinkShape) {
    this.#bytesPerMs = bitsPerSecond / 8_000;
    this.#delayMs = roundTripMs / 2;
  }

  /** Calls `deliver` when the last byte has arrived at the other end; the order stays. */
  carry(packet: Buffer, notBeforeMs: number, deliver: () => void): void {
    const now = performance.now();
    this.#freeAt = Math.max(this.#freeAt, notBeforeMs, now) + packet.length / this.#bytesPerMs;
    this.bytes += packet.length;
    setTimeout(deliver, this.#freeAt + this.#delayMs - now);
  }
}

/** Starts the link on a free loopback port in front of `target`, `host:port`. */
export async function startShapingProxy(target: { host: string; port: number }, shape: LinkShape): Promise<ShapedLink> {
  const up = new Lane(shape);
  const down = new Lane(shape);
  const sockets = new Set<Socket>();
  let connections = 0;
  let resets = 0;

  const server = createServer((device) => {
    connections += 1;
    const hub = connect(target);
    const opensAt = performance.now() + shape.roundTripMs;
    let lastWay: "up" | "down" = "down";
    /** Packets until the reset; none is planned below 0. */
    let life = -1;
    const end = (how: "reset" | "close") => {
      if (how === "reset") device.resetAndDestroy();
      else device.destroy();
      hub.destroy();
    };
    for (const socket of [device, hub]) {
      socket.setNoDelay(true);
      sockets.add(socket);
      socket.on("error", () => end("close"));
      socket.on("close", () => {
        sockets.delete(socket);
      });
    }
    const follow = (from: Socket, to: Socket, lane: Lane, way: "up" | "down") => {
      from.on("data", (data: Buffer) => {
        // A request after an answer begins an exchange.
        if (way === "up" && lastWay === "down" && life < 0 && shape.chance.chance(shape.broken))
          life = shape.chance.below(longestLifePackets);
        lastWay = way;
        for (let at = 0; at < data.length; at += packetBytes) {
          const packet = data.subarray(at, at + packetBytes);
          lane.carry(packet, opensAt, () => {
            if (life === 0) {
              if (!device.destroyed) resets += 1;
              end("reset");
              return;
            }
            if (life > 0) life -= 1;
            if (!to.destroyed) to.write(packet);
          });
        }
      });
      from.on("end", () => lane.carry(Buffer.alloc(0), opensAt, () => to.end()));
    };
    follow(device, hub, up, "up");
    follow(hub, device, down, "down");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server listening on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    bytes: () => ({ up: up.bytes, down: down.bytes }),
    connections: () => connections,
    resets: () => resets,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
