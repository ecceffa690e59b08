/** The device database as the worker uses it: as it is, never upgraded, open only while it is needed (S7.5). */
import type { IDBPDatabase } from "idb";
import { parseAddress } from "../src/core/address.ts";
import { openExistingDatabase } from "../src/device/existing-database.ts";
import { createPackStore } from "../src/device/pack-store.ts";
import type { PackRecord } from "../src/device/records.ts";

/** Runs with an open connection; null while no page has made the database, or when the browser refuses storage. */
export async function withDevice<T>(use: (connection: IDBPDatabase) => Promise<T>): Promise<T | null> {
  const connection = await openExistingDatabase();
  if (!connection) return null;
  try {
    return await use(connection);
  } finally {
    connection.close();
  }
}

export const keptPacks = async (): Promise<readonly PackRecord[]> =>
  (await withDevice((connection) => createPackStore(connection).all())) ?? [];

/** Whether the app can show an address from what is on the device, without asking the hub. */
export function isReadable(path: string, packs: readonly Pick<PackRecord, "place" | "languages">[]): boolean {
  if (path === "/") return packs.length > 0;
  const address = parseAddress(path);
  switch (address.kind) {
    case "own":
    case "desk":
      return true;
    case "home":
      return packs.some(({ languages }) => languages.includes(address.language));
    case "of-place":
      return packs.some(({ place, languages }) => place === address.place && languages.includes(address.language));
    case "unknown":
      return false;
    default:
      return address satisfies never;
  }
}
