/** Changes what a device keeps of a place without asking the hub, and reads what its manifest on the device says. */
import type { Manifest } from "../core/pack.ts";
import { manifest as parseManifest } from "../core/pack.ts";
import type { PackStore } from "../device/pack-store.ts";
import type { PackRecord } from "../device/records.ts";
import { readJws } from "../seal/jws.ts";
import { type ManifestResult, type Roots, verifyManifest } from "../seal/manifest.ts";
import { blocksFor, pinnedForms } from "./pack-update.ts";

/** The manifest of a stored pack, which was verified before it was stored; null only when the record is damaged. */
export const manifestOf = (pack: Pick<PackRecord, "jws">): Manifest | null =>
  readJws({ jws: pack.jws, type: "manifest", parse: parseManifest })?.payload ?? null;

/** Verifies a stored manifest again; past its expiry it stays readable and is marked stale (S11.4). */
export const verifyStoredManifest = (of: {
  readonly pack: PackRecord;
  readonly roots: Roots;
  readonly now: Date;
}): Promise<ManifestResult> =>
  verifyManifest({
    jws: of.pack.jws,
    roots: of.roots,
    place: of.pack.place,
    now: of.now,
    source: "device",
    allowPractice: of.roots.practice,
  });

/**
 * Keeps exactly these languages of a place, with blocks that are on the device; none removes the place. False when blocks are missing
 * and the hub must be asked; nothing changed then.
 */
export async function keepFromDevice(of: {
  readonly store: PackStore;
  readonly place: string;
  readonly languages: readonly string[];
}): Promise<boolean> {
  const { store, place } = of;
  if (of.languages.length === 0) {
    await store.remove(place);
    return true;
  }
  const current = await store.find(place);
  const manifest = current && manifestOf(current);
  if (!current || !manifest) return false;
  const languages = manifest.languages.filter((language) => of.languages.includes(language));
  if (languages.length !== of.languages.length) return false;
  const wanted = blocksFor(manifest, { languages, scope: "whole" });
  const blocks = Object.fromEntries(wanted.map(({ name, hash }) => [name, hash]));
  return (await store.swap({ pack: { ...current, languages, blocks }, alsoKept: pinnedForms(manifest) })) === "swapped";
}
