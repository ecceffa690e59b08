/**
 * Looks for texts that must not lie on a disk in clear: as UTF-8, UTF-16LE and Latin-1, in the bytes of every file, inside LevelDB's
 * tables and logs, and in the values of SQLite files.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { levelDbTexts } from "./leveldb-blocks.ts";
import { isSqlite, sqliteValues } from "./sqlite-values.ts";

export type Sighting = { readonly file: string; readonly canary: string; readonly as: "utf8" | "utf16le" | "latin1" };

function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

/** V8 writes a string of these letters with one byte each, which is UTF-8 only for ASCII. */
const isLatin1 = (text: string): boolean => [...text].every((letter) => (letter.codePointAt(0) ?? 0) < 256);

const piecesOf = (path: string): readonly Buffer[] => {
  const bytes = readFileSync(path);
  const inside = isSqlite(bytes) ? sqliteValues(path) : levelDbTexts(bytes, basename(path));
  return [bytes, ...inside.map((piece) => Buffer.from(piece.buffer, piece.byteOffset, piece.length))];
};

/** Every place below `folder` where one of the canaries stands. An empty list is the good answer. */
export function findCanaries({
  folder,
  canaries,
}: {
  folder: string;
  canaries: readonly string[];
}): readonly Sighting[] {
  const wanted = canaries.flatMap((canary) =>
    (["utf8", "utf16le", "latin1"] as const)
      .filter((as) => as !== "latin1" || isLatin1(canary))
      .map((as) => ({ canary, as, bytes: Buffer.from(canary, as) })),
  );
  const sightings: Sighting[] = [];
  for (const file of filesBelow(folder)) {
    const pieces = piecesOf(file);
    for (const { canary, as, bytes } of wanted)
      if (pieces.some((piece) => piece.includes(bytes))) sightings.push({ file, canary, as });
  }
  return sightings;
}
