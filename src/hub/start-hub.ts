/** Composition root of the hub: key, store, routes, server. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { keyFile, openKeyFile, readJsonFile } from "../seal/key-file.ts";
import { signReceipt } from "../seal/receipt.ts";
import { Catalogue } from "./catalogue.ts";
import { lockFolder } from "./folder-lock.ts";
import { createHubApp } from "./hub-app.ts";
import { logTo } from "./hub-log.ts";
import { type Listening, listen } from "./listen.ts";
import { mixEveryHour } from "./mix-every-hour.ts";
import type { HubSettings } from "./settings.ts";
import { openSqliteStore } from "./sqlite-store.ts";
import type { SignReceipt } from "./store.ts";
import { TombstoneLog } from "./tombstone-log.ts";
import { createWebhook } from "./webhook.ts";

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
  /** Who runs it; not needed on loopback. */
  readonly settings?: HubSettings | null;
  /** Told that something came, by a count. */
  readonly webhook?: { readonly url: string; readonly gatherMs?: number } | null;
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

/**
 * Starts a hub; `stop` takes no new requests, finishes those under way, then closes the store.
 * @throws FolderInUse, NewerSchema, PortTaken, KeyFileError
 */
export async function startHub(options: StartHubOptions): Promise<RunningHub> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const signed = await receiptSigner(options.hubKeyFile);
  const unlock = lockFolder(options.dataDir);
  const now = () => new Date();
  const log = logTo((line) => process.stdout.write(`${line}\n`), now);
  const webhook = options.webhook ? createWebhook({ log, ...options.webhook }) : null;
  try {
    const store = await openSqliteStore({
      file: databaseFile(options.dataDir),
      tombstones: new TombstoneLog(tombstoneFile(options.dataDir)),
      signReceipt: signed,
      now,
      onReceived: () => webhook?.note(),
    });
    const origins: string[] = options.origin === null ? [] : [options.origin];
    let isStopping = false;
    let listening: Listening | undefined;
    const { trustProxy } = options;
    const app = createHubApp(
      {
        store,
        catalogue: new Catalogue(options.siteDir),
        log,
        origins,
        appDir: options.appDir,
        practice: options.practice,
        now,
        settings: options.settings ?? null,
        isStopping: () => isStopping,
      },
      {
        addressOf: (request) =>
          (trustProxy
            ? request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim()
            : listening?.peerOf(request)) ?? "",
      },
    );
    try {
      listening = await listen({ ...options, fetch: (request, bindings) => app.fetch(request, bindings) });
    } catch (error) {
      await store.close();
      throw error;
    }
    const { scheme, port, close } = listening;
    const host = options.host.includes(":") ? `[${options.host}]` : options.host;
    const address = options.origin ?? `${scheme}://${host}:${port}`;
    if (options.origin === null) origins.push(address, `${scheme}://localhost:${port}`);
    const stopMixing = mixEveryHour({ store, log, now });
    log({ event: "started", practice: options.practice });
    return {
      address,
      stop: async () => {
        isStopping = true;
        stopMixing();
        await close();
        await webhook?.stop();
        try {
          await store.close();
        } finally {
          unlock();
        }
        log({ event: "stopped" });
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}
