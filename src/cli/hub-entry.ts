/** The hub as the command line uses it: `src/hub/start-hub.ts` and `src/hub/backup.ts`. Loaded when needed, for a quick `--help`. */
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { inProject } from "./project-root.ts";

export type StartHubOptions = {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** The address that devices use, `https://hub.example`. */
  readonly origin: string | null;
  /** Database, parts, tombstones, hub key. */
  readonly dataDir: string;
  /** Private file of the hub's key, which signs receipts. */
  readonly hubKeyFile: string;
  /** Holds the link `current` to the newest publication; it may change while the hub runs. */
  readonly siteDir: string;
  /** The built app. */
  readonly appDir: string;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  readonly trustProxy: boolean;
  readonly practice: boolean;
};
export type RunningHub = { readonly address: string; readonly stop: () => Promise<void> };
export type HubEntry = {
  readonly startHub: (options: StartHubOptions) => Promise<RunningHub>;
  readonly backupHub: (options: { dataDir: string; file: string }) => Promise<void>;
  readonly restoreHub: (options: { dataDir: string; file: string }) => Promise<{ readonly notes: readonly string[] }>;
};

/** One function of the hub. Throws when this version of Passerelle lacks it. */
export async function loadHubFunction<Name extends keyof HubEntry>(file: string, name: Name): Promise<HubEntry[Name]> {
  const path = inProject("src", "hub", file);
  const module: unknown = existsSync(path) ? await import(pathToFileURL(path).href) : null;
  const found = typeof module === "object" && module !== null ? Reflect.get(module, name) : undefined;
  if (typeof found !== "function") throw new Error(`src/hub/${file} exports no ${name}`);
  return found as HubEntry[Name]; // the hub's own tests hold it to these types
}
