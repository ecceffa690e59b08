/** "Delete everything": all that Passerelle keeps in this browser goes, so that the next user finds nothing (P9). */

/** Each is tried whatever happens to the others. */
export type DeletionSteps = {
  /** Ends our own connections, which would block the deletion of the database. */
  readonly closeDatabase: () => void;
  readonly deleteDatabase: () => Promise<void>;
  readonly deletePreferences: () => Promise<void>;
  readonly deleteCaches: () => Promise<void>;
  readonly unregisterServiceWorkers: () => Promise<void>;
  readonly removeWitness: () => void;
};

/** Throws an AggregateError of what could not be deleted, after everything else was. */
export async function deleteEverything(steps: DeletionSteps): Promise<void> {
  const failures: unknown[] = [];
  const attempt = async (step: () => Promise<void> | void) => {
    try {
      await step();
    } catch (error) {
      failures.push(error);
    }
  };
  // The worker first, so that it does not write while the rest goes; the cookie last, so that a half-done deletion is still noticed.
  await attempt(steps.unregisterServiceWorkers);
  await attempt(steps.closeDatabase);
  await attempt(steps.deleteDatabase);
  await attempt(steps.deletePreferences);
  await attempt(steps.deleteCaches);
  if (failures.length === 0) await attempt(steps.removeWitness);
  if (failures.length > 0) throw new AggregateError(failures, "not everything could be deleted");
}

/** Resolves once the database is gone; rejects while another tab keeps it open. */
export function deleteDatabase({ indexedDB, name }: { indexedDB: IDBFactory; name: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error ?? new Error(`the database ${name} cannot be deleted`));
    request.onblocked = () => reject(new Error(`another tab keeps the database ${name} open`));
  });
}
