/** Photos of drafts, encrypted like every personal record and bound to draft, path and holder. */
import { decryptBytes, encryptBytes } from "../seal/data-key.ts";
import { SealError } from "../seal/seal-error.ts";
import type { Holder } from "./holders.ts";
import type { CopyRecord } from "./records.ts";

const placeOf = ({ draft, path, holder }: Pick<CopyRecord, "draft" | "path" | "holder">) => ({
  table: "copies",
  id: `${draft}${path}`,
  holder,
});

/** Encrypts a photo; before the transaction that stores it. */
export async function sealCopy(of: {
  holder: Holder;
  draft: string;
  path: string;
  bytes: Uint8Array;
}): Promise<CopyRecord> {
  const where = { draft: of.draft, path: of.path, holder: of.holder.id };
  return { ...where, ...(await encryptBytes({ key: of.holder.key, place: placeOf(where), bytes: of.bytes })) };
}

/** Null for another holder's photo, or one that does not open. */
export async function openCopy(of: {
  holder: Holder;
  record: CopyRecord | undefined;
}): Promise<Uint8Array<ArrayBuffer> | null> {
  const { holder, record } = of;
  if (record?.holder !== holder.id) return null;
  try {
    const stored = { iv: new Uint8Array(record.iv), body: new Uint8Array(record.body) };
    return await decryptBytes({ key: holder.key, place: placeOf(record), record: stored });
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}
