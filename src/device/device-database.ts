/** The page's connection to the device database, with its schema and upgrades; stores that the worker shares get the same connection. */
import { type IDBPDatabase, wrap } from "idb";
import { type DeviceTables, deviceTables } from "./device-tables.ts";
import { databaseName, stores } from "./records.ts";
import { storedVersion } from "./stored-version.ts";

export type { DeviceTables } from "./device-tables.ts";

/** Grows by one with each schema; the steps stand in {@link upgrade}. */
export const schemaVersion = 1;

/** The database belongs to a newer Passerelle: this code only reads and asks to be reloaded (S7.5). */
export class NewerDatabase extends Error {
  override readonly name = "NewerDatabase";
}

export type DeviceDatabase = {
  readonly tables: DeviceTables;
  /** The same connection for the stores on `idb`. */
  readonly connection: IDBPDatabase;
  readonly close: () => void;
};

/** A browser's own IndexedDB, or a test's. */
export type IndexedDbFactory = { readonly indexedDB: IDBFactory; readonly IDBKeyRange: typeof IDBKeyRange };

/** `[place+hash]` is the key path of two fields. */
const keyPath = (notation: string): string | string[] =>
  notation.startsWith("[") ? notation.slice(1, -1).split("+") : notation;

/** Makes a store as {@link stores} notes it: first the key, then the indexes, `&` for unique ones. */
function createStore(database: IDBDatabase, name: string, notation: string): void {
  const [key = "", ...indexes] = notation.split(", ");
  const store = database.createObjectStore(name, { keyPath: keyPath(key) });
  for (const index of indexes) {
    const path = index.replace("&", "");
    store.createIndex(path, path, { unique: index.startsWith("&") });
  }
}

/** The steps from one schema to the next. */
function upgrade(database: IDBDatabase, from: number): void {
  if (from < 1) for (const [name, notation] of Object.entries(stores)) createStore(database, name, notation);
}

function open({ indexedDB }: IndexedDbFactory, name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, schemaVersion);
    request.onupgradeneeded = ({ oldVersion }) => upgrade(request.result, oldVersion);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException("the database cannot be opened", "UnknownError"));
  });
}

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
  const before = await storedVersion({ indexedDB: factory.indexedDB, name });
  if (before > schemaVersion)
    throw new NewerDatabase(`the database has version ${before}, this code knows ${schemaVersion}`);
  const database = await open(factory, name);
  database.onversionchange = () => {
    database.close();
    onNewerPage();
  };
  const connection = wrap(database);
  return { tables: deviceTables(connection), connection, close: () => database.close() };
}
