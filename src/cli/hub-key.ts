/** The key that a hub signs receipts with: made on the hub, certified by the publisher, in every manifest that the hub serves. */
import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { HubRole } from "../core/pack.ts";
import { Catalogue } from "../hub/catalogue.ts";
import { InputError } from "../publish/content/fault.ts";
import { type KeyFile, publicJwkOf } from "../seal/key-file.ts";
import { readKeyFile, writeKeyFile, writeNew } from "./key-store.ts";

/** Makes a hub's key and the request that leaves it for `keys certify`. Throws a KeyFileError when one of the files is there. */
export async function makeHubKey(of: {
  file: string;
  request: string;
  origin: string | null;
  role: HubRole;
  now: Date;
}): Promise<KeyFile> {
  const { file, request, origin, role, now } = of;
  if (existsSync(request))
    throw new InputError(`${request}: is already there`, "choose another name; requests are never overwritten");
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const key = await writeKeyFile({ file, kind: "hub", practice: false, now });
  const content = { v: 1, purpose: "hub", origin, jwk: publicJwkOf(key), ...(role === "relay" ? { role } : {}) };
  writeNew(request, `${JSON.stringify(content, null, 2)}\n`, { isPrivate: false });
  return key;
}

/**
 * The hub's key file in `keysDir`, when every place of the publication certifies it. At a first start it is made here. Throws an
 * {@link InputError} that says how to have it certified: without that no device believes a receipt.
 */
export async function certifiedHubKey(of: {
  keysDir: string;
  siteDir: string;
  origin: string | null;
  now: Date;
}): Promise<string> {
  const file = join(of.keysDir, "hub.private.json");
  const request = join(of.keysDir, "hub.request.json");
  const cure = `certify ${request} on the publisher's machine (\`passerelle keys certify\`), publish, and copy the publication into ${of.siteDir}`;
  if (!existsSync(file)) {
    await makeHubKey({ file, request, origin: of.origin, role: "hub", now: of.now });
    throw new InputError(`${file}: was made now; no publication certifies it yet`, cure);
  }
  const { kid } = readKeyFile({ file, kind: "hub" });
  for (const { place, hubs } of new Catalogue(of.siteDir).places()) {
    const isCertified = hubs.some(({ keys }) =>
      keys.some((key) => key.kid === kid && Date.parse(key.validUntil) > of.now.getTime()),
    );
    if (!isCertified) throw new InputError(`${file}: the publication of ${place} does not certify this key`, cure);
  }
  return file;
}
