/**
 * Tables of the hub. All are keyed by random values and WITHOUT ROWID, so that neither a row number nor the order on disk tells
 * what came together; the only time is the hour (rules S9.1, S9.2).
 */
import { type Kysely, sql } from "kysely";

export type HubTables = {
  meta: { key: string; value: string };
  envelopes: {
    id: string;
    hash: string;
    bytes: Uint8Array;
    kind: "submission" | "message";
    place: string;
    desk: string;
    form: string;
    form_version: string;
    case_id: string;
    /** JSON of the header's parts. */
    parts: string;
    practice: number;
    /** Start of the hour of receiving, ISO; null until every part is here. */
    hour: string | null;
    receipt: string | null;
    downloaded: number;
  };
  part_chunks: { id: string; part: number; offset: number; bytes: Uint8Array };
  cases: { case_id: string; capability_hash: string };
  /** Capabilities that a take-over replaced. */
  moved: { capability_hash: string };
  tombstones: {
    id: string;
    hash: string | null;
    reason: string;
    receipt: string | null;
    capability_hash: string | null;
  };
  messages: { case_id: string; number: number; sealed: string };
  challenges: { nonce: string; expires_at: string };
  sessions: { token_hash: string; place: string; desk: string; officer: string; expires_at: string };
  wrapped_keys: { desk_key: string; for_key: string; place: string; desk: string; wrapped: string };
};

export const schemaVersion = 1;

/** Forward steps only; step n brings schema n to n + 1. */
const steps: readonly ((database: Kysely<HubTables>) => Promise<void>)[] = [
  async (database) => {
    const tables = [
      sql`CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID`,
      sql`CREATE TABLE envelopes (id TEXT PRIMARY KEY, hash TEXT NOT NULL, bytes BLOB NOT NULL, kind TEXT NOT NULL, place TEXT NOT NULL,
        desk TEXT NOT NULL, form TEXT NOT NULL, form_version TEXT NOT NULL, case_id TEXT NOT NULL, parts TEXT NOT NULL,
        practice INTEGER NOT NULL, hour TEXT, receipt TEXT, downloaded INTEGER NOT NULL) WITHOUT ROWID`,
      sql`CREATE INDEX envelopes_of_desk ON envelopes (place, desk, hour, id)`,
      sql`CREATE INDEX envelopes_of_case ON envelopes (case_id, id)`,
      sql`CREATE TABLE part_chunks (id TEXT NOT NULL, part INTEGER NOT NULL, offset INTEGER NOT NULL, bytes BLOB NOT NULL,
        PRIMARY KEY (id, part, offset)) WITHOUT ROWID`,
      sql`CREATE TABLE cases (case_id TEXT PRIMARY KEY, capability_hash TEXT NOT NULL UNIQUE) WITHOUT ROWID`,
      sql`CREATE TABLE moved (capability_hash TEXT PRIMARY KEY) WITHOUT ROWID`,
      sql`CREATE TABLE tombstones (id TEXT PRIMARY KEY, hash TEXT, reason TEXT NOT NULL, receipt TEXT, capability_hash TEXT) WITHOUT ROWID`,
      sql`CREATE INDEX tombstones_of_capability ON tombstones (capability_hash)`,
      sql`CREATE TABLE messages (case_id TEXT NOT NULL, number INTEGER NOT NULL, sealed TEXT NOT NULL, PRIMARY KEY (case_id, number)) WITHOUT ROWID`,
      sql`CREATE TABLE challenges (nonce TEXT PRIMARY KEY, expires_at TEXT NOT NULL) WITHOUT ROWID`,
      sql`CREATE TABLE sessions (token_hash TEXT PRIMARY KEY, place TEXT NOT NULL, desk TEXT NOT NULL, officer TEXT NOT NULL,
        expires_at TEXT NOT NULL) WITHOUT ROWID`,
      sql`CREATE TABLE wrapped_keys (desk_key TEXT NOT NULL, for_key TEXT NOT NULL, place TEXT NOT NULL, desk TEXT NOT NULL,
        wrapped TEXT NOT NULL, PRIMARY KEY (desk_key, for_key)) WITHOUT ROWID`,
    ];
    for (const table of tables) await table.execute(database);
  },
];

/** A database of a newer Passerelle than this one. */
export class NewerSchema extends Error {
  override readonly name = "NewerSchema";
  readonly cure = "start a newer Passerelle";
}

/** Brings a database to this version's schema, one step and one transaction at a time. */
export async function migrate(database: Kysely<HubTables>): Promise<void> {
  const { rows } = await sql<{ user_version: number }>`PRAGMA user_version`.execute(database);
  const found = rows[0]?.user_version ?? 0;
  if (found > schemaVersion)
    throw new NewerSchema(`the database has schema ${found}, this version knows ${schemaVersion}`);
  for (let version = found; version < schemaVersion; version += 1)
    await database.transaction().execute(async (transaction) => {
      await steps[version]?.(transaction);
      await sql.raw(`PRAGMA user_version = ${version + 1}`).execute(transaction);
    });
}
