import "fake-indexeddb/auto";
import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import { beforeEach, describe, expect, test } from "vitest";
import { type BlockEntry, packPaths } from "../../src/core/pack.ts";
import { openDeviceDatabase } from "../../src/device/device-database.ts";
import { createPackStore, type PackStore } from "../../src/device/pack-store.ts";
import { keepFromDevice, verifyStoredManifest } from "../../src/sync/pack-keep.ts";
import { type PackProgress, type PackUpdate, updatePack } from "../../src/sync/pack-update.ts";
import { now, type PackHub, packHub, place } from "./pack-hub.ts";

let hub: PackHub;
let store: PackStore;
beforeEach(async () => {
  hub = await packHub();
  const factory = { indexedDB: new IDBFactory(), IDBKeyRange };
  store = createPackStore((await openDeviceDatabase({ factory })).connection);
});

const update = (changes: Partial<PackUpdate> = {}) =>
  updatePack({
    transport: hub.transport,
    store,
    roots: hub.roots,
    place,
    languages: ["en", "fr"],
    scope: "whole",
    now,
    ...changes,
  });
const pathOf = (entry: BlockEntry | undefined): string => packPaths.block(place, entry?.hash ?? "");
const html = () => new Response("<html>sign in</html>", { headers: { "content-type": "text/html" } });

describe("a first pack", () => {
  test("[LOOP-6] structure, forms and the languages asked for come, the others do not", async () => {
    await hub.publish({ sequence: 1 });
    const progress: PackProgress[] = [];
    const result = await update({ languages: ["fr", "en", "ti"], onProgress: (step) => progress.push(step) });
    expect(result).toMatchObject({ ok: true, outcome: "updated" });
    const pack = await store.find(place);
    expect(pack?.languages).toEqual(["en", "fr"]);
    expect(Object.keys(pack?.blocks ?? {}).sort()).toEqual(["form.question", "place", "texts.en", "texts.fr"]);
    const last = progress.at(-1);
    expect(last?.receivedBytes).toBe(last?.totalBytes);
    expect(last?.totalBytes).toBeGreaterThan(0);
  });

  test("[LOOP-6] for the first screen only structure and texts come, and the rest later without them again", async () => {
    await hub.publish({ sequence: 1 });
    await update({ scope: "reading" });
    expect(Object.keys((await store.find(place))?.blocks ?? {})).not.toContain("form.question");
    hub.asked.length = 0;
    await update();
    expect(Object.keys((await store.find(place))?.blocks ?? {})).toContain("form.question");
    expect(hub.asked).toHaveLength(2);
  });
});

