/** A connection to the database as it is, for the service worker and for the first paint: it never creates and never upgrades (S7.5). */
import { type IDBPDatabase, openDB } from "idb";
import { databaseName } from "./records.ts";

/** Null while no page has made the database, or when the browser refuses storage. */
export async function openExistingDatabase(name: string = databaseName): Promise<IDBPDatabase | null> {
  try {
    return await openDB(name, undefined, {
      // Without a version the browser would make an empty database where there is none.
      upgrade: (_database, _oldVersion, _newVersion, transaction) => {
        // Its end is the error of the opening too, which is caught below.
        transaction.done.catch(() => undefined);
        transaction.abort();
      },
      // A page that upgrades must not wait for us.
      blocking: (_currentVersion, _blockedVersion, event) => {
        if (event.target instanceof IDBDatabase) event.target.close();
      },
    });
  } catch {
    return null;
  }
}
