/** An open page of a device for the tests of the engine: timers, clock, visibility and chance are the test's. */
import { IDBFactory } from "fake-indexeddb";
import { openChangeChannel } from "../../src/sync/change-channel.ts";
import { createSyncEngine } from "../../src/sync/sync-engine.ts";
import type { SyncState } from "../../src/sync/sync-state.ts";
import type { HubInAFolder } from "../hub/hub-in-a-folder.ts";
import { fakeLocks } from "./fake-locks.ts";
import { hubsOf, makeDevice, type SentRequest, transportTo } from "./test-device.ts";

export type Before = (request: SentRequest, pass: () => Promise<Response>) => Promise<Response>;

/** A page on a device: its own engine, timers and channel; `factory` and `locks` are shared by the tabs of one device. */
export async function openPage({
  hub,
  before,
  factory = new IDBFactory(),
  locks = fakeLocks(),
  random = 0.999,
}: {
  hub: HubInAFolder;
  before?: Before;
  factory?: IDBFactory;
  locks?: ReturnType<typeof fakeLocks>;
  random?: number;
}) {
  const { transport, sent } = transportTo(hub, before);
  const device = await makeDevice({ transport, hubs: hubsOf(hub), factory });
  const page = { isVisible: true, random };
  const due = new Map<number, { run: () => void; atMs: number }>();
  let nextTimer = 1;
  const channel = openChangeChannel(new BroadcastChannel(`passerelle ${hub.folder}`));
  const engine = createSyncEngine({
    ...device,
    transport,
    locks,
    channel,
    random: () => page.random,
    timers: {
      set: (run, ms) => {
        due.set(nextTimer, { run, atMs: device.clock.nowMs + ms });
        return nextTimer++;
      },
      clear: (timer) => due.delete(timer),
    },
    isVisible: () => page.isVisible,
  });
  const states: SyncState[] = [];
  engine.subscribe((state) => states.push(state));
  /** Runs what is due now, and what that makes due now. */
  const settle = async () => {
    for (;;) {
      await engine.settled();
      const [timer, next] = [...due].find(([, { atMs }]) => atMs <= device.clock.nowMs) ?? [];
      if (timer === undefined || !next) return;
      due.delete(timer);
      next.run();
    }
  };
  return {
    ...device,
    engine,
    close: () => {
      engine.stop();
      channel.close();
      device.database.close();
    },
    sent,
    page,
    states,
    settle,
    /** Ms until the next attempt; null while none is planned. */
    wait: () => {
      const [next] = [...due.values()];
      return next ? next.atMs - device.clock.nowMs : null;
    },
    pass: async (ms: number) => {
      device.clock.nowMs += ms;
      await settle();
    },
  };
}