describe("an update", () => {
  test("[S11.5] blocks of the same hash are not fetched again", async () => {
    await hub.publish({ sequence: 1 });
    await update();
    const { blocks } = await hub.publish({ sequence: 2, words: "Other town" });
    hub.asked.length = 0;
    expect(await update()).toMatchObject({ ok: true, outcome: "updated" });
    expect(hub.asked.sort()).toEqual(
      [packPaths.manifest(place), pathOf(blocks["texts.en"]), pathOf(blocks["texts.fr"])].sort(),
    );
  });

  test("[S11.5] the same manifest again fetches nothing and notes that the hub was asked", async () => {
    await hub.publish({ sequence: 1 });
    await update();
    hub.asked.length = 0;
    const later = () => new Date("2026-11-25T12:00:00Z");
    expect(await update({ now: later })).toMatchObject({ ok: true, outcome: "unchanged" });
    expect(hub.asked).toEqual([packPaths.manifest(place)]);
    expect(await store.find(place)).toMatchObject({
      changedAt: now().toISOString(),
      checkedAt: later().toISOString(),
    });
  });

  test("[S11.2] a form version that was kept stays when a newer one comes, other old blocks go", async () => {
    const first = await hub.publish({ sequence: 1 });
    await update();
    await hub.publish({ sequence: 2, formTitle: "New question", words: "Other" });
    await update();
    const hashes = await store.hashes(place);
    expect(hashes.has(first.blocks["form.question"]?.hash ?? "")).toBe(true);
    expect(hashes.has(first.blocks["texts.fr"]?.hash ?? "")).toBe(false);
  });

  test("[S11.3] [BAD-pack] an interrupted update leaves the old pack current, and the next try goes on from there", async () => {
    await hub.publish({ sequence: 1 });
    await update();
    const before = await store.find(place);
    const { blocks } = await hub.publish({ sequence: 2, words: "Other town" });
    const path = pathOf(blocks["texts.fr"]);
    hub.bent.set(path, () => {
      throw new TypeError("connection lost");
    });
    expect(await update()).toEqual({ ok: false, fault: { kind: "network", failure: "no-connection" } });
    expect(await store.find(place)).toEqual(before);
    for (const hash of Object.values(before?.blocks ?? {})) expect(await store.block({ place, hash })).not.toBeNull();
    hub.bent.clear();
    hub.asked.length = 0;
    expect(await update()).toMatchObject({ ok: true, outcome: "updated" });
    expect(hub.asked).toEqual([packPaths.manifest(place), path]);
  });

  test("[S11.2] [BAD-pack] a block with a wrong hash stops the update and the old pack stays", async () => {
    await hub.publish({ sequence: 1 });
    await update();
    const before = await store.find(place);
    const { blocks } = await hub.publish({ sequence: 2, words: "Other town" });
    hub.bent.set(
      pathOf(blocks["texts.fr"]),
      () => new Response("x".repeat(blocks["texts.fr"]?.bytes ?? 0), { headers: { "content-type": "text/plain" } }),
    );
    expect(await update()).toMatchObject({ ok: false, fault: { kind: "refused", reason: "block-hash-wrong" } });
    expect(await store.find(place)).toEqual(before);
    expect((await store.hashes(place)).has(blocks["texts.fr"]?.hash ?? "")).toBe(false);
  });

  test("[BAD-pack] a signed block that is no block is refused", async () => {
    const published = await hub.publish({ sequence: 1 });
    const { place: structure } = published.blocks;
    if (!structure) throw new Error("no structure");
    await hub.publish({ sequence: 2, changes: { blocks: [{ ...structure, name: "texts.fr" }] } });
    expect(await update()).toMatchObject({ ok: false, fault: { kind: "refused", reason: "block-malformed" } });
    expect(await store.find(place)).toBeNull();
  });
});

describe("a manifest that must not be taken", () => {
  test("[S11.1] [BAD-pack] an expired one from the network, a lower sequence, another place, and a stranger's", async () => {
    await hub.publish({ sequence: 5 });
    await update();
    const before = await store.find(place);
    const refused = async (reason: string) =>
      expect(await update()).toMatchObject({ ok: false, fault: { kind: "refused", reason } });
    await hub.publish({ sequence: 6, changes: { expiresAt: "2026-11-01T00:00:00Z" } });
    await refused("manifest-expired");
    await hub.publish({ sequence: 4 });
    await refused("sequence-too-low");
    await hub.publish({ sequence: 5, words: "Forged" });
    await refused("same-sequence-other-bytes");
    await hub.publish({ sequence: 7, changes: { place: "other" } });
    await refused("place-other");
    const stranger = await packHub();
    const { jws } = await stranger.publish({ sequence: 8 });
    hub.bent.set(packPaths.manifest(place), () => new Response(jws));
    await refused("publisher-unknown");
    expect(await store.find(place)).toEqual(before);
  });

  test("[S6.2] a captive portal's page instead of the manifest or of a block changes nothing", async () => {
    const { blocks } = await hub.publish({ sequence: 1 });
    hub.bent.set(packPaths.manifest(place), html);
    expect(await update()).toEqual({ ok: false, fault: { kind: "network", failure: "captive-portal" } });
    hub.bent.clear();
    hub.bent.set(pathOf(blocks["texts.en"]), html);
    expect(await update()).toEqual({ ok: false, fault: { kind: "network", failure: "captive-portal" } });
    expect(await store.find(place)).toBeNull();
  });

  test("[LOOP-2] a practice pack is taken only by an app that was built with practice roots", async () => {
    const practice = await packHub({ practice: true });
    await practice.publish({ sequence: 1 });
    const roots = { ...practice.roots, practice: false };
    const refused = await updatePack({
      transport: practice.transport,
      store,
      roots,
      place,
      languages: ["en"],
      scope: "whole",
      now,
    });
    expect(refused).toMatchObject({ ok: false, fault: { kind: "refused", reason: "practice-not-allowed" } });
    expect(await update({ transport: practice.transport, roots: practice.roots })).toMatchObject({ ok: true });
  });
});

