/** Draining many small submissions over a slow, broken link by the real engine, beside the sealed bytes over the link's rate. */
import { type AddressInfo, connect, createServer } from "node:net";
import { IDBFactory } from "fake-indexeddb";
import type { SealedEnvelope } from "../../src/seal/envelope.ts";
import { openChangeChannel } from "../../src/sync/change-channel.ts";
import { createHttpTransport } from "../../src/sync/http-transport.ts";
import { createSyncEngine } from "../../src/sync/sync-engine.ts";
import { makeHubChildren } from "../convergence/hub-child.ts";
import { seeded } from "../convergence/seeded.ts";
import { hubInAFolder } from "../hub/hub-in-a-folder.ts";
import { fakeLocks } from "../sync/fake-locks.ts";
import { makeDevice } from "../sync/test-device.ts";
import type { Measurement } from "./measurement.ts";
import { sealSubmissions } from "./sealed-submissions.ts";
import { type LinkShape, startShapingProxy } from "./shaping-proxy.ts";
import { median } from "./statistics.ts";

const submissions = { usual: 300, full: 1_000 };
const link = { bitsPerSecond: 50_000, roundTripMs: 600, broken: 0.05 };
/** A drain that takes so many times its reference will not end by itself. */
const mostTimes = 6;

const portOf = (address: string) => ({ host: "127.0.0.1", port: Number(new URL(address).port) });
/** What the sealed bytes alone take at the link's rate. */
const leastMs = (bytes: number): number => (bytes * 8_000) / link.bitsPerSecond;

type Drained = { readonly ratio: number; readonly note: string };

/** One device behind a link of its own, from an outbox that is full to one that is empty. */
async function drain(of: {
  hub: string;
  hubs: Awaited<ReturnType<typeof makeHubChildren>>["hubs"];
  sealed: readonly SealedEnvelope[];
  shape: LinkShape;
}): Promise<Drained> {
  const proxy = await startShapingProxy(portOf(of.hub), of.shape);
  const transport = createHttpTransport({ base: proxy.url });
  const device = await makeDevice({ transport, hubs: of.hubs, factory: new IDBFactory() });
  for (const sealed of of.sealed) await device.finalise(sealed);
  const channel = openChangeChannel(new BroadcastChannel(proxy.url));
  const engine = createSyncEngine({
    store: device.store,
    transport,
    hubsOf: device.hubsOf,
    locks: fakeLocks(),
    channel,
    now: Date.now,
    random: Math.random,
    timers: { set: (run, ms) => Number(setTimeout(run, ms)), clear: (timer) => clearTimeout(timer) },
    isVisible: () => true,
  });
  const bytes = of.sealed.reduce((sum, sealed) => sum + sealed.bytes.length, 0);
  try {
    const startedAt = performance.now();
    await engine.start();
    const isDrained = () => engine.state().waiting === 0 && engine.state().activity.kind === "idle";
    while (!isDrained()) {
      if (performance.now() - startedAt > mostTimes * leastMs(bytes))
        throw new Error(`${engine.state().waiting} of ${of.sealed.length} still wait`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const elapsedMs = performance.now() - startedAt;
    const entries = await device.store.entriesOfHolder("me");
    if (entries.some(({ status }) => status !== "received")) throw new Error("not everything was received");
    const { up, down } = proxy.bytes();
    return {
      ratio: elapsedMs / leastMs(bytes),
      note: `${(elapsedMs / 1_000).toFixed(1)} s, ${proxy.connections()} connections, ${proxy.resets()} resets, ${(up / bytes).toFixed(2)} x up, ${(down / bytes).toFixed(2)} x down`,
    };
  } finally {
    engine.stop();
    channel.close();
    device.database.close();
    await proxy.close();
  }
}

/** As many bytes in one stream over such a link without faults: shows that the link has the rate that it says. */
async function stream(bytes: number): Promise<number> {
  let received = 0;
  let tell = (): void => undefined;
  const sink = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (data) => {
      received += data.length;
      if (received >= bytes) tell();
    });
  });
  await new Promise<void>((resolve) => sink.listen(0, "127.0.0.1", resolve));
  // A server listening on TCP has an address with a port.
  const { port } = sink.address() as AddressInfo;
  const proxy = await startShapingProxy({ host: "127.0.0.1", port }, { ...link, broken: 0, chance: seeded(0) });
  const startedAt = performance.now();
  const whole = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const socket = connect(portOf(proxy.url));
  socket.on("error", () => undefined);
  socket.write(Buffer.alloc(bytes));
  await whole;
  const elapsedMs = performance.now() - startedAt;
  await proxy.close();
  socket.destroy();
  await new Promise((resolve) => sink.close(resolve));
  return elapsedMs / leastMs(bytes);
}

export const drainSlowLink: Measurement = {
  name: "drain-slow-link",
  unit: "ratio",
  budget: { most: 1.4 },
  run: async ({ rounds, isFull }) => {
    const count = isFull ? submissions.full : submissions.usual;
    const folder = await hubInAFolder({ inMemory: true });
    const children = await makeHubChildren(folder.folder);
    try {
      const { address } = await children.start();
      const outboxes: (readonly SealedEnvelope[])[] = [];
      for (let round = 0; round < rounds; round++) outboxes.push(await sealSubmissions(folder, count));
      const bytes = outboxes[0]?.reduce((sum, sealed) => sum + sealed.bytes.length, 0) ?? 0;
      // Links wait nearly all of the time, so the rounds run beside each other, each on a link of its own.
      const [streamed, ...drained] = await Promise.all([
        stream(bytes),
        ...outboxes.map((sealed, round) =>
          drain({ hub: address, hubs: children.hubs, sealed, shape: { ...link, chance: seeded(round + 1) } }),
        ),
      ]);
      const samples = drained.map(({ ratio }) => ratio);
      return {
        value: median(samples),
        samples,
        reference: `${(leastMs(bytes) / 1_000).toFixed(1)} s for ${bytes} sealed B at 50 kbit/s; one stream took ${streamed.toFixed(2)} x that`,
        notes: [
          `${count} submissions a round${isFull ? "" : "; 1,000 with --full"}`,
          ...drained.map(({ note }, round) => `round ${round + 1}: ${note}`),
        ],
      };
    } finally {
      children.killAll();
      await folder.close();
    }
  },
};
