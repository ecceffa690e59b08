/** Removes a case from this device: its record, its envelopes and their parts, in one transaction. */
import type { IDBPDatabase } from "idb";
import type { Holder } from "./holders.ts";
import { outboxStores, removeCaseFromOutbox, writeInOne } from "./outbox-transaction.ts";
import type { OutboxEntry, PersonalRecord } from "./records.ts";

/** `kept`: it is not received yet and was not taken back, so removing it would lose it (S3.7). */
export type RemoveOutcome = "removed" | "kept" | "missing";

/** @param isMovedAway another device has the case; what waits here can reach nobody any more */
export const removeCase = ({
  connection,
  holder,
  id,
  isMovedAway,
}: {
  connection: IDBPDatabase;
  holder: Holder;
  id: string;
  isMovedAway: boolean;
}): Promise<RemoveOutcome> =>
  writeInOne(connection, [...outboxStores, "cases"], async (transaction) => {
    const cases = transaction.objectStore("cases");
    const record: PersonalRecord | undefined = await cases.get(id);
    if (record?.holder !== holder.id) return "missing";
    const entry: OutboxEntry | undefined = await transaction.objectStore("outbox").get(id);
    const isWaiting = entry?.status === "waiting" || entry?.status === "relayed";
    if (isWaiting && !isMovedAway) return "kept";
    await removeCaseFromOutbox(transaction, id);
    await cases.delete(id);
    return "removed";
  });