describe("what is on the device", () => {
  test("[S11.4] a manifest past its expiry stays readable and is marked stale", async () => {
    await hub.publish({ sequence: 1 });
    await update();
    const pack = await store.find(place);
    if (!pack) throw new Error("no pack");
    const check = (at: string) => verifyStoredManifest({ pack, roots: hub.roots, now: new Date(at) });
    expect(await check("2026-11-24T12:00:00Z")).toMatchObject({ ok: true, isStale: false });
    expect(await check("2027-11-24T12:00:00Z")).toMatchObject({ ok: true, isStale: true });
  });

  test("[LOOP-6] fewer languages are kept without the hub, more ask it, none removes the place", async () => {
    await hub.publish({ sequence: 1 });
    await update();
    hub.asked.length = 0;
    expect(await keepFromDevice({ store, place, languages: ["fr"] })).toBe(true);
    expect((await store.find(place))?.languages).toEqual(["fr"]);
    expect(await keepFromDevice({ store, place, languages: ["fr", "ar"] })).toBe(false);
    expect((await store.find(place))?.languages).toEqual(["fr"]);
    expect(await keepFromDevice({ store, place, languages: [] })).toBe(true);
    expect(await store.all()).toEqual([]);
    expect(hub.asked).toEqual([]);
  });

  test("[S11.2] an update that began before a language was added does not take it away", async () => {
    await hub.publish({ sequence: 1 });
    await update({ languages: ["fr"] });
    const { blocks } = await hub.publish({ sequence: 2, words: "Other town" });
    const path = pathOf(blocks["texts.fr"]);
    hub.bent.set(path, async () => {
      hub.bent.clear();
      await keepFromDevice({ store, place, languages: ["fr"] });
      await update({ languages: ["fr", "ar"] });
      return new Response("late", { status: 500 });
    });
    expect((await update({ languages: "as-kept" })).ok).toBe(false);
    expect(await store.find(place)).toMatchObject({ sequence: 2, languages: ["fr", "ar"] });
    await hub.publish({ sequence: 3, words: "Third town" });
    const slow = update({
      languages: "as-kept",
      store: {
        ...store,
        hashes: async (of) => {
          const hashes = await store.hashes(of);
          await update({ languages: ["fr"] });
          return hashes;
        },
      },
    });
    expect(await slow).toEqual({ ok: false, fault: { kind: "overtaken" } });
    expect(await store.find(place)).toMatchObject({ sequence: 3, languages: ["fr"] });
  });

  test("[S11.3] a store that is full leaves the old pack current and says so", async () => {
    await hub.publish({ sequence: 1 });
    await update();
    const before = await store.find(place);
    await hub.publish({ sequence: 2, words: "Other town" });
    const full: PackStore = {
      ...store,
      stage: () => Promise.reject(new DOMException("full", "QuotaExceededError")),
    };
    expect(await update({ store: full })).toEqual({ ok: false, fault: { kind: "storage", isFull: true } });
    expect(await store.find(place)).toEqual(before);
  });
});
