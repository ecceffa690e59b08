/** Gaps and forks in the messages of a case. What verified stays readable; these are shown beside it (docs/sync-spec.md S8.3). */

/** One verified message: its number, the hash of its JWS, and the hash of the one before as it names it. */
export type ChainLink = { readonly number: number; readonly hash: string; readonly previous: string | null };

export type ChainFault =
  /** Messages `from` to `until` never came. */
  | { readonly kind: "gap"; readonly from: number; readonly until: number }
  /** Two different messages have this number. */
  | { readonly kind: "fork"; readonly number: number }
  /** The message names another one before it than the one that came. */
  | { readonly kind: "broken"; readonly number: number };

/** Faults in order of number; `newest` is the highest number that is known to exist, when something tells it. */
export function findChainFaults(links: readonly ChainLink[], newest = 0): readonly ChainFault[] {
  const byNumber = new Map<number, ChainLink[]>();
  for (const link of links) {
    const same = byNumber.get(link.number) ?? [];
    if (!same.some((known) => known.hash === link.hash)) byNumber.set(link.number, [...same, link]);
  }
  const faults: ChainFault[] = [];
  let before: readonly ChainLink[] = [];
  let lastNumber = 0;
  for (const [number, same] of [...byNumber].sort(([a], [b]) => a - b)) {
    if (number > lastNumber + 1) faults.push({ kind: "gap", from: lastNumber + 1, until: number - 1 });
    else if (number > 1 && !same.some((link) => before.some((known) => known.hash === link.previous)))
      faults.push({ kind: "broken", number });
    if (same.length > 1) faults.push({ kind: "fork", number });
    before = same;
    lastNumber = number;
  }
  if (newest > lastNumber) faults.push({ kind: "gap", from: lastNumber + 1, until: newest });
  return faults;
}
