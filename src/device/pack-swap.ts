/** What every store of packs does, and when a pack may become current. Pure. */
import type { BlockRecord, PackRecord } from "./records.ts";

export type PackSwap = {
  /** The pack that becomes current. */
  readonly pack: PackRecord;
  /** Hashes that stay although the pack does not name them: form versions that drafts and cases are pinned to. */
  readonly alsoKept: readonly string[];
  /** Languages that were kept when the work began: an update must not take away what was added meanwhile. Absent: whatever is kept. */
  readonly ifKept?: readonly string[];
};

/**
 * - `swapped`: it is current now
 * - `blocks-missing`: a block that it names is not stored, for another update dropped it; nothing changed
 * - `changed-there`: a newer one became current meanwhile, or other languages are kept; nothing changed
 */
export type SwapOutcome = "swapped" | "blocks-missing" | "changed-there";

export type PackStore = {
  readonly all: () => Promise<readonly PackRecord[]>;
  readonly find: (place: string) => Promise<PackRecord | null>;
  readonly block: (of: { place: string; hash: string }) => Promise<Uint8Array | null>;
  /** Hashes of all stored blocks of a place, current or not. */
  readonly hashes: (place: string) => Promise<ReadonlySet<string>>;
  /** Stores a verified block beside the current pack; it counts only after a swap. */
  readonly stage: (block: BlockRecord) => Promise<void>;
  /** Makes a pack current and drops what is not needed any more, in one transaction (S11.2). */
  readonly swap: (swap: PackSwap) => Promise<SwapOutcome>;
  /** Notes that the hub was asked and had nothing new. */
  readonly touch: (of: { place: string; checkedAt: string }) => Promise<void>;
  /** Removes a place with all its blocks. */
  readonly remove: (place: string) => Promise<void>;
};

/** Whether a swap may happen: every block is there and nothing newer is current. */
export function judgeSwap(of: {
  readonly swap: PackSwap;
  readonly current: PackRecord | null;
  readonly stored: ReadonlySet<string>;
}): SwapOutcome {
  const { current, stored } = of;
  const { pack, ifKept } = of.swap;
  if (current && current.sequence > pack.sequence) return "changed-there";
  if (ifKept && current?.languages.join() !== ifKept.join()) return "changed-there";
  return Object.values(pack.blocks).every((hash) => stored.has(hash)) ? "swapped" : "blocks-missing";
}

/** Blocks that nobody needs once the swap is done. */
export function unusedAfter({ pack, alsoKept }: PackSwap, stored: ReadonlySet<string>): readonly string[] {
  const used = new Set([...Object.values(pack.blocks), ...alsoKept]);
  return [...stored].filter((hash) => !used.has(hash));
}
