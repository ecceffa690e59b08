/** Backup of a running hub, and restore under a new epoch with the tombstones merged (docs/sync-spec.md S3.4, S3.5). */
import { closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { lockFolder } from "./folder-lock.ts";
import { newEpoch, openDatabase } from "./sqlite-store.ts";
import { databaseFile, tombstoneFile } from "./start-hub.ts";
import { TombstoneLog } from "./tombstone-log.ts";

/** A backup or restore that cannot be done; nothing was changed. */
export class BackupRefused extends Error {
  override readonly name = "BackupRefused";
  readonly cure: string;
  constructor(what: string, cure: string) {
    super(what);
    this.cure = cure;
  }
}

function flushFile(file: string): void {
  const opened = openSync(file, "r");
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

/** Copies the database while the hub may be running. The tombstone file is no part of it: keep that one apart. */
export async function backupHub({ dataDir, file }: { dataDir: string; file: string }): Promise<void> {
  const source = databaseFile(dataDir);
  if (!existsSync(source))
    throw new BackupRefused(`${source}: there is no hub database`, "give the hub's data folder with --data");
  if (existsSync(file))
    throw new BackupRefused(`${file}: exists`, "choose another name; a backup is never overwritten");
  mkdirSync(dirname(file), { recursive: true });
  const database = new Database(source, { readonly: true });
  try {
    // Written anew in the order of the keys: a copy of the pages would keep the order in which they came (S9.2).
    database.prepare("VACUUM INTO ?").run(file);
    flushFile(file);
  } finally {
    database.close();
  }
}

/**
 * Puts a backup in place of the database of a stopped hub. The epoch changes, so that devices offer their sealed bytes again;
 * what the tombstone file names is deleted from the restored database before it is served. @throws BackupRefused, FolderInUse
 */
export async function restoreHub({
  dataDir,
  file,
}: {
  dataDir: string;
  file: string;
}): Promise<{ readonly notes: readonly string[] }> {
  if (!existsSync(file))
    throw new BackupRefused(`${file}: there is no such backup`, "give the file that `hub backup` wrote");
  const target = databaseFile(dataDir);
  const unlock = lockFolder(dataDir);
  try {
    return await replaceDatabase({ dataDir, file, target });
  } finally {
    unlock();
  }
}

async function replaceDatabase({
  dataDir,
  file,
  target,
}: {
  dataDir: string;
  file: string;
  target: string;
}): Promise<{ readonly notes: readonly string[] }> {
  const fresh = `${target}.restoring`;
  rmSync(fresh, { force: true });
  copyFileSync(file, fresh);
  const notes: string[] = [];
  const tombstones = new TombstoneLog(tombstoneFile(dataDir));
  try {
    const { database, raw } = await openDatabase(fresh);
    const buried = tombstones.read();
    if (!tombstones.exists())
      notes.push(
        `${tombstoneFile(dataDir)} is lost: what was deleted after the backup may come back. Delete it again.`,
      );
    await database.transaction().execute(async (transaction) => {
      for (const { id, hash, reason, receipt, capabilityHash } of buried) {
        await transaction
          .insertInto("tombstones")
          .values({ id, hash, reason, receipt, capability_hash: capabilityHash })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        await transaction.deleteFrom("part_chunks").where("id", "=", id).execute();
        await transaction.deleteFrom("envelopes").where("id", "=", id).execute();
        await transaction.deleteFrom("messages").where("case_id", "=", id).execute();
        await transaction.deleteFrom("cases").where("case_id", "=", id).execute();
      }
      await transaction.deleteFrom("sessions").execute();
      await transaction
        .insertInto("meta")
        .values({ key: "epoch", value: newEpoch() })
        .onConflict((conflict) => conflict.column("key").doUpdateSet((set) => ({ value: set.ref("excluded.value") })))
        .execute();
    });
    raw.pragma("wal_checkpoint(TRUNCATE)");
    await database.destroy();
    notes.push(
      `${buried.length} deleted envelopes stay deleted. The epoch is new: devices offer the sealed bytes of the last 30 days again.`,
    );
  } catch (cause) {
    rmSync(fresh, { force: true });
    throw new BackupRefused(
      `${file}: ${cause instanceof Error ? cause.message : "cannot be read"}`,
      "give a whole backup of this or an older version",
    );
  }
  for (const suffix of ["-wal", "-shm"]) {
    rmSync(target + suffix, { force: true });
    rmSync(fresh + suffix, { force: true });
  }
  renameSync(fresh, target);
  return { notes };
}
