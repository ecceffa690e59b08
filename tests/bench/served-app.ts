/** The built app and the project's two places on a hub of their own, for measurements in a browser. */
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { loadSite } from "../../src/cli/load-site.ts";
import { publishFilesIn, readPublishKeys } from "../../src/cli/publish-keys.ts";
import { publish } from "../../src/publish/publish.ts";
import { startHubProcess } from "../hub/start-hub-process.ts";
import { buildOnce, suiteKeysDir } from "../publish/built-site.ts";
import { benchFolder } from "./bench-folder.ts";

const root = join(import.meta.dirname, "../..");

export type ServedApp = {
  readonly origin: string;
  /** Folder of what was published. */
  readonly publication: string;
  /** Ends the hub; nothing answers at its address any more. */
  readonly stop: () => Promise<void>;
  /** Stops it and removes its folder. */
  readonly remove: () => Promise<void>;
};

export async function serveApp(): Promise<ServedApp> {
  const folder = benchFolder("hub");
  // The app is copied while nobody else builds another one.
  const report = await buildOnce(async () => {
    const { keys, certified } = await readPublishKeys(publishFilesIn(suiteKeysDir));
    const done = await publish({
      contentDirs: ["eu", "example-town"].map((place) => join(root, "content", place)),
      outDir: join(folder, "site"),
      keys,
      certified,
      now: new Date(),
      site: await loadSite(),
    });
    cpSync(join(root, "dist/app"), join(folder, "app"), { recursive: true });
    return done;
  });
  if (!report) throw new Error("nothing was published");
  const hub = await startHubProcess(folder);
  const stop = async (): Promise<void> => {
    if (hub.child.exitCode !== null || hub.child.signalCode !== null) return;
    const gone = new Promise((resolve) => hub.child.once("exit", resolve));
    hub.kill();
    await gone;
  };
  return {
    origin: hub.address,
    publication: report.dir,
    stop,
    remove: async () => {
      await stop();
      rmSync(folder, { recursive: true });
    },
  };
}
