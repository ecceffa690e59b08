import { mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";

/** A new folder on the project's own disk: where temporary files live in memory, a flush would cost nothing. */
export function benchFolder(name: string): string {
  const parent = join(import.meta.dirname, "../../.build/bench");
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, `${name}-`));
}
