/** Personal records: canonical JSON under the holder's data key, bound to table, id and holder. */
import { ParseError, type Parser } from "../core/parse.ts";
import { decryptRecord, encryptRecord } from "../seal/data-key.ts";
import { SealError } from "../seal/seal-error.ts";
import type { Holder } from "./holders.ts";
import type { PersonalRecord } from "./records.ts";

export type PersonalTable = "drafts" | "cases";
/** A record that was opened; pass `revision` on when writing over it. */
export type Opened<T> = { readonly id: string; readonly revision: number; readonly value: T };

/** Encrypts a value as the record that will stand at `id`. Call it before the transaction, never inside. */
export async function sealPersonal(of: {
  table: PersonalTable;
  holder: Holder;
  id: string;
  revision: number;
  value: unknown;
}): Promise<PersonalRecord> {
  const { table, holder, id, revision, value } = of;
  const place = { table, id, holder: holder.id };
  return { id, holder: holder.id, revision, ...(await encryptRecord({ key: holder.key, place, value })) };
}

/** Null for a record of another holder, or one that does not open or parse: it stays where it is and is not shown. */
export async function openPersonal<T>(of: {
  table: PersonalTable;
  holder: Holder;
  record: PersonalRecord | undefined;
  parse: Parser<T>;
}): Promise<Opened<T> | null> {
  const { table, holder, record, parse } = of;
  if (record?.holder !== holder.id) return null;
  const { id, revision, iv, body } = record;
  const place = { table, id, holder: holder.id };
  try {
    const stored = { iv: new Uint8Array(iv), body: new Uint8Array(body) };
    return { id, revision, value: parse(await decryptRecord({ key: holder.key, place, record: stored }), table) };
  } catch (error) {
    if (error instanceof SealError || error instanceof ParseError) return null;
    throw error;
  }
}
