/** A real hub process on a folder that a test made, to be killed, restored and started again; its key is known before it starts. */
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Manifest } from "../../src/core/pack.ts";
import { publicHalf } from "../../src/seal/ec-keys.ts";
import { createKeyFile } from "../../src/seal/key-file.ts";
import { type HubProcess, startHubProcess } from "../hub/start-hub-process.ts";

export type HubChild = { readonly address: string; readonly kill: () => Promise<void> };

/** @param folder holds the published site, as `hubInAFolder` makes it; the data comes beside it */
export async function makeHubChildren(folder: string) {
  const key = await createKeyFile({ kind: "hub", practice: true, now: new Date() });
  writeFileSync(join(folder, "hub.private.json"), JSON.stringify(key));
  const started: HubProcess[] = [];
  const at = (ms: number) => new Date(Date.now() + ms).toISOString();
  const certified = { kid: key.kid, jwk: publicHalf(key.jwk), validFrom: at(-86_400_000), validUntil: at(86_400_000) };
  const hubs: Manifest["hubs"] = [{ keys: [certified] }];
  return {
    dataDir: join(folder, "data"),
    /** What a manifest would certify. */
    hubs,
    start: async (): Promise<HubChild> => {
      const process = await startHubProcess(folder);
      started.push(process);
      return {
        address: process.address,
        kill: async () => {
          const ended = once(process.child, "exit");
          process.kill();
          await ended;
        },
      };
    },
    killAll: () => {
      for (const { kill } of started) kill();
    },
  };
}
