/** A case that was opened by its claim slip: its own envelopes come from the hub and stand in the outbox as received. */
import type { IDBPDatabase } from "idb";
import type { Receipt } from "../core/envelope.ts";
import type { SealedEnvelope } from "../seal/envelope.ts";
import { type CaseBody, sealNewCase } from "./cases.ts";
import type { Holder } from "./holders.ts";
import { addToOutbox, outboxStores, writeInOne } from "./outbox-transaction.ts";
import { updatedEntry } from "./outbox-update.ts";
import type { OutboxEntry } from "./records.ts";

/** An envelope as it came back from the hub, whole, with its receipt that was verified here. */
export type ClaimedEnvelope = {
  readonly sealed: Omit<SealedEnvelope, "parts">;
  readonly parts: readonly Uint8Array[];
  readonly receipt: {
    readonly jws: string;
    readonly standing: Receipt["standing"];
    readonly epoch: string;
    /** Device clock, ISO. */
    readonly verifiedAt: string;
  };
};

/** Stores case and envelopes in one transaction; resolves after the commit. Envelopes that are here already stay as they are. */
export async function storeClaimed(of: {
  connection: IDBPDatabase;
  holder: Holder;
  id: string;
  body: CaseBody;
  envelopes: readonly ClaimedEnvelope[];
}): Promise<void> {
  const record = await sealNewCase({ holder: of.holder, id: of.id, body: of.body });
  await writeInOne(of.connection, [...outboxStores, "cases"], async (transaction) => {
    const outbox = transaction.objectStore("outbox");
    for (const { sealed, parts, receipt } of of.envelopes) {
      if ((await outbox.getKey(sealed.id)) !== undefined) continue;
      const entry = await addToOutbox(transaction, {
        sealed: { ...sealed, parts: parts.map((part) => new Uint8Array(part)) },
        holder: of.holder.id,
      });
      await outbox.put(withReceipt(entry, receipt));
    }
    await transaction.objectStore("cases").put(record);
  });
}

/** A relay's receipt leaves it on the queue; this device offers the same bytes as the first one does. */
function withReceipt(
  entry: OutboxEntry,
  { jws, standing, epoch, verifiedAt }: ClaimedEnvelope["receipt"],
): OutboxEntry {
  const tried: OutboxEntry = { ...entry, firstTriedAt: verifiedAt, lastTriedAt: verifiedAt };
  const update = { id: entry.id, kind: standing, receipt: jws, epoch } as const;
  return updatedEntry(tried, update, { at: verifiedAt, epoch });
}
