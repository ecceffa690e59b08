/** Packs in IndexedDB: written on `idb`, so that page and service worker share it. */
import type { IDBPDatabase } from "idb";
import { judgeSwap, type PackStore, unusedAfter } from "./pack-swap.ts";
import type { BlockRecord, PackRecord } from "./records.ts";

export type { PackStore } from "./pack-swap.ts";

/** Packs in the device database; the connection is the page's or the worker's and stays open. */
export function createPackStore(database: IDBPDatabase): PackStore {
  return {
    all: () => database.getAll("packs"),
    find: async (place) => {
      const found: PackRecord | undefined = await database.get("packs", place);
      return found ?? null;
    },
    block: async ({ place, hash }) => {
      const found: BlockRecord | undefined = await database.get("blocks", [place, hash]);
      return found?.bytes ?? null;
    },
    hashes: async (place) => hashesOf(await database.getAllKeysFromIndex("blocks", "place", place)),
    stage: async (block) => {
      await database.put("blocks", block);
    },
    swap: async (swap) => {
      const { pack } = swap;
      const transaction = database.transaction(["packs", "blocks"], "readwrite", { durability: "strict" });
      const packs = transaction.objectStore("packs");
      const blocks = transaction.objectStore("blocks");
      const current: PackRecord | undefined = await packs.get(pack.place);
      const stored = hashesOf(await blocks.index("place").getAllKeys(pack.place));
      const outcome = judgeSwap({ swap, current: current ?? null, stored });
      if (outcome === "swapped") {
        await packs.put(pack);
        for (const hash of unusedAfter(swap, stored)) await blocks.delete([pack.place, hash]);
      }
      await transaction.done;
      return outcome;
    },
    touch: async ({ place, checkedAt }) => {
      const transaction = database.transaction("packs", "readwrite");
      const current: PackRecord | undefined = await transaction.store.get(place);
      if (current) await transaction.store.put({ ...current, checkedAt });
      await transaction.done;
    },
    remove: async (place) => {
      const transaction = database.transaction(["packs", "blocks"], "readwrite", { durability: "strict" });
      await transaction.objectStore("packs").delete(place);
      const blocks = transaction.objectStore("blocks");
      for (const key of await blocks.index("place").getAllKeys(place)) await blocks.delete(key);
      await transaction.done;
    },
  };
}

/** Hashes in primary keys of `blocks`, which are pairs of place and hash. */
const hashesOf = (keys: readonly IDBValidKey[]): ReadonlySet<string> =>
  new Set(keys.flatMap((key) => (Array.isArray(key) && typeof key[1] === "string" ? [key[1]] : [])));
