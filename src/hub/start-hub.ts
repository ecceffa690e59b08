/** Composition root of the hub: key, store, routes, server. */
import { mkdirSync, readFileSync } from "node:fs";
import { createServer as createTlsServer } from "node:https";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import { keyFile, openKeyFile, readJsonFile } from "../seal/key-file.ts";
import { signReceipt } from "../seal/receipt.ts";
import { Catalogue } from "./catalogue.ts";
import { createHubApp } from "./hub-app.ts";
import { logTo } from "./hub-log.ts";
import { openSqliteStore } from "./sqlite-store.ts";
import type { SignReceipt } from "./store.ts";
import { TombstoneLog } from "./tombstone-log.ts";

export type StartHubOptions = {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** The address that devices use; null: the one it listens at. */
  readonly origin: string | null;
  readonly dataDir: string;
  readonly hubKeyFile: string;
  /** Holds the link `current` to the newest publication. */
  readonly siteDir: string;
  readonly appDir: string;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** Take the client's address, for the rate limit, from X-Forwarded-For. */
  readonly trustProxy: boolean;
  readonly practice: boolean;
};

export type RunningHub = { readonly address: string; readonly stop: () => Promise<void> };

export const databaseFile = (dataDir: string): string => join(dataDir, "hub.sqlite");
/** Beside the database, and in no backup of it. */
export const tombstoneFile = (dataDir: string): string => join(dataDir, "tombstones.jsonl");

/** A receipt tells the hour only (S2.8). */
async function receiptSigner(hubKeyFile: string): Promise<SignReceipt> {
  const content = readJsonFile({
    text: readFileSync(hubKeyFile, "utf8"),
    file: hubKeyFile,
    parse: keyFile,
    cure: "restore the hub's key from its copy",
  });
  const key = await openKeyFile({ content, kind: "hub", file: hubKeyFile });
  return ({ hour, ...statement }) =>
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
    );
}

/** Starts a hub; `stop` finishes the requests under way, then closes the store. */
export async function startHub(options: StartHubOptions): Promise<RunningHub> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const now = () => new Date();
  const log = logTo((line) => process.stdout.write(`${line}\n`), now);
  const store = await openSqliteStore({
    file: databaseFile(options.dataDir),
    tombstones: new TombstoneLog(tombstoneFile(options.dataDir)),
    signReceipt: await receiptSigner(options.hubKeyFile),
    now,
  });
  const origins: string[] = options.origin === null ? [] : [options.origin];
  // Gone with its request; the rate limit hashes what it reads here.
  const peers = new WeakMap<Request, string>();
  const app = createHubApp(
    {
      store,
      catalogue: new Catalogue(options.siteDir),
      log,
      origins,
      appDir: options.appDir,
      practice: options.practice,
      now,
    },
    {
      addressOf: (request) =>
        options.trustProxy
          ? (request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "")
          : (peers.get(request) ?? ""),
    },
  );
  const { tls } = options;
  return new Promise((resolve, reject) => {
    const server = serve(
      {
        fetch: (request, bindings) => {
          peers.set(request, bindings.incoming.socket.remoteAddress ?? "");
          return app.fetch(request, bindings);
        },
        hostname: options.host,
        port: options.port,
        ...(tls === null
          ? {}
          : {
              createServer: createTlsServer,
              serverOptions: { cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) },
            }),
      },
      ({ port }) => {
        const scheme = tls === null ? "http" : "https";
        const host = options.host.includes(":") ? `[${options.host}]` : options.host;
        const address = options.origin ?? `${scheme}://${host}:${port}`;
        if (options.origin === null) origins.push(address, `${scheme}://localhost:${port}`);
        log({ event: "started", practice: options.practice });
        resolve({
          address,
          stop: () =>
            new Promise((stopped, failed) => {
              server.close(() => {
                store.close().then(stopped, failed);
              });
              if ("closeIdleConnections" in server) server.closeIdleConnections();
            }),
        });
      },
    );
    server.on("error", reject);
  });
}
