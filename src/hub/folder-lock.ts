/** One process at a time uses a data folder: a hub that runs, or a restore. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";

/** The data folder is in use by another process. */
export class FolderInUse extends Error {
  override readonly name = "FolderInUse";
  readonly cure = "stop the hub that uses it, or give another folder with --data";
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error && "code" in error && typeof error.code === "string" && error.code.startsWith("SQLITE_BUSY");

/**
 * Takes the folder until the returned function is called. The lock is the operating system's, on an empty database beside the
 * hub's, so it ends with the process however that ends. @throws FolderInUse
 */
export function lockFolder(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = new Database(join(dataDir, "hub.lock"), { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if (isBusy(error)) throw new FolderInUse(`${dataDir}: a hub runs with this data folder`);
    throw error;
  }
  return () => {
    lock.close();
  };
}
