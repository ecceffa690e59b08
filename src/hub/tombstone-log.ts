/**
 * Tombstones outside the database and its backups, one JSON line each, flushed before a deletion is acknowledged (S3.3). A restore
 * of an older backup reads them again, so that what was deleted stays deleted (S3.4).
 */
import { closeSync, existsSync, fstatSync, fsyncSync, openSync, readFileSync, readSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { envelopeId } from "../core/envelope.ts";
import { nullable, object, type Parsed, sha256, string } from "../core/parse.ts";
import { goneReason } from "../core/protocol.ts";

export const tombstone = object({
  id: envelopeId,
  hash: nullable(sha256),
  reason: goneReason,
  receipt: nullable(string({ maxLength: 8_192 })),
  capabilityHash: nullable(sha256),
});
export type Tombstone = Parsed<typeof tombstone>;

function flushFolder(path: string): void {
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Whether the last line was cut: what is appended then begins a line of its own. */
function endsInsideLine(file: number): boolean {
  const { size } = fstatSync(file);
  const last = Buffer.alloc(1);
  return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a;
}

export class TombstoneLog {
  readonly #file: string;
  constructor(file: string) {
    this.#file = file;
  }

  exists(): boolean {
    return existsSync(this.#file);
  }

  /** Appends and flushes; returns when the line is on disk. */
  append(entry: Tombstone): void {
    const isNew = !this.exists();
    const file = openSync(this.#file, "a+", 0o600);
    try {
      writeSync(file, `${endsInsideLine(file) ? "\n" : ""}${JSON.stringify(entry)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (isNew) flushFolder(dirname(this.#file));
  }

  /** Every whole line; a last line that was cut by a power loss was never acknowledged and is passed over. */
  read(): readonly Tombstone[] {
    if (!this.exists()) return [];
    return readFileSync(this.#file, "utf8")
      .split("\n")
      .slice(0, -1)
      .flatMap((line) => {
        try {
          return [tombstone(JSON.parse(line))];
        } catch {
          return [];
        }
      });
  }
}
