/** The one transaction that turns a draft into a submission: envelope, parts and case are there, the draft is gone, or nothing changed (S7.2). */
import type { IDBPDatabase } from "idb";
import type { SealedEnvelope } from "../seal/envelope.ts";
import { type CaseBody, sealNewCase } from "./cases.ts";
import type { Holder } from "./holders.ts";
import { addToOutbox, outboxStores, writeInOne } from "./outbox-transaction.ts";
import type { PersonalRecord } from "./records.ts";

export type FinaliseJob = {
  readonly connection: IDBPDatabase;
  readonly holder: Holder;
  /** The draft as it was read before it was sealed. */
  readonly draft: { readonly id: string; readonly revision: number };
  /** Sealed already, outside any transaction. */
  readonly sealed: SealedEnvelope;
  readonly body: CaseBody;
};

/**
 * - `stored`: resolves after the commit
 * - `changed`: another tab wrote the draft since it was read
 * - `missing`: another tab finalised or removed it; nothing is sent twice
 */
export type FinaliseOutcome = "stored" | "changed" | "missing";

/** Throws what the browser says when it cannot store; then the draft is as it was. */
export async function storeFinalised(job: FinaliseJob): Promise<FinaliseOutcome> {
  const { connection, holder, draft, sealed } = job;
  const record = await sealNewCase({ holder, id: sealed.id, body: job.body });
  return writeInOne(connection, [...outboxStores, "cases", "drafts", "copies"], async (transaction) => {
    const drafts = transaction.objectStore("drafts");
    const current: PersonalRecord | undefined = await drafts.get(draft.id);
    if (current?.holder !== holder.id) return "missing";
    if (current.revision !== draft.revision) return "changed";
    await addToOutbox(transaction, { sealed, holder: holder.id });
    await transaction.objectStore("cases").add(record);
    await drafts.delete(draft.id);
    const copies = transaction.objectStore("copies");
    for (const key of await copies.index("draft").getAllKeys(draft.id)) await copies.delete(key);
    return "stored";
  });
}
