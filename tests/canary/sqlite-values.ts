/** Values of an SQLite file, whole: on disk a long one is spread over pages. Firefox's IndexedDB compresses its own with Snappy. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { uncompress } from "./snappy.ts";

const magic = "SQLite format 3\0";

export const isSqlite = (file: Buffer): boolean => file.subarray(0, magic.length).toString("latin1") === magic;

function uncompressedOrNothing(value: Buffer): readonly Buffer[] {
  try {
    return [Buffer.from(uncompress(new Uint8Array(value)))];
  } catch {
    return [];
  }
}

/** Every text and blob of every table, also decompressed where it is Snappy. The file itself is not touched. */
export function sqliteValues(path: string): readonly Buffer[] {
  const folder = mkdtempSync(join(tmpdir(), "passerelle-sqlite-"));
  const copy = join(folder, "copy.sqlite");
  try {
    copyFileSync(path, copy);
    if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${copy}-wal`);
    const database = new Database(copy);
    // Firefox's own collations are unknown here; reading needs none.
    const names = database.prepare(
      "select name from sqlite_master where type = 'table' and sql not like 'CREATE VIRTUAL%'",
    );
    const values: Buffer[] = [];
    // `raw` gives each row as a list.
    for (const name of names.pluck().all())
      for (const row of database
        .prepare(`select * from "${String(name)}"`)
        .raw()
        .iterate())
        for (const value of row as unknown[]) {
          if (typeof value === "string") values.push(Buffer.from(value));
          else if (Buffer.isBuffer(value)) values.push(value, ...uncompressedOrNothing(value));
        }
    database.close();
    return values;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
