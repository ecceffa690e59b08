import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isRecord } from "../core/parse.ts";
import { InputError } from "../publish/content/fault.ts";

/** What `start` was asked for. */
export type StartOptions = {
  readonly port: number;
  readonly data: string;
  readonly content: readonly string[];
  readonly host: string;
  readonly origin?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly trustProxy: boolean;
  readonly demo: boolean;
};

export const isLoopback = (host: string): boolean => host === "localhost" || host === "::1" || /^127\./.test(host);

/** Whether the newest publication in a folder was signed with real keys; null when there is none. */
export function readPublication(siteDir: string): { readonly practice: boolean } | null {
  const file = join(siteDir, "current", "site.json");
  if (!existsSync(file)) return null;
  const site: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (!isRecord(site) || typeof site.practice !== "boolean")
    throw new InputError(`${file}: is no description of a publication`, "publish again with `passerelle publish`");
  return { practice: site.practice };
}

/** TLS files, both or none. */
export function readTls({ tlsCert, tlsKey }: StartOptions): { certFile: string; keyFile: string } | null {
  if (tlsCert === undefined && tlsKey === undefined) return null;
  if (tlsCert === undefined || tlsKey === undefined)
    throw new InputError("--tls-cert and --tls-key belong together", "give both, or none behind a proxy that ends TLS");
  for (const [option, file] of [["--tls-cert", tlsCert] as const, ["--tls-key", tlsKey] as const])
    if (!existsSync(file))
      throw new InputError(`${option} ${file}: there is no such file`, "give the path of a PEM file");
  return { certFile: tlsCert, keyFile: tlsKey };
}

/**
 * Practice or real? A publication signed with real keys is served as it is. Practice keys sign for loopback or `--demo` only;
 * for any other host this throws and says the cure.
 */
export function choosePractice(options: StartOptions): boolean {
  const siteDir = join(options.data, "site");
  if (readPublication(siteDir)?.practice === false) return false;
  if (isLoopback(options.host) || options.demo) return true;
  throw new InputError(
    `--host ${options.host}: the content is signed with practice keys, which are for this machine only`,
    `make real keys (\`passerelle keys --help\`) and publish into ${siteDir}, or add --demo for a demonstration`,
  );
}

/** The address that devices use must be an origin. */
export function readOrigin(origin: string | undefined): string | null {
  if (origin === undefined) return null;
  if (URL.canParse(origin) && new URL(origin).origin === origin) return origin;
  throw new InputError(
    `--origin ${origin}: is no origin`,
    "write scheme, host and port only, like https://hub.example",
  );
}
