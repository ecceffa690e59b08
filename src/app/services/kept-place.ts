/** A place as the settings list it: what is kept of it, and what it costs. Pure. */
import type { BlockEntry, Manifest } from "../../core/pack.ts";
import type { PackRecord } from "../../device/records.ts";
import type { KeptPlace } from "../../ui/services.ts";

type Size = { readonly bytes: number; readonly wireBytes: number };
const sumOf = (blocks: readonly BlockEntry[]): Size => ({
  bytes: blocks.reduce((sum, block) => sum + block.bytes, 0),
  wireBytes: blocks.reduce((sum, block) => sum + block.wireBytes, 0),
});

export function keptPlaceOf(of: {
  readonly manifest: Manifest;
  readonly titles: Readonly<Record<string, string>>;
  /** Null when it is not kept. */
  readonly pack: PackRecord | null;
  readonly now: Date;
}): KeptPlace {
  const { manifest, titles, pack, now } = of;
  const ofLanguage = (language: string) => manifest.blocks.filter(({ name }) => name === `texts.${language}`);
  return {
    place: manifest.place,
    titles,
    practice: manifest.practice,
    languages: manifest.languages.map((language) => ({
      language,
      isKept: pack?.languages.includes(language) ?? false,
      ...sumOf(ofLanguage(language)),
    })),
    ...sumOf(manifest.blocks.filter(({ name }) => !name.startsWith("texts."))),
    isKept: pack !== null,
    issuedAt: pack ? manifest.issuedAt : null,
    changedAt: pack?.changedAt ?? null,
    checkedAt: pack?.checkedAt ?? null,
    isStale: pack !== null && now.getTime() > Date.parse(manifest.expiresAt),
  };
}

/** Bytes on the device of what is kept of a place. */
export const keptBytes = (place: KeptPlace): number =>
  place.languages.filter(({ isKept }) => isKept).reduce((sum, { bytes }) => sum + bytes, place.bytes);

/** Bytes on the wire of a place in some languages, as far as they are not kept. */
export const missingWireBytes = (place: KeptPlace, languages: readonly string[]): number =>
  place.languages
    .filter(({ language, isKept }) => !isKept && languages.includes(language))
    .reduce((sum, { wireBytes }) => sum + wireBytes, place.isKept ? 0 : place.wireBytes);
