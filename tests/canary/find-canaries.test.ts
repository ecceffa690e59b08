import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compress } from "snappyjs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findCanaries } from "./find-canaries.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "passerelle-canary-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const varint = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]);
const withType = (block: Uint8Array, type: number): Buffer => Buffer.concat([block, Buffer.from([type, 0, 0, 0, 0])]);
const block = (key: string, value: Uint8Array): Buffer =>
  Buffer.concat([
    Buffer.from([0, ...varint(key.length), ...varint(value.length)]),
    Buffer.from(key),
    value,
    Buffer.from([0, 0, 0, 0, 1, 0, 0, 0]),
  ]);

/** A table of one Snappy-compressed block, as LevelDB writes it. */
function table(text: string): Buffer {
  const data = compress(block("k", Buffer.from(text)));
  const stored = withType(data, 1);
  const index = block("k", Buffer.from([...varint(0), ...varint(data.length)]));
  const footer = Buffer.alloc(48);
  Buffer.from([0, 0, ...varint(stored.length), ...varint(index.length)]).copy(footer);
  footer.writeBigUInt64LE(0xdb4775248b80fb57n, 40);
  return Buffer.concat([stored, withType(index, 0), footer]);
}

test("[P6] a canary is found as UTF-8, as UTF-16LE and inside a compressed LevelDB block", () => {
  const canary = "canary canary canary canary";
  mkdirSync(join(folder, "deep"));
  writeFileSync(join(folder, "deep/plain"), `before ${canary} after`);
  writeFileSync(join(folder, "wide"), Buffer.from(canary, "utf16le"));
  const ldb = table(`${canary} ${canary}`);
  expect(ldb.includes(`${canary} ${canary}`)).toBe(false);
  writeFileSync(join(folder, "000005.ldb"), ldb);
  expect(
    findCanaries({ folder, canaries: [canary] }).map(({ as, file }) => [file.slice(folder.length + 1), as]),
  ).toEqual(
    expect.arrayContaining([
      ["deep/plain", "utf8"],
      ["wide", "utf16le"],
      ["000005.ldb", "utf8"],
    ]),
  );
});

test("[P6] a folder without the canary gives no sighting", () => {
  writeFileSync(join(folder, "000005.ldb"), table("something else"));
  expect(findCanaries({ folder, canaries: ["canary"] })).toEqual([]);
});
