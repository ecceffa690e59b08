/** A hub that really listens, in this process, on a folder of {@link hubInAFolder}. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type RunningHub, type StartHubOptions, startHub } from "../../src/hub/start-hub.ts";
import { createKeyFile } from "../../src/seal/key-file.ts";
import type { HubInAFolder } from "./hub-in-a-folder.ts";

/** Its data folder is `data` in the folder, apart from the store that the folder's own hub has open. */
export async function startIn(hub: HubInAFolder, changes: Partial<StartHubOptions> = {}): Promise<RunningHub> {
  const hubKeyFile = join(hub.folder, `hub-${Math.random()}.private.json`);
  writeFileSync(hubKeyFile, JSON.stringify(await createKeyFile({ kind: "hub", practice: true, now: new Date() })));
  return startHub({
    host: "127.0.0.1",
    port: 0,
    origin: null,
    dataDir: join(hub.folder, "data"),
    hubKeyFile,
    siteDir: join(hub.folder, "site"),
    appDir: join(hub.folder, "app"),
    tls: null,
    trustProxy: false,
    practice: true,
    ...changes,
  });
}
