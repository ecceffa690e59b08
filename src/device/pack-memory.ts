/** Packs in memory: for a browser that refuses storage, and for the first reading before anything is stored. */
import { judgeSwap, type PackStore, unusedAfter } from "./pack-swap.ts";
import type { PackRecord } from "./records.ts";

export function createPackMemory(): PackStore {
  const packs = new Map<string, PackRecord>();
  const blocks = new Map<string, Map<string, Uint8Array>>();
  const blocksOf = (place: string): Map<string, Uint8Array> => blocks.get(place) ?? new Map();
  return {
    all: async () => [...packs.values()],
    find: async (place) => packs.get(place) ?? null,
    block: async ({ place, hash }) => blocksOf(place).get(hash) ?? null,
    hashes: async (place) => new Set(blocksOf(place).keys()),
    stage: async ({ place, hash, bytes }) => {
      blocks.set(place, blocksOf(place).set(hash, bytes));
    },
    swap: async (swap) => {
      const { pack } = swap;
      const stored = new Set(blocksOf(pack.place).keys());
      const outcome = judgeSwap({ swap, current: packs.get(pack.place) ?? null, stored });
      if (outcome !== "swapped") return outcome;
      packs.set(pack.place, pack);
      for (const hash of unusedAfter(swap, stored)) blocksOf(pack.place).delete(hash);
      return outcome;
    },
    touch: async ({ place, checkedAt }) => {
      const current = packs.get(place);
      if (current) packs.set(place, { ...current, checkedAt });
    },
    remove: async (place) => {
      packs.delete(place);
      blocks.delete(place);
    },
  };
}
