import { existsSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../publish/content/fault.ts";
import type { PublishKeys } from "../publish/pack/publish-keys.ts";
import type { CertifiedFile } from "../seal/certify.ts";
import { openKeyFile } from "../seal/key-file.ts";
import { practiceFiles, readCertified, readKeyFile, readText } from "./key-store.ts";

/** Files that publishing reads; `start` makes practice ones in the data folder. */
export type PublishFiles = { readonly publisher: string; readonly publishers: string; readonly certified: string };

/** The files of a folder of keys, named as practice keys are; single ones may lie elsewhere. */
export const publishFilesIn = (dir: string, given: Partial<PublishFiles> = {}): PublishFiles => {
  const { publisher, publishers, certified } = practiceFiles(dir);
  return { publisher, publishers, certified, ...given };
};

/** Opens the publisher's key and reads what it certifies. */
export async function readPublishKeys(files: PublishFiles): Promise<{ keys: PublishKeys; certified: CertifiedFile }> {
  for (const file of [files.publisher, files.publishers])
    if (!existsSync(file))
      throw new InputError(
        `${file}: there is no such file`,
        "make it with `passerelle keys publisher`, or name it with --publisher and --publishers",
      );
  const content = readKeyFile({ file: files.publisher, kind: "publisher" });
  const publisher = await openKeyFile({ content, kind: "publisher", file: files.publisher });
  const keys = { publisher, publishers: readText(files.publishers).trim(), practice: content.practice };
  return { keys, certified: readCertified(files.certified) };
}

export const defaultKeysDir = (data: string): string => join(data, "keys");
