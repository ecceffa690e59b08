/** Looks for texts that must not lie on a disk in clear: as UTF-8, as UTF-16LE, and inside compressed LevelDB blocks. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { levelDbBlocks } from "./leveldb-blocks.ts";

export type Sighting = { readonly file: string; readonly canary: string; readonly as: "utf8" | "utf16le" };

function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

/** Every place below `folder` where one of the canaries stands. An empty list is the good answer. */
export function findCanaries({
  folder,
  canaries,
}: {
  folder: string;
  canaries: readonly string[];
}): readonly Sighting[] {
  const sightings: Sighting[] = [];
  for (const file of filesBelow(folder)) {
    const bytes = readFileSync(file);
    for (const piece of [bytes, ...levelDbBlocks(bytes).map((block) => Buffer.from(block))])
      for (const canary of canaries)
        for (const as of ["utf8", "utf16le"] as const)
          if (piece.includes(Buffer.from(canary, as))) sightings.push({ file, canary, as });
  }
  return sightings;
}
