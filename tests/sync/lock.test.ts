import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Transport } from "../../src/sync/http-transport.ts";
import { sendOnce } from "../../src/sync/send-once.ts";
import { runAsSender, type SenderLocks } from "../../src/sync/sender-lock.ts";
import { type HubInAFolder, hubInAFolder } from "../hub/hub-in-a-folder.ts";
import { fakeLocks } from "./fake-locks.ts";
import { hubsOf, makeDevice, transportTo } from "./test-device.ts";

// Node has the browser's own Web Locks; the double is held against the same tests.
const nodeLocks: SenderLocks = {
  request: (name, options, callback) => navigator.locks.request(name, options, callback),
};
const hasLocks = "locks" in navigator;

describe.each([
  { name: "a double", make: fakeLocks },
  ...(hasLocks ? [{ name: "Web Locks of Node", make: () => nodeLocks }] : []),
])("one sender by $name", ({ make }) => {
  let hub: HubInAFolder;
  let locks: SenderLocks;
  beforeEach(async () => {
    hub = await hubInAFolder();
    locks = make();
  });
  afterEach(() => hub.close());

  /** Never answers, until it is told to give up. */
  const stuck = (): { transport: Transport; asked: (AbortSignal | undefined)[] } => {
    const asked: (AbortSignal | undefined)[] = [];
    const never: Transport["ask"] = ({ signal }) =>
      new Promise((resolve) => {
        asked.push(signal);
        signal?.addEventListener("abort", () =>
          resolve({ ok: false, failure: { kind: "given-up", retryAfterMs: null } }),
        );
      });
    return { transport: { ask: never, file: (of) => never({ method: "GET", ...of }) }, asked };
  };
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 1));
  };

  test("[S5.4] of two senders at once one sends, the other tells that somebody is at work", async () => {
    const { transport, sent } = transportTo(hub);
    const device = await makeDevice({ transport, hubs: hubsOf(hub) });
    for (let made = 0; made < 5; made++) await device.finalise(await hub.submission());
    const send = () => sendOnce({ ...device, transport, locks });
    const outcomes = await Promise.all([send(), send(), send()]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["done", "elsewhere", "elsewhere"]);
    expect(sent).toHaveLength(2);
  });

  test("[S5.4] a sender without progress for 60 s is taken over and stops", async () => {
    const { transport, sent } = transportTo(hub);
    const device = await makeDevice({ transport, hubs: hubsOf(hub) });
    const { id } = await device.finalise(await hub.submission());
    const frozen = stuck();
    const first = sendOnce({ ...device, transport: frozen.transport, locks });
    await until(() => frozen.asked.length === 1);

    device.clock.nowMs += 60_000;
    expect(await sendOnce({ ...device, transport, locks })).toEqual({ kind: "elsewhere" });
    expect(frozen.asked[0]?.aborted).toBe(false);
    device.clock.nowMs += 1;
    expect(await sendOnce({ ...device, transport, locks })).toEqual({ kind: "done" });
    expect(frozen.asked[0]?.aborted).toBe(true);
    expect(await first).toEqual({ kind: "elsewhere" });
    expect(await device.entry(id)).toMatchObject({ status: "received" });
    expect(sent).toHaveLength(1);
    // The one that was taken over asks nothing more.
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(frozen.asked).toHaveLength(1);
  });

  test("[S5.4] a slow sender that gets on is not taken over", async () => {
    const { transport } = transportTo(hub);
    const device = await makeDevice({ transport, hubs: hubsOf(hub) });
    await device.finalise(await hub.submission());
    let getOn: () => void = () => undefined;
    let end: () => void = () => undefined;
    const slow = runAsSender({
      locks,
      store: device.store,
      now: device.now,
      work: ({ progress }) => {
        getOn = progress;
        return new Promise<void>((resolve) => {
          end = resolve;
        });
      },
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    for (let minute = 0; minute < 4; minute++) {
      device.clock.nowMs += 45_000;
      getOn();
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(await sendOnce({ ...device, transport, locks })).toEqual({ kind: "elsewhere" });
    }
    end();
    expect(await slow).toEqual({ kind: "ran", result: undefined });
  });

  test("[S5.4] a sender that died leaves no lock behind", async () => {
    const { transport } = transportTo(hub);
    const device = await makeDevice({ transport, hubs: hubsOf(hub) });
    await device.finalise(await hub.submission());
    const dying = runAsSender({
      locks,
      store: device.store,
      now: device.now,
      work: () => Promise.reject(new Error("killed")),
    });
    await expect(dying).rejects.toThrow("killed");
    expect(await sendOnce({ ...device, transport, locks })).toEqual({ kind: "done" });
  });

  test("[S5.4] a clock that was set back protects no stuck sender", async () => {
    const { transport } = transportTo(hub);
    const device = await makeDevice({ transport, hubs: hubsOf(hub) });
    await device.finalise(await hub.submission());
    const frozen = stuck();
    const first = sendOnce({ ...device, transport: frozen.transport, locks });
    await until(() => frozen.asked.length === 1);
    device.clock.nowMs -= 7_200_000;
    expect(await sendOnce({ ...device, transport, locks })).toEqual({ kind: "done" });
    expect(await first).toEqual({ kind: "elsewhere" });
  });
});
