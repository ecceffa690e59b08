/** The page's connection to the device database: Dexie owns schema and upgrades; stores that the worker shares get its raw connection. */
import Dexie, { type Table } from "dexie";
import { type IDBPDatabase, wrap } from "idb";
import type { OfficerKeyFile } from "../seal/officer-keys.ts";
import {
  type CopyRecord,
  databaseName,
  type HolderRecord,
  type KeyRecord,
  type MetaRecord,
  type PersonalRecord,
  stores,
} from "./records.ts";

/** Grows by one with each schema; the steps stand in {@link openDeviceDatabase}. */
export const schemaVersion = 1;
/** Dexie multiplies its version numbers by ten. */
const dexieFactor = 10;

/** The database belongs to a newer Passerelle: this code only reads and asks to be reloaded (S7.5). */
export class NewerDatabase extends Error {
  override readonly name = "NewerDatabase";
}

/** Tables that only pages touch; outbox and packs are behind their own stores. */
export class DeviceTables extends Dexie {
  declare readonly keys: Table<KeyRecord, string>;
  declare readonly holders: Table<HolderRecord, string>;
  declare readonly drafts: Table<PersonalRecord, string>;
  declare readonly copies: Table<CopyRecord, [string, string]>;
  declare readonly cases: Table<PersonalRecord, string>;
  declare readonly meta: Table<MetaRecord, string>;
  declare readonly officers: Table<OfficerKeyFile, string>;
}

export type DeviceDatabase = {
  readonly tables: DeviceTables;
  /** The same connection for the stores on `idb`. */
  readonly connection: IDBPDatabase;
  readonly close: () => void;
};

/** A browser's own IndexedDB, or a test's. */
export type IndexedDbFactory = { readonly indexedDB: IDBFactory; readonly IDBKeyRange: typeof IDBKeyRange };

/**
 * Opens the database and brings it to this version's schema. `onNewerPage` is called when a page of a newer version wants to upgrade;
 * the connection is closed then. Throws {@link NewerDatabase}, or what the browser says when it refuses storage.
 */
export async function openDeviceDatabase({
  factory = globalThis,
  name = databaseName,
  onNewerPage = () => undefined,
}: {
  factory?: IndexedDbFactory;
  name?: string;
  onNewerPage?: () => void;
} = {}): Promise<DeviceDatabase> {
  const tables = new DeviceTables(name, {
    indexedDB: factory.indexedDB,
    IDBKeyRange: factory.IDBKeyRange,
    // Chrome's default may lose an acknowledged write in a power cut (P3).
    chromeTransactionDurability: "strict",
  });
  tables.version(1).stores(stores);
  tables.on("versionchange", () => {
    tables.close();
    onNewerPage();
  });
  await tables.open();
  const raw = tables.backendDB();
  if (raw.version > schemaVersion * dexieFactor) {
    tables.close();
    throw new NewerDatabase(`the database has version ${raw.version / dexieFactor}, this code knows ${schemaVersion}`);
  }
  return { tables, connection: wrap(raw), close: () => tables.close() };
}
