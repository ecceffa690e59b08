/**
 * Two hubs in one process, so that both run on the same thread: the real one on its SQLite file, and the same routes over a store in
 * memory. `node two-hubs-process.ts FOLDER DATA-FOLDER HUB-KEY-FILE`; its parent is told both addresses.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Catalogue } from "../../src/hub/catalogue.ts";
import { createHubApp } from "../../src/hub/hub-app.ts";
import { logTo } from "../../src/hub/hub-log.ts";
import { listen } from "../../src/hub/listen.ts";
import { openSqliteStore } from "../../src/hub/sqlite-store.ts";
import { startHub } from "../../src/hub/start-hub.ts";
import { TombstoneLog } from "../../src/hub/tombstone-log.ts";
import { keyFile, openKeyFile } from "../../src/seal/key-file.ts";
import { signReceipt } from "../../src/seal/receipt.ts";

const [folder = "", dataDir = "", hubKeyFile = ""] = process.argv.slice(2);
const dirs = { siteDir: join(folder, "site"), appDir: join(folder, "app") };

const durable = await startHub({
  ...dirs,
  host: "127.0.0.1",
  port: 0,
  origin: null,
  dataDir,
  hubKeyFile,
  tls: null,
  // The one load generator stands for many devices; the rate limit counts each by itself.
  trustProxy: true,
  practice: true,
});

const now = () => new Date();
const content = keyFile(JSON.parse(readFileSync(hubKeyFile, "utf8")));
const key = await openKeyFile({ content, kind: "hub", file: hubKeyFile });
const store = await openSqliteStore({
  file: ":memory:",
  tombstones: new TombstoneLog(join(folder, "memory-tombstones.jsonl")),
  signReceipt: ({ hour, ...statement }) =>
    signReceipt(
      {
        v: 1,
        purpose: "receipt",
        standing: "received",
        ...statement,
        receivedFrom: hour,
        receivedUntil: new Date(Date.parse(hour) + 3_600_000).toISOString(),
      },
      key,
    ),
  now,
});
const app = createHubApp(
  {
    store,
    catalogue: new Catalogue(dirs.siteDir),
    log: logTo((line) => process.stdout.write(`${line}\n`), now),
    origins: [],
    appDir: dirs.appDir,
    practice: true,
    now,
  },
  { addressOf: (request) => request.headers.get("x-forwarded-for") ?? "" },
);
const { port } = await listen({
  host: "127.0.0.1",
  port: 0,
  tls: null,
  fetch: (request, bindings) => app.fetch(request, bindings),
});
process.send?.({ durable: durable.address, memory: `http://127.0.0.1:${port}` });
