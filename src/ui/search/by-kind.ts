import type { ItemKind } from "../../core/address.ts";
import type { SearchEntry } from "./search.ts";

/** Hits by kind; the kind of the best hit first, the order within a kind stays. */
export function byKind(
  hits: readonly SearchEntry[],
): readonly { readonly kind: ItemKind; readonly hits: readonly SearchEntry[] }[] {
  const groups = new Map<ItemKind, SearchEntry[]>();
  for (const hit of hits) {
    const group = groups.get(hit.kind);
    if (group) group.push(hit);
    else groups.set(hit.kind, [hit]);
  }
  return [...groups].map(([kind, some]) => ({ kind, hits: some }));
}
