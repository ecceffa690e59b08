import { existsSync, mkdirSync, unwatchFile, watchFile } from "node:fs";
import { join } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import type { RunningHub } from "../../hub/start-hub.ts";
import { InputError } from "../../publish/content/fault.ts";
import { publish } from "../../publish/publish.ts";
import { buildApp } from "../build-app.ts";
import { findContentFolders } from "../content-folders.ts";
import { certifiedHubKey } from "../hub-key.ts";
import { ensurePracticeKeys } from "../key-store.ts";
import { loadSite } from "../load-site.ts";
import { inProject } from "../project-root.ts";
import { publishFilesIn, readPublishKeys } from "../publish-keys.ts";
import { choosePractice, readOrigin, readSettings, readTls, readWebhook, type StartOptions } from "../start-plan.ts";
import { printReport } from "./publish.ts";

function parsePort(value: string): number {
  const port = Number(value);
  if (/^\d+$/.test(value) && port <= 65_535) return port;
  throw new InvalidArgumentError("--port must be a whole number from 0 to 65535.");
}

/** Signs the content with the practice keys and swaps it in; unchanged content keeps its manifest. */
async function publishForPractice({ content, data }: StartOptions): Promise<void> {
  const { keys, certified } = await readPublishKeys(publishFilesIn(join(data, "keys")));
  const site = await loadSite();
  const contentDirs = findContentFolders(content);
  printReport(await publish({ contentDirs, outDir: join(data, "site"), keys, certified, now: new Date(), site }));
}

/** Publishes again whenever a key was certified, so that a new desk receives at once. */
function followCertified(options: StartOptions): () => void {
  const file = join(options.data, "keys", "certified.json");
  // One after the other: two at once would both follow the same manifest.
  let last: Promise<void> = Promise.resolve();
  const republish = (): void => {
    last = last.then(() => publishForPractice(options)).catch((error: unknown) => console.error(error));
  };
  watchFile(file, { interval: 500 }, (now, before) => {
    if (now.mtimeMs !== before.mtimeMs) republish();
  });
  return () => unwatchFile(file);
}

/** Builds and, for practice, publishes. Returns the file of the key that signs receipts. */
async function prepare(options: StartOptions, practice: boolean): Promise<string> {
  const keysDir = join(options.data, "keys");
  if (practice) {
    mkdirSync(options.data, { recursive: true });
    const files = await ensurePracticeKeys(keysDir, new Date());
    if (await buildApp({ rootsFile: files.roots })) console.log("The app was built.");
    await publishForPractice(options);
    return files.hub;
  }
  const rootsFile = join(keysDir, "roots.json");
  if (!existsSync(rootsFile))
    throw new InputError(
      `${rootsFile}: there is no such file`,
      "copy the roots.json there that `passerelle keys root` wrote",
    );
  const siteDir = join(options.data, "site");
  const hubKeyFile = await certifiedHubKey({ keysDir, siteDir, origin: options.origin ?? null, now: new Date() });
  if (await buildApp({ rootsFile })) console.log("The app was built.");
  return hubKeyFile;
}

/** Resolves when the hub was stopped by SIGINT or SIGTERM. A second signal ends at once. */
function untilStopped(hub: RunningHub, release: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      console.log("Stopping: requests under way are finished first.");
      release();
      hub.stop().then(resolve, reject);
    };
    process.once("SIGINT", stop);
    process.once("SIGTERM", stop);
  });
}

/** `passerelle start`: practice keys, build, publication, hub; addresses are printed when it answers. */
export function registerStartCommand(program: Command): void {
  program
    .command("start")
    .description("start a hub with its content; loopback and practice keys by default")
    .option("--port <n>", "port to listen on", parsePort, 8080)
    .option("--data <dir>", "the one folder that holds everything of this hub", "data")
    .option("--content <dir...>", "folders of places, or a folder that holds them", [inProject("content")])
    .option("--host <host>", "address to listen on", "127.0.0.1")
    .option("--origin <url>", "the address that devices use, like https://hub.example")
    .option("--tls-cert <file>", "certificate chain (PEM)")
    .option("--tls-key <file>", "private key of the certificate (PEM)")
    .option("--trust-proxy", "take the client's address from the proxy's X-Forwarded-For", false)
    .option("--demo", "allow practice keys on any host; every screen says PRACTICE", false)
    .option("--settings <file>", "who runs this hub; `settings.yaml` in the data folder when it is there")
    .option("--webhook <url>", "post a count there when something came, nothing else")
    .action(async (options: StartOptions) => {
      const practice = choosePractice(options);
      const tls = readTls(options);
      const origin = readOrigin(options.origin);
      const webhook = readWebhook(options.webhook);
      const settings = readSettings(options);
      const hubKeyFile = await prepare(options, practice);
      const { startHub } = await import("../../hub/start-hub.ts");
      const hub = await startHub({
        host: options.host,
        port: options.port,
        origin,
        dataDir: options.data,
        hubKeyFile,
        siteDir: join(options.data, "site"),
        appDir: inProject("dist", "app"),
        tls,
        trustProxy: options.trustProxy,
        practice,
        settings,
        webhook,
      });
      console.log(`Passerelle answers at ${hub.address}${practice ? " (PRACTICE)" : ""}`);
      await untilStopped(hub, practice ? followCertified(options) : () => undefined);
    });
}
