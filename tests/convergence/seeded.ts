/** Chance that can be repeated: mulberry32 (Tommy Ettinger, public domain). */
export function seeded(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    chance: (probability: number): boolean => next() < probability,
    pick: <T>(list: readonly T[]): T | undefined => list[below(list.length)],
  };
}
export type Seeded = ReturnType<typeof seeded>;
