import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isRecord, ParseError } from "../core/parse.ts";
import { type HubSettings, hubSettings } from "../hub/settings.ts";
import { InputError } from "../publish/content/fault.ts";
import { parseYamlFile } from "../publish/content/yaml-file.ts";

const settingsNames = "operator, privacyNotice, accessibilityStatement and complaintContact";

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
  readonly settings?: string;
  readonly webhook?: string;
};

export const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || host === "[::1]" || /^127\./.test(host);

/** Whether people outside this machine can reach it: by the address it listens at, or by a proxy that has the origin's name. */
const isPublic = ({ host, origin }: StartOptions): boolean =>
  !isLoopback(host) || (origin !== undefined && URL.canParse(origin) && !isLoopback(new URL(origin).hostname));

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
  if (!isPublic(options) || options.demo) return true;
  throw new InputError(
    `${isLoopback(options.host) ? `--origin ${options.origin}` : `--host ${options.host}`}: the content is signed with practice keys, which are for this machine only`,
    `make real keys (\`passerelle keys --help\`) and publish into ${siteDir}, or add --demo for a demonstration`,
  );
}

/** Where the operator's settings are: the file that was given, else `settings.yaml` in the data folder. */
const settingsFileOf = ({ settings, data }: StartOptions): string => settings ?? join(data, "settings.yaml");

/**
 * Who runs this hub. People outside this machine must be able to find out, so without it a public hub does not start; loopback and
 * `--demo` need none. Throws an {@link InputError} that names file, line and cure.
 */
export function readSettings(options: StartOptions): HubSettings | null {
  const file = settingsFileOf(options);
  if (existsSync(file)) {
    const yaml = parseYamlFile({ file, source: readFileSync(file, "utf8") });
    const [fault] = yaml.faults;
    if (fault) throw new InputError(`${fault.file}:${fault.line}: ${fault.what}`, fault.cure);
    try {
      return hubSettings(yaml.value);
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      throw new InputError(
        `${file}:${yaml.at(error.path).line}: ${error.message}`,
        `write ${settingsNames} into it, each as a text or the address of a page`,
      );
    }
  }
  if (options.settings === undefined && (!isPublic(options) || options.demo)) return null;
  throw new InputError(
    `${file}: there is no such file, and people outside this machine must know who runs the hub`,
    `write ${settingsNames} into it, each as a text or the address of a page`,
  );
}

/** Where to tell that something came: http or https, without a name and password in it. */
export function readWebhook(url: string | undefined): { readonly url: string } | null {
  if (url === undefined) return null;
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed && /^https?:$/.test(parsed.protocol) && parsed.username === "" && parsed.password === "") return { url };
  throw new InputError(
    `--webhook ${url}: is no address to post to`,
    "give one that starts with https:// or http://, without a name and password",
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
