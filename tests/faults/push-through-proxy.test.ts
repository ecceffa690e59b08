import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSqliteStore } from "../../src/hub/sqlite-store.ts";
import { databaseFile, tombstoneFile } from "../../src/hub/start-hub.ts";
import { TombstoneLog } from "../../src/hub/tombstone-log.ts";
import { createHttpTransport, type Transport } from "../../src/sync/http-transport.ts";
import { type HubChild, makeHubChildren } from "../convergence/hub-child.ts";
import { type HubInAFolder, hubInAFolder } from "../hub/hub-in-a-folder.ts";
import { makeDevice } from "../sync/test-device.ts";
import { captivePortal, type Exchange, type Fault, type FaultProxy, startFaultProxy } from "./fault-proxy.ts";

// The numbers are those of the catalogue of faults.
describe("pushing to a real hub process through a proxy that breaks things", () => {
  let folder: HubInAFolder;
  let children: Awaited<ReturnType<typeof makeHubChildren>>;
  let hub: HubChild;
  let proxy: FaultProxy;
  const scripts = { next: (_: Exchange): Fault => ({ kind: "pass" }) };
  const finalised = new Set<string>();

  beforeAll(async () => {
    folder = await hubInAFolder();
    children = await makeHubChildren(folder.folder);
    hub = await children.start();
    proxy = await startFaultProxy({ target: hub.address, script: (exchange) => scripts.next(exchange) });
  });
  afterAll(async () => {
    await proxy.close();
    children.killAll();
    await folder.close();
  });

  const transport = (): Transport => createHttpTransport({ base: proxy.url });
  async function deviceWith(submissions: number, parts: readonly Uint8Array[] = []) {
    const device = await makeDevice({ transport: transport(), hubs: children.hubs });
    device.clock.nowMs = Date.now();
    const ids: string[] = [];
    for (let made = 0; made < submissions; made++) {
      const sealed = await folder.submission({ parts });
      await device.finalise(sealed);
      ids.push(sealed.id);
      finalised.add(sealed.id);
    }
    const statuses = async () => (await Promise.all(ids.map(device.entry))).map(({ status }) => status);
    return { device, ids, statuses };
  }
  /** The fault hits the first exchange only. */
  const once = (fault: Fault) => {
    let isDone = false;
    scripts.next = () => {
      if (isDone) return { kind: "pass" };
      isDone = true;
      return fault;
    };
  };

  test("[S6.4][S6.6] F12: a connection reset at any byte of a request loses nothing", async () => {
    for (const afterBytes of [0, 1, 4, 500, 2_000, 4_000]) {
      const { device, statuses } = await deviceWith(2);
      once({ kind: "resetRequest", afterBytes });
      expect(await device.drain()).toMatchObject({ kind: "failed", failure: { kind: "no-connection" } });
      expect(await statuses()).toEqual(["waiting", "waiting"]);
      expect(await device.drain()).toEqual({ kind: "done" });
      expect(await statuses()).toEqual(["received", "received"]);
    }
  });

  test("[S1.3][S6.4] F13: an answer that is lost after the hub committed is asked for again", async () => {
    const { device, statuses } = await deviceWith(3);
    once({ kind: "dropResponse" });
    expect((await device.drain()).kind).toBe("failed");
    expect(await statuses()).toEqual(["waiting", "waiting", "waiting"]);
    expect(await device.drain()).toEqual({ kind: "done" });
    expect(await statuses()).toEqual(["received", "received", "received"]);
  });

  test("[S6.2] F14: an answer that is cut off at any byte is no result", async () => {
    for (const afterBytes of [0, 1, 20, 200, 900, 1_500]) {
      const { device, statuses } = await deviceWith(2);
      once({ kind: "cutResponse", afterBytes });
      expect((await device.drain()).kind).toBe("failed");
      expect(await statuses()).toEqual(["waiting", "waiting"]);
      expect(await device.drain()).toEqual({ kind: "done" });
    }
  });

  test("[S2.6][S6.2] F15: a bit that flips anywhere in an answer is never taken for a result", async () => {
    const { device, ids } = await deviceWith(1);
    let received = 0;
    for (let bit = 3; bit < 8 * 900 && received === 0; bit += 293) {
      once({ kind: "flipBit", bit });
      await device.drain();
      received = (await device.entry(ids[0] ?? "")).status === "received" ? bit : 0;
    }
    // Outside the result only the epoch's text can change; then the envelope is offered once more.
    expect(await device.entry(ids[0] ?? "")).not.toMatchObject({ status: "refused" });
    scripts.next = () => ({ kind: "pass" });
    expect(await device.drain()).toEqual({ kind: "done" });
    expect(await device.entry(ids[0] ?? "")).toMatchObject({ status: "received", receiptFault: null });
  });

  test("[S6.5] F18: behind a captive portal everything waits, and the person is told to sign in", async () => {
    const { device, statuses } = await deviceWith(1, [new Uint8Array(5_000)]);
    const portals: readonly Fault[] = [
      captivePortal,
      { kind: "answer", status: 302, headers: { location: "http://portal.example/" }, body: "" },
      { kind: "answer", status: 511, headers: {}, body: "sign in" },
    ];
    for (const portal of portals) {
      scripts.next = () => portal;
      expect(await device.drain()).toMatchObject({ kind: "failed", failure: { kind: "captive-portal" } });
      expect(await statuses()).toEqual(["waiting"]);
    }
    scripts.next = () => ({ kind: "pass" });
    expect(await device.drain()).toEqual({ kind: "done" });
  });

  test("[S2.1][S6.6] F12: an upload that is cut again and again ends at the right bytes", async () => {
    const { device, statuses } = await deviceWith(1, [new Uint8Array(150_000).fill(7)]);
    const faults: readonly Fault[] = [
      { kind: "pass" },
      { kind: "dropResponse" },
      { kind: "resetRequest", afterBytes: 10_000 },
      { kind: "pass" },
      { kind: "cutResponse", afterBytes: 0 },
    ];
    scripts.next = ({ number }) => faults[number % faults.length] ?? { kind: "pass" };
    for (let attempt = 0; attempt < 60 && (await statuses())[0] !== "received"; attempt++) await device.drain();
    expect(await statuses()).toEqual(["received"]);
  });

  test("[S2.4][S6.6] F64: a copied device profile sends the same outbox; each is there once and both learn it", async () => {
    scripts.next = () => ({ kind: "pass" });
    const one = await deviceWith(0);
    const copy = await deviceWith(0);
    const sealed = await Promise.all([folder.submission(), folder.submission(), folder.submission()]);
    for (const device of [one.device, copy.device]) for (const each of sealed) await device.finalise(each);
    for (const { id } of sealed) finalised.add(id);
    expect(await Promise.all([one.device.drain(), copy.device.drain()])).toEqual([{ kind: "done" }, { kind: "done" }]);
    for (const { id } of sealed) {
      const [mine, theirs] = [await one.device.entry(id), await copy.device.entry(id)];
      expect([mine.status, theirs.status]).toEqual(["received", "received"]);
      expect(mine.receipt).toBe(theirs.receipt);
    }
  });

  test("[S6.6] F26: the hub is killed while it is pushed to; afterwards each is there once", async () => {
    const { device, statuses } = await deviceWith(30);
    const draining = device.drain();
    await new Promise((resolve) => setTimeout(resolve, 15));
    await hub.kill();
    await draining;
    hub = await children.start();
    await proxy.close();
    proxy = await startFaultProxy({ target: hub.address, script: (exchange) => scripts.next(exchange) });
    const again = transport();
    expect(await device.drain({ transport: again })).toEqual({ kind: "done" });
    expect(new Set(await statuses())).toEqual(new Set(["received"]));

    await hub.kill();
    const store = await openSqliteStore({
      file: databaseFile(children.dataDir),
      tombstones: new TombstoneLog(tombstoneFile(children.dataDir)),
      signReceipt: () => Promise.reject(new Error("nothing is received here")),
      now: () => new Date(),
    });
    const kept = (await store.inbox({ place: "example-town", desk: "newcomers" })).map(({ id }) => id);
    await store.close();
    expect(kept).toHaveLength(finalised.size);
    expect(new Set(kept)).toEqual(finalised);
  });
});
