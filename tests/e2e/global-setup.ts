/** Once for the suite: practice keys that stay, one build with their roots, one publication, a photo. */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "./free-port.ts";
import { writePlainPhoto } from "./photo.ts";
import { killProcess, startProcess, templateDir } from "./served-hub.ts";

export default async function prepare(): Promise<void> {
  for (const part of ["site", "hub.sqlite", "hub.sqlite-wal", "hub.sqlite-shm", "tombstones.jsonl"])
    rmSync(join(templateDir, part), { recursive: true, force: true });
  mkdirSync(templateDir, { recursive: true });
  const child = await startProcess({ port: await freePort(), data: templateDir, timeoutMs: 240_000 });
  await killProcess(child);
  await writePlainPhoto();
}
