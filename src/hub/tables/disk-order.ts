/**
 * Rows are keyed by random values, but their bytes lie in the file in the order in which they came: whoever holds the disk could
 * pair what one person sent in one go (S9.2). So what came since the last time is taken out and put back in a random order.
 */
import { randomInt } from "node:crypto";
import type { Database } from "better-sqlite3";
import type { Kysely } from "kysely";
import type { HubTables } from "../schema.ts";

/** Keys that were written since the last call, by table. */
export type Touched = {
  readonly envelopes: Set<string>;
  readonly cases: Set<string>;
  readonly moved: Set<string>;
};

/** Rewritten in one transaction; others wait meanwhile. */
const groupBytes = 16_777_216;

type Key = readonly (string | number)[];
type Sized = { readonly key: Key; readonly bytes: number };

function shuffle<T>(items: readonly T[]): readonly T[] {
  const mixed = [...items];
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = randomInt(at + 1);
    [mixed[at], mixed[other]] = [mixed[other] as T, mixed[at] as T]; // both places are inside the array
  }
  return mixed;
}

function groupsOf(items: readonly Sized[]): readonly (readonly Key[])[] {
  const groups: Key[][] = [];
  let room = 0;
  for (const { key, bytes } of items) {
    if (room < bytes || groups.length === 0) {
      groups.push([]);
      room = groupBytes;
    }
    groups.at(-1)?.push(key);
    room -= bytes;
  }
  return groups;
}

/** Names of a table of ours and of its key's columns; constants, never from a request. */
type Place = { readonly table: keyof HubTables; readonly columns: readonly string[] };

/** Takes the rows out and puts them back in the order of `keys`, inside a transaction that is open. */
function reinsert(raw: Database, { table, columns }: Place, keys: readonly Key[]): void {
  const where = columns.map((column) => `"${column}" = ?`).join(" AND ");
  const select = raw.prepare(`SELECT * FROM ${table} WHERE ${where}`);
  const rows = keys.flatMap((key) => {
    const row: unknown = select.get(...key);
    return typeof row === "object" && row !== null ? [row] : [];
  });
  const remove = raw.prepare(`DELETE FROM ${table} WHERE ${where}`);
  for (const key of keys) remove.run(...key);
  const names = Object.keys(rows[0] ?? {});
  if (names.length === 0) return;
  const insert = raw.prepare(
    `INSERT INTO ${table} (${names.map((name) => `"${name}"`).join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
  );
  for (const row of rows) insert.run(...Object.values(row));
}

/** Keys of what was received in or after `hour`: what a process that was killed had not mixed. */
export function touchedSince(raw: Database, hour: string): Touched {
  const ids = raw.prepare("SELECT id FROM envelopes WHERE hour >= ?").pluck().all(hour);
  return { envelopes: new Set(ids.map(String)), cases: new Set(ids.map(String)), moved: new Set() };
}

/** Mixes what was touched and forgets which it was. Each group is its own transaction: a crash leaves it as it was. */
export async function mixOrder({
  database,
  raw,
  touched,
}: {
  database: Kysely<HubTables>;
  raw: Database;
  touched: Touched;
}): Promise<void> {
  const sized = (ids: Set<string>, bytes: number): readonly Sized[] => [...ids].map((id) => ({ key: [id], bytes }));
  const sizes = raw.prepare("SELECT length(bytes) FROM envelopes WHERE id = ?").pluck();
  const envelopes = [...touched.envelopes].map((id) => ({ key: [id], bytes: Number(sizes.get(id) ?? 0) }));
  const ofParts = raw.prepare('SELECT part, "offset", length(bytes) AS bytes FROM part_chunks WHERE id = ?').raw();
  const chunks = [...touched.envelopes].flatMap((id) =>
    // The statement selects three whole numbers.
    (ofParts.all(id) as [number, number, number][]).map(([part, offset, bytes]) => ({
      key: [id, part, offset],
      bytes,
    })),
  );
  const work: readonly (readonly [Place, readonly Sized[]])[] = [
    [{ table: "envelopes", columns: ["id"] }, envelopes],
    [{ table: "part_chunks", columns: ["id", "part", "offset"] }, chunks],
    [{ table: "cases", columns: ["case_id"] }, sized(touched.cases, 100)],
    [{ table: "moved", columns: ["capability_hash"] }, sized(touched.moved, 100)],
  ];
  for (const keys of Object.values(touched)) keys.clear();
  // Kysely gives the one connection to one transaction at a time; the statements inside run on it.
  for (const [place, items] of work)
    for (const keys of groupsOf(shuffle(items)))
      await database.transaction().execute(async () => reinsert(raw, place, keys));
}
