/** The store in one SQLite file: write-ahead log, `synchronous=FULL`, group commit. `:memory:` keeps nothing and flushes nothing. */
import { randomBytes } from "node:crypto";
import Database from "better-sqlite3";
import { Kysely, SqliteDialect } from "kysely";
import { GroupCommit } from "./group-commit.ts";
import { type HubTables, migrate } from "./schema.ts";
import type { HubStore, SignReceipt } from "./store.ts";
import { caseTables } from "./tables/case-tables.ts";
import { deskTables } from "./tables/desk-tables.ts";
import { mixOrder, touchedSince } from "./tables/disk-order.ts";
import { envelopeTables } from "./tables/envelope-tables.ts";
import { hourOf, type StoreContext } from "./tables/store-context.ts";
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

async function readMeta(database: Kysely<HubTables>, key: string): Promise<string | undefined> {
  const found = await database.selectFrom("meta").select("value").where("key", "=", key).executeTakeFirst();
  return found?.value;
}

async function writeMeta(database: Kysely<HubTables>, key: string, value: string): Promise<void> {
  await database
    .insertInto("meta")
    .values({ key, value })
    .onConflict((conflict) => conflict.column("key").doUpdateSet((set) => ({ value: set.ref("excluded.value") })))
    .execute();
}

async function readEpoch(database: Kysely<HubTables>): Promise<string> {
  const found = await readMeta(database, "epoch");
  if (found !== undefined) return found;
  const value = newEpoch();
  await writeMeta(database, "epoch", value);
  return value;
}

/** Opens the store; `now` gives the hour of receiving, `signReceipt` the hub's signature. */
export async function openSqliteStore(of: {
  file: string;
  tombstones: TombstoneLog;
  signReceipt: SignReceipt;
  now: () => Date;
  onReceived?: () => void;
}): Promise<HubStore & { readonly flushes: () => number }> {
  const { database, raw } = await openDatabase(of.file);
  const commits = new GroupCommit<StoreContext["database"]>((work) => database.transaction().execute(work));
  const epoch = await readEpoch(database);
  // A process that was killed left what it had not mixed.
  const touched = touchedSince(raw, (await readMeta(database, "mixed")) ?? "");
  const context: StoreContext = {
    database,
    commit: (write) => commits.commit(write),
    epoch,
    touched,
    onReceived: () => undefined,
    ...of,
  };
  const forgetOrder = async (): Promise<void> => {
    const hour = hourOf(of.now());
    await mixOrder({ database, raw, touched });
    await writeMeta(database, "mixed", hour);
    // The log keeps the order of what was written until it is emptied. While a backup reads, the next call empties it.
    raw.pragma("busy_timeout = 0");
    raw.pragma("wal_checkpoint(TRUNCATE)");
    raw.pragma("busy_timeout = 5000");
  };
  return {
    epoch,
    ...envelopeTables(context),
    ...caseTables(context),
    ...deskTables(context),
    flushes: () => commits.flushes,
    isReady: async () => {
      try {
        return raw.open && (await readMeta(database, "epoch")) === epoch;
      } catch {
        return false;
      }
    },
    forgetOrder,
    close: async () => {
      try {
        await forgetOrder();
      } finally {
        await database.destroy();
      }
    },
  };
}
