/** The steps of "delete everything" in this browser (P9). */
import { type DeletionSteps, deleteDatabase } from "../device/delete-all.ts";
import { databaseName } from "../device/records.ts";
import { type CookieJar, removeWitnessCookie } from "../device/witness.ts";

/** The browser's cookies: the witness is the only one of ours. */
export const documentCookies: CookieJar = {
  read: () => document.cookie,
  write: (cookie) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and Safari.
    document.cookie = cookie;
  },
};

async function deleteCaches(): Promise<void> {
  for (const name of await caches.keys()) await caches.delete(name);
}

async function unregisterWorkers(): Promise<void> {
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  for (const registration of registrations) await registration.unregister();
}

export const browserDeletion = (closeDatabase: () => void): DeletionSteps => ({
  closeDatabase,
  deleteDatabase: () => deleteDatabase({ indexedDB, name: databaseName }),
  deletePreferences: async () => (await import("idb-keyval")).clear(),
  deleteCaches,
  unregisterServiceWorkers: unregisterWorkers,
  removeWitness: () => removeWitnessCookie(documentCookies),
});
