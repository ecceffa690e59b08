/** Which desk keys something is sealed to now: the newest valid one of the desk, as the manifest on this device certifies it (S7.6). */
import type { CertifiedKey, Manifest } from "../../core/pack.ts";
import { newestValid } from "../../seal/validity.ts";

/** None when the desk has no certified key that is valid at `at`: then nothing is finalised. */
export const deskKeysNow = (of: { manifest: Manifest; desk: string; at: Date }): readonly CertifiedKey[] =>
  of.manifest.desks.filter(({ id }) => id === of.desk).flatMap(({ keys }) => newestValid(keys, of.at) ?? []);
