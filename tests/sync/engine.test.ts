import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { headers } from "../../src/core/protocol.ts";
import { openChangeChannel } from "../../src/sync/change-channel.ts";
import type { SyncEngine } from "../../src/sync/sync-engine.ts";
import { type HubInAFolder, hubInAFolder } from "../hub/hub-in-a-folder.ts";
import { fakeLocks } from "./fake-locks.ts";
import { type Before, openPage as openPageOn } from "./test-page.ts";

const busy = (status: number, extra: Record<string, string> = {}) =>
  new Response("{}", { status, headers: { [headers.protocol]: "1", ...extra } });

describe("the engine of an open page", () => {
  let hub: HubInAFolder;
  const ends: (() => void)[] = [];
  beforeEach(async () => {
    hub = await hubInAFolder();
  });
  afterEach(async () => {
    for (const end of ends.splice(0)) end();
    await hub.close();
  });

  const openPage = async (of: Omit<Parameters<typeof openPageOn>[0], "hub"> = {}) => {
    const page = await openPageOn({ hub, ...of });
    ends.push(page.close);
    return page;
  };
  const offline: Before = async () => {
    throw new TypeError("no connection");
  };

  test("[S5.5][LOOP-9] while anything waits the timer tries again until it is received, then it rests", async () => {
    const fault = { isOff: true };
    const page = await openPage({ before: async (request, pass) => (fault.isOff ? offline(request, pass) : pass()) });
    await page.finalise(await hub.submission());
    await page.engine.start();
    await page.settle();
    for (let attempt = 0; attempt < 6; attempt++) await page.pass(page.wait() ?? 0);
    expect(page.sent).toHaveLength(7);
    expect(page.engine.state()).toMatchObject({ failure: "no-connection", waiting: 1, activity: { kind: "waiting" } });
    fault.isOff = false;
    await page.pass(page.wait() ?? 0);
    expect(page.engine.state()).toMatchObject({
      failure: null,
      waiting: 0,
      activity: { kind: "idle" },
      lastContactAt: page.engine.state().lastContactAt,
    });
    expect(page.engine.state().lastContactAt).not.toBeNull();
    expect(page.wait()).toBeNull();
  });

  test("[S5.1] waits grow to 20 s while the page is visible and to 15 min while it is hidden", async () => {
    const page = await openPage({ before: offline });
    await page.finalise(await hub.submission());
    await page.engine.start();
    await page.settle();
    const waits: number[] = [];
    const next = async () => {
      waits.push(page.wait() ?? -1);
      await page.pass(page.wait() ?? 0);
    };
    for (let attempt = 0; attempt < 7; attempt++) await next();
    expect(waits).toEqual([999, 1_998, 3_996, 7_992, 15_984, 19_980, 19_980]);
    page.page.isVisible = false;
    waits.length = 0;
    await next();
    for (let attempt = 0; attempt < 4; attempt++) await next();
    expect(waits).toEqual([19_980, 255_744, 511_488, 899_100, 899_100]);
  });

  test("[S5.5] an online event shortens the wait and never prolongs it", async () => {
    const page = await openPage({ before: offline });
    await page.finalise(await hub.submission());
    await page.engine.start();
    await page.settle();
    for (let attempt = 0; attempt < 6; attempt++) await page.pass(page.wait() ?? 0);
    expect(page.wait()).toBe(19_980);
    page.engine.shorten();
    expect(page.wait()).toBe(999);
    page.page.random = 0.5;
    page.engine.shorten();
    expect(page.wait()).toBe(999);
  });

  test("[S5.5] an online event alone sends nothing where nothing waits", async () => {
    const page = await openPage();
    await page.engine.start();
    page.engine.shorten();
    await page.settle();
    expect([page.sent.length, page.wait()]).toEqual([0, null]);
  });

  test("[S5.2] Retry-After of the hub is kept to, at most an hour, by timer and by online events; send now overrides it", async () => {
    const answer = { now: busy(503, { "retry-after": "86400" }) };
    const page = await openPage({ before: async (_, pass) => (answer.now.status === 200 ? pass() : answer.now) });
    await page.finalise(await hub.submission());
    await page.engine.start();
    await page.settle();
    expect(page.engine.state().failure).toBe("busy");
    expect(page.wait()).toBe(3_600_000);
    page.engine.shorten();
    page.engine.wake();
    expect(page.wait()).toBe(3_600_000);
    expect(page.sent).toHaveLength(1);
    answer.now = new Response(null, { status: 200 });
    page.engine.sendNow();
    await page.settle();
    expect(page.engine.state()).toMatchObject({ failure: null, waiting: 0 });
  });

  test("[S5.2] Retry-After of somebody else is not obeyed", async () => {
    const page = await openPage({
      before: async () => new Response("busy", { status: 503, headers: { "retry-after": "3600" } }),
    });
    await page.finalise(await hub.submission());
    await page.engine.start();
    await page.settle();
    expect([page.engine.state().failure, page.wait()]).toEqual(["hub-fault", 999]);
  });

  test("[S5.5] what is finalised while an attempt runs is sent by that page without a click", async () => {
    const page = await openPage();
    await page.engine.start();
    const first = await page.finalise(await hub.submission());
    page.engine.wake();
    const second = await page.finalise(await hub.submission());
    page.engine.wake();
    await page.settle();
    for (const { id } of [first, second]) expect(await page.entry(id)).toMatchObject({ status: "received" });
  });

  test("[S2.7] while only a relay's word is missing the hub is asked rarely, even from a visible page", async () => {
    const page = await openPage({ random: 0.999 });
    page.certified.hubs = [];
    await page.finalise(await hub.submission());
    await page.engine.start();
    await page.settle();
    for (let attempt = 0; attempt < 12; attempt++) await page.pass(page.wait() ?? 0);
    expect(page.wait()).toBe(899_100);
    expect(page.engine.state()).toMatchObject({ failure: null, waiting: 1 });
  });

  test("[S5.4][S5.5] a second tab sends nothing while the first does, and takes care when the first is closed", async () => {
    const factory = new IDBFactory();
    const locks = fakeLocks();
    const one = await openPage({ factory, locks, before: () => new Promise(() => undefined) });
    const other = await openPage({ factory, locks });
    await one.finalise(await hub.submission());
    await one.engine.start();
    await other.engine.start();
    await other.settle();
    expect(other.sent).toHaveLength(0);
    expect(other.engine.state()).toMatchObject({ waiting: 1, activity: { kind: "waiting" } });
    // The first tab hangs; a minute later the second takes over.
    for (let tries = 0; tries < 5; tries++) await other.pass(Math.max(15_000, other.wait() ?? 0));
    expect(other.sent).toHaveLength(1);
    expect(other.engine.state()).toMatchObject({ waiting: 0, activity: { kind: "idle" } });
  });

  test("[S5.5] a tab learns what another tab finalised and what became of it", async () => {
    const factory = new IDBFactory();
    const locks = fakeLocks();
    const fault = { isOff: true };
    const one = await openPage({ factory, locks, before: offline });
    const other = await openPage({
      factory,
      locks,
      before: async (request, pass) => (fault.isOff ? offline(request, pass) : pass()),
    });
    await one.engine.start();
    await other.engine.start();
    await one.finalise(await hub.submission());
    const channel = openChangeChannel(new BroadcastChannel(`passerelle ${hub.folder}`));
    channel.tell("outbox");
    const until = async (isSo: () => boolean) => {
      for (let tries = 0; tries < 500 && !isSo(); tries++) {
        await new Promise((resolve) => setTimeout(resolve, 2));
        await Promise.all([one.settle(), other.settle()]);
      }
    };
    await until(() => other.engine.state().waiting === 1 && one.engine.state().waiting === 1);
    fault.isOff = false;
    await until(() => {
      other.clock.nowMs += 1_000;
      return one.engine.state().waiting === 0;
    });
    expect([one.engine.state().waiting, other.engine.state().waiting]).toEqual([0, 0]);
    channel.close();
  });

  test("[S3.5][S3.6] a new epoch in the answer to any question wakes the engine", async () => {
    const page = await openPage();
    const { id } = await page.finalise(await hub.submission());
    await page.engine.start();
    await page.settle();
    const restored = await hubInAFolder({ chain: hub.chain });
    try {
      await page.engine.transport.ask({ method: "GET", path: "/api/v1/nowhere" });
      expect(page.wait()).toBeNull();
      await transportOf(page.engine, restored);
      expect(await page.entry(id)).toMatchObject({ status: "received", queue: 1 });
      expect(page.wait()).toBe(0);
      expect(page.engine.state().waiting).toBe(0);
    } finally {
      await restored.close();
    }
  });

  /** The next question goes to another hub, as after a restore. */
  async function transportOf(engine: SyncEngine, other: HubInAFolder): Promise<void> {
    const asked = hub.ask;
    hub.ask = other.ask;
    await engine.transport.ask({ method: "GET", path: "/api/v1/nowhere" });
    hub.ask = asked;
  }

  test("[S3.8] a page that opens hears of a restored hub even when nothing waits", async () => {
    const factory = new IDBFactory();
    const first = await openPage({ factory });
    const { id } = await first.finalise(await hub.submission());
    await first.engine.start();
    await first.settle();
    first.engine.stop();
    const restored = await hubInAFolder({ chain: hub.chain });
    const asked = hub.ask;
    hub.ask = restored.ask;
    try {
      const second = await openPage({ factory });
      await second.engine.start();
      await second.settle();
      const kept = await restored.store().inbox({ place: "example-town", desk: "newcomers" });
      expect(kept.map((entry) => entry.id)).toEqual([id]);
      expect(second.sent.map(({ method }) => method)).toEqual(["GET", "POST"]);
    } finally {
      hub.ask = asked;
      await restored.close();
    }
  });

  test("[S3.8][S9.3] a device that never had an answer asks nothing when a page opens", async () => {
    const page = await openPage();
    await page.engine.start();
    await page.settle();
    expect(page.sent).toEqual([]);
  });

  test("[S6.4] a database that a newer page closed ends no engine: it waits and loses nothing", async () => {
    const page = await openPage();
    await page.finalise(await hub.submission());
    page.database.close();
    await page.engine.start();
    await page.settle();
    expect(page.engine.state()).toMatchObject({ failure: "storage-failed" });
    expect(page.wait()).toBe(999);
  });

  test("[S4.1][S4.2] withdrawing through the engine tells what happens", async () => {
    const fault = { isOff: true };
    const page = await openPage({ before: async (request, pass) => (fault.isOff ? offline(request, pass) : pass()) });
    const unsent = await page.finalise(await hub.submission());
    expect(await page.engine.withdraw(unsent.id)).toBe("withdrawn");
    const tried = await page.finalise(await hub.submission());
    await page.engine.start();
    await page.settle();
    expect(await page.engine.withdraw(tried.id)).toBe("asked");
    expect(await page.engine.withdraw("nothing")).toBe("not-found");
  });

  test("[S5.5] sending shows which envelopes leave and how much of a part is there", async () => {
    const page = await openPage();
    const sealed = await hub.submission({ parts: [new Uint8Array(60_000)] });
    await page.finalise(sealed);
    await page.engine.start();
    await page.settle();
    const sending = page.states.flatMap(({ activity }) => (activity.kind === "sending" ? [activity] : []));
    expect(sending[0]).toEqual({ kind: "sending", ids: [sealed.id], part: null });
    const totalBytes = sealed.parts[0]?.length;
    expect(sending.flatMap(({ part }) => part ?? [])).toEqual([
      { id: sealed.id, index: 0, sentBytes: 0, totalBytes },
      { id: sealed.id, index: 0, sentBytes: 16_384, totalBytes },
      { id: sealed.id, index: 0, sentBytes: 49_152, totalBytes },
    ]);
  });
});
