import "fake-indexeddb/auto";
import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import { describe, expect, test } from "vitest";
import { openDeviceDatabase } from "../../src/device/device-database.ts";
import { createPackMemory } from "../../src/device/pack-memory.ts";
import { createPackStore, type PackStore } from "../../src/device/pack-store.ts";
import type { PackRecord } from "../../src/device/records.ts";

const packOf = (changes: Partial<PackRecord> = {}): PackRecord => ({
  place: "eu",
  jws: "a.b.c",
  hash: "manifest-1",
  sequence: 1,
  publishersSequence: 1,
  languages: ["fr"],
  blocks: { place: "p1", "texts.fr": "t1" },
  changedAt: "2026-11-24T12:00:00.000Z",
  checkedAt: "2026-11-24T12:00:00.000Z",
  ...changes,
});
const bytes = new Uint8Array([1, 2, 3]);
const stageAll = async (store: PackStore, hashes: readonly string[], place = "eu") => {
  for (const hash of hashes) await store.stage({ place, hash, bytes });
};

async function inIndexedDb(): Promise<PackStore> {
  const factory = { indexedDB: new IDBFactory(), IDBKeyRange };
  return createPackStore((await openDeviceDatabase({ factory })).connection);
}

/** What every pack store must do. */
function runAll(name: string, newStore: () => Promise<PackStore>): void {
  describe(`pack store: ${name}`, () => {
    test("[S11.2] a pack becomes current when all its blocks are there", async () => {
      const store = await newStore();
      await stageAll(store, ["p1", "t1"]);
      expect(await store.find("eu")).toBeNull();
      expect(await store.swap({ pack: packOf(), alsoKept: [] })).toBe("swapped");
      expect(await store.find("eu")).toEqual(packOf());
      expect(await store.all()).toEqual([packOf()]);
      expect(await store.block({ place: "eu", hash: "p1" })).toEqual(bytes);
    });

    test("[S11.2] a pack with a missing block does not become current and the old one stays whole", async () => {
      const store = await newStore();
      await stageAll(store, ["p1", "t1", "p2"]);
      await store.swap({ pack: packOf(), alsoKept: ["p2"] });
      const next = packOf({ sequence: 2, blocks: { place: "p2", "texts.fr": "t2" } });
      expect(await store.swap({ pack: next, alsoKept: [] })).toBe("blocks-missing");
      expect(await store.find("eu")).toEqual(packOf());
      expect([...(await store.hashes("eu"))].sort()).toEqual(["p1", "p2", "t1"]);
    });

    test("[S11.2] a swap drops what neither the pack nor a pinned form needs, of this place only", async () => {
      const store = await newStore();
      await stageAll(store, ["p1", "t1", "form-old", "stray"]);
      await stageAll(store, ["p1"], "town");
      expect(await store.swap({ pack: packOf(), alsoKept: ["form-old", "form-never-fetched"] })).toBe("swapped");
      expect([...(await store.hashes("eu"))].sort()).toEqual(["form-old", "p1", "t1"]);
      expect(await store.block({ place: "town", hash: "p1" })).toEqual(bytes);
    });

    test("[S11.1] an older pack does not replace a newer one that came meanwhile", async () => {
      const store = await newStore();
      await stageAll(store, ["p1", "t1"]);
      await store.swap({ pack: packOf({ sequence: 5 }), alsoKept: [] });
      expect(await store.swap({ pack: packOf({ sequence: 4 }), alsoKept: [] })).toBe("changed-there");
      expect((await store.find("eu"))?.sequence).toBe(5);
    });

    test("[LOOP-6] asking the hub is noted, and only on a pack that is there", async () => {
      const store = await newStore();
      await stageAll(store, ["p1", "t1"]);
      await store.swap({ pack: packOf(), alsoKept: [] });
      await store.touch({ place: "eu", checkedAt: "2026-11-25T00:00:00.000Z" });
      await store.touch({ place: "town", checkedAt: "2026-11-25T00:00:00.000Z" });
      expect(await store.all()).toEqual([packOf({ checkedAt: "2026-11-25T00:00:00.000Z" })]);
    });

    test("[LOOP-6] removing a place removes its blocks and no other place's", async () => {
      const store = await newStore();
      await stageAll(store, ["p1", "t1"]);
      await stageAll(store, ["q1"], "town");
      await store.swap({ pack: packOf(), alsoKept: [] });
      await store.remove("eu");
      expect(await store.find("eu")).toBeNull();
      expect((await store.hashes("eu")).size).toBe(0);
      expect((await store.hashes("town")).size).toBe(1);
    });
  });
}

runAll("memory", async () => createPackMemory());
runAll("IndexedDB", inIndexedDb);
