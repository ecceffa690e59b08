import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { isRecord } from "../../src/core/parse.ts";
import { createKeyFile } from "../../src/seal/key-file.ts";

const script = fileURLToPath(new URL("hub-process.ts", import.meta.url));

export type HubProcess = { readonly child: ChildProcess; readonly address: string; readonly kill: () => void };

/** A practice hub as a process of its own on the folder's `site` and `app`, its data in `data`. Resolves when it listens. */
export async function startHubProcess(folder: string): Promise<HubProcess> {
  const keyFile = join(folder, "hub.private.json");
  if (!existsSync(keyFile))
    writeFileSync(keyFile, JSON.stringify(await createKeyFile({ kind: "hub", practice: true, now: new Date() })));
  const child = spawn(process.execPath, [script, folder, keyFile], { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) {
    const told: unknown = JSON.parse(line);
    if (!isRecord(told) || typeof told.address !== "string") continue;
    child.stdout.resume();
    return { child, address: told.address, kill: () => void child.kill("SIGKILL") };
  }
  throw new Error("the hub ended before it listened");
}
