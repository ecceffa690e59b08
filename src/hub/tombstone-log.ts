/**
 * Tombstones outside the database and its backups, one JSON line each, flushed before a deletion is acknowledged (S3.3). A restore
 * of an older backup reads them again, so that what was deleted stays deleted (S3.4).
 */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
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
    const file = openSync(this.#file, "a", 0o600);
    try {
      writeSync(file, `${JSON.stringify(entry)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
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
