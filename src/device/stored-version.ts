/** Which version the database has, without changing it: a newer page's schema is left alone (S7.5). */

/** IndexedDB's own number; 0 when there is no database. Rejects when the browser refuses storage. */
export function storedVersion({ indexedDB, name }: { indexedDB: IDBFactory; name: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    let isNew = false;
    request.onupgradeneeded = () => {
      // Opened without a version, an empty database would be made where there is none.
      isNew = true;
      request.transaction?.abort();
    };
    request.onsuccess = () => {
      const { version } = request.result;
      request.result.close();
      resolve(version);
    };
    request.onerror = (event) => {
      event.preventDefault();
      if (isNew) resolve(0);
      else reject(request.error ?? new DOMException("the database cannot be opened", "UnknownError"));
    };
  });
}
