/** The store in one SQLite file: write-ahead log, `synchronous=FULL`, group commit. `:memory:` keeps nothing and flushes nothing. */
import { randomBytes } from "node:crypto";
import Database from "better-sqlite3";
import { Kysely, SqliteDialect } from "kysely";
import { GroupCommit } from "./group-commit.ts";
import { type HubTables, migrate } from "./schema.ts";
import type { HubStore, SignReceipt } from "./store.ts";
import { caseTables } from "./tables/case-tables.ts";
import { deskTables } from "./tables/desk-tables.ts";
import { envelopeTables } from "./tables/envelope-tables.ts";
import type { StoreContext } from "./tables/store-context.ts";
import type { TombstoneLog } from "./tombstone-log.ts";

export const newEpoch = (): string => randomBytes(16).toString("base64url");

/** Opens the database file, which only this process may use for writing meanwhile. @throws NewerSchema */
export async function openDatabase(file: string): Promise<{ database: Kysely<HubTables>; raw: Database.Database }> {
  const raw = new Database(file);
  raw.pragma("journal_mode = WAL");
  raw.pragma("synchronous = FULL");
  raw.pragma("secure_delete = ON");
  const database = new Kysely<HubTables>({ dialect: new SqliteDialect({ database: raw }) });
  await migrate(database);
  return { database, raw };
}

async function readEpoch(database: Kysely<HubTables>): Promise<string> {
  const found = await database.selectFrom("meta").select("value").where("key", "=", "epoch").executeTakeFirst();
  if (found) return found.value;
  const value = newEpoch();
  await database.insertInto("meta").values({ key: "epoch", value }).execute();
  return value;
}

/** Opens the store; `now` gives the hour of receiving, `signReceipt` the hub's signature. */
export async function openSqliteStore(of: {
  file: string;
  tombstones: TombstoneLog;
  signReceipt: SignReceipt;
  now: () => Date;
}): Promise<HubStore & { readonly flushes: () => number }> {
  const { database, raw } = await openDatabase(of.file);
  const commits = new GroupCommit<StoreContext["database"]>((work) => database.transaction().execute(work));
  const epoch = await readEpoch(database);
  const context: StoreContext = { database, commit: (write) => commits.commit(write), epoch, ...of };
  return {
    epoch,
    ...envelopeTables(context),
    ...caseTables(context),
    ...deskTables(context),
    flushes: () => commits.flushes,
    close: async () => {
      // The log's order of frames goes with it; what stays is ordered by random keys.
      raw.pragma("wal_checkpoint(TRUNCATE)");
      await database.destroy();
    },
  };
}
