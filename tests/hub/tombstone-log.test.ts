import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { TombstoneLog } from "../../src/hub/tombstone-log.ts";
import { toBase64url } from "../../src/seal/bytes.ts";

test("[S3.3] a tombstone after a line that a power loss cut is read back", () => {
  const folder = mkdtempSync(join(tmpdir(), "passerelle-tombstones-"));
  const file = join(folder, "tombstones.jsonl");
  const log = new TombstoneLog(file);
  const entry = (byte: number) => ({
    id: toBase64url(new Uint8Array(16).fill(byte)),
    hash: null,
    reason: "withdrawn" as const,
    receipt: null,
    capabilityHash: null,
  });
  log.append(entry(1));
  appendFileSync(file, '{"id":"cut');
  log.append(entry(2));
  expect(log.read()).toEqual([entry(1), entry(2)]);
  rmSync(folder, { recursive: true });
});
