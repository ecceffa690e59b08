/** Whoever holds a hub's database tries to pair the submissions of one person: the views of a dump, and how well pairing by each goes. */
import { readFileSync } from "node:fs";
import Database from "better-sqlite3";

/** One thing that a dump shows of each submission, by id. Submissions that it says nothing of are left out. */
export type View = { readonly name: string; readonly values: ReadonlyMap<string, string | number> };

type Row = Record<string, string | number | Buffer | null>;

/** Position of every column's value in the order in which the table gives its rows, and the values themselves. */
function viewsOfTables(file: string): readonly View[] {
  const database = new Database(file, { readonly: true });
  const all = (query: string) => database.prepare(query).all() as Row[]; // what SQLite gives for a row of ours
  const tables = all("SELECT name FROM sqlite_master WHERE type = 'table'").map(({ name }) => String(name));
  const views: View[] = [];
  const caseOf = new Map(
    all("SELECT case_id, capability_hash FROM cases").map((row) => [row.capability_hash, row.case_id]),
  );
  for (const table of tables) {
    const rows = all(`SELECT * FROM ${table}`);
    // A message names its case: to know which messages belong to a submission is no secret.
    const idOf = (row: Row) => String(row.id ?? row.case_id ?? caseOf.get(row.capability_hash ?? "") ?? "");
    views.push({ name: `${table}: order of rows`, values: new Map(rows.map((row, at) => [idOf(row), at])) });
    for (const column of Object.keys(rows[0] ?? {}))
      views.push({
        name: `${table}.${column}`,
        values: new Map(
          rows.map((row) => {
            const value = row[column];
            return [idOf(row), Buffer.isBuffer(value) ? value.length : (value ?? "")] as const;
          }),
        ),
      });
  }
  const receipts = all("SELECT id, receipt FROM envelopes WHERE receipt IS NOT NULL");
  views.push({
    name: "receipt: signature",
    values: new Map(receipts.map(({ id, receipt }) => [String(id), String(receipt).split(".")[2] ?? ""])),
  });
  database.close();
  return views;
}

/** Where on disk the bytes of each submission lie: each place at which its id, its case's capability or its ciphertext stands. */
function viewsOfBytes(file: string): readonly View[] {
  const database = new Database(file, { readonly: true });
  const rows = database
    .prepare("SELECT id, bytes, capability_hash FROM envelopes JOIN cases USING (case_id) WHERE kind = 'submission'")
    .all() as { id: string; bytes: Buffer; capability_hash: string }[]; // the three columns asked for
  const chunks = database.prepare("SELECT bytes FROM part_chunks WHERE id = ? LIMIT 1").pluck();
  const disk = readFileSync(file);
  const places = new Map<string, Map<string, number>>();
  const note = (name: string, id: string, place: number) => {
    const values = places.get(name) ?? new Map<string, number>();
    places.set(name, values.set(id, place));
  };
  for (const { id, bytes, capability_hash } of rows) {
    const chunk = chunks.get(id);
    const needles: readonly [string, Buffer][] = [
      ["id", Buffer.from(id)],
      ["capability", Buffer.from(capability_hash)],
      ["end of the envelope", bytes.subarray(-24)],
      ...(Buffer.isBuffer(chunk) ? [["part", chunk.subarray(-24)] as [string, Buffer]] : []),
    ];
    for (const [name, needle] of needles) {
      let count = 0;
      for (let at = disk.indexOf(needle); at >= 0; at = disk.indexOf(needle, at + 1)) {
        note(`place ${count} on disk of ${name}`, id, at);
        count += 1;
      }
    }
  }
  database.close();
  return [...places].map(([name, values]) => ({ name, values }));
}

export const viewsOf = (file: string): readonly View[] => [...viewsOfTables(file), ...viewsOfBytes(file)];

export type Pairing = {
  /** Neighbours that are one person's; by chance about one among any number of pairs (Poisson with mean 1). */
  readonly neighbours: number;
  /** How much nearer than by chance a person's two stand, in standard deviations. */
  readonly nearer: number;
};

/**
 * Sorts the submissions by a view and counts what chance would give. Ties are broken by chance, as who guesses would.
 * @param personOf the truth, by id; everyone sent exactly two
 */
export function pairBy(view: View, personOf: ReadonlyMap<string, number>): Pairing | null {
  const known = [...view.values].filter(([id]) => personOf.has(id));
  const counts = new Map<number, number>();
  for (const [id] of known) counts.set(personOf.get(id) ?? -1, (counts.get(personOf.get(id) ?? -1) ?? 0) + 1);
  const both = known.filter(([id]) => counts.get(personOf.get(id) ?? -1) === 2);
  const pairs = both.length / 2;
  if (pairs < 30) return null;
  const sorted = both
    .map(([id, value]) => ({ person: personOf.get(id) ?? -1, value, tie: Math.random() }))
    .sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : a.tie - b.tie));
  const first = new Map<number, number>();
  let neighbours = 0;
  let distance = 0;
  for (const [at, { person }] of sorted.entries()) {
    const before = first.get(person);
    if (before === undefined) first.set(person, at);
    else {
      distance += at - before;
      if (at - before === 1) neighbours += 1;
    }
  }
  // Distance of two random places among n: mean (n + 1) / 3, variance (n + 1)(n - 2) / 18.
  const n = sorted.length;
  const mean = (n + 1) / 3;
  const deviation = Math.sqrt(((n + 1) * (n - 2)) / 18 / pairs);
  return { neighbours, nearer: (mean - distance / pairs) / deviation };
}

export type Matching = {
  /** Persons who stand at the same rank in both groups; by chance one (Poisson with mean 1). */
  readonly matches: number;
  /** Correlation of the ranks (Spearman), in standard deviations. */
  readonly correlation: number;
};

/** Ranks the first of each pair among the firsts and the second among the seconds, by a view, and compares. */
export function matchAcross(view: View, pairs: readonly (readonly [string, string])[]): Matching {
  const ranks = (ids: readonly string[]): readonly number[] => {
    const sorted = ids
      .map((id, at) => ({ at, value: view.values.get(id) ?? "", tie: Math.random() }))
      .sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : a.tie - b.tie));
    const rankOf = new Array<number>(ids.length).fill(0);
    for (const [rank, { at }] of sorted.entries()) rankOf[at] = rank;
    return rankOf;
  };
  const first = ranks(pairs.map(([id]) => id));
  const second = ranks(pairs.map(([, id]) => id));
  const n = pairs.length;
  const squares = first.reduce((sum, rank, at) => sum + (rank - (second[at] ?? 0)) ** 2, 0);
  return {
    matches: first.filter((rank, at) => rank === second[at]).length,
    correlation: (1 - (6 * squares) / (n * (n * n - 1))) * Math.sqrt(n - 1),
  };
}

/**
 * By chance 12 or more neighbours come once in ten thousand million views (Poisson with mean 1), and six standard deviations once
 * in a thousand million. With under a hundred views a false alarm is rarer than one in a million runs.
 */
export const mostNeighbours = 11;
export const mostNearer = 6;

/** What pairs better than chance, in words; empty when nothing does. */
export function findLeaks(file: string, personOf: ReadonlyMap<string, number>): readonly string[] {
  return viewsOf(file).flatMap((view) => {
    const pairing = pairBy(view, personOf);
    if (!pairing || (pairing.neighbours <= mostNeighbours && pairing.nearer <= mostNearer)) return [];
    return [`${view.name}: ${pairing.neighbours} neighbours, ${pairing.nearer.toFixed(1)} deviations nearer`];
  });
}
