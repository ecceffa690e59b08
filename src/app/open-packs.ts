/** The packs on this device for the first paint, before the whole database is opened. Loaded only where there is one. */
import type { IDBPDatabase } from "idb";
import { openExistingDatabase } from "../device/existing-database.ts";
import { createPackStore, type PackStore } from "../device/pack-store.ts";

export async function openPacks(): Promise<{ readonly connection: IDBPDatabase; readonly store: PackStore } | null> {
  const connection = await openExistingDatabase();
  return connection && { connection, store: createPackStore(connection) };
}
