/** What a choice of languages costs, told before anything is fetched. */
import type { KeptPlace } from "../../services.ts";

export const keptLanguagesOf = ({ languages }: KeptPlace): readonly string[] =>
  languages.filter(({ isKept }) => isKept).map(({ language }) => language);

/** Bytes of a place that are on this device now. */
export const keptBytesOf = ({ bytes, isKept, languages }: KeptPlace): number =>
  isKept ? languages.filter((one) => one.isKept).reduce((sum, one) => sum + one.bytes, bytes) : 0;

/** What `packs.keep` of these languages would fetch (bytes on the wire) and free (bytes stored). */
export function costOf(
  place: KeptPlace,
  wanted: ReadonlySet<string>,
): { readonly isChanged: boolean; readonly downloadBytes: number; readonly freedBytes: number } {
  const added = place.languages.filter((one) => wanted.has(one.language) && !one.isKept);
  const dropped = place.languages.filter((one) => !wanted.has(one.language) && one.isKept);
  const base = place.isKept || added.length === 0 ? 0 : place.wireBytes;
  return {
    isChanged: added.length + dropped.length > 0,
    downloadBytes: added.reduce((sum, one) => sum + one.wireBytes, base),
    freedBytes: dropped.reduce((sum, one) => sum + one.bytes, 0),
  };
}
