/** What an officer's browser keeps: the key file under its passphrase, and what waits for the first login. Nothing in it is readable alone. */
import type { DeviceTables } from "../device/device-database.ts";
import type { OfficerRecord } from "../device/records.ts";
import { type OfficerKeyFile, officerKeyFile, officerPublicKeys } from "../seal/officer-keys.ts";

export type { OfficerRecord } from "../device/records.ts";

export type OfficerStore = {
  readonly all: () => Promise<readonly OfficerRecord[]>;
  /** False when the browser would not keep it. */
  readonly save: (record: OfficerRecord) => Promise<boolean>;
  readonly remove: (kid: string) => Promise<void>;
};

export const officerStoreOn = ({ officers }: Pick<DeviceTables, "officers">): OfficerStore => ({
  all: () => officers.all(),
  save: async (record) => {
    try {
      await officers.put(record);
      return true;
    } catch {
      return false;
    }
  },
  remove: (kid) => officers.delete(kid),
});

/** The record that a recovery file makes in another browser: certified already, or to be certified again as an officer. */
export function recordOfRecoveryFile(file: OfficerKeyFile): OfficerRecord {
  const { kid, place, desk } = file;
  const request = { v: 1, purpose: "officer", place, desk, officer: officerPublicKeys(file) } as const;
  return { kid, file, request, waiting: [], seen: null };
}

/** A recovery file's text; null when it is none. */
export function readRecoveryFile(text: string): OfficerKeyFile | null {
  try {
    return officerKeyFile(JSON.parse(text));
  } catch {
    return null;
  }
}
