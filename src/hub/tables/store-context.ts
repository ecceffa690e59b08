import type { Kysely } from "kysely";
import type { HubTables } from "../schema.ts";
import type { SignReceipt } from "../store.ts";
import type { TombstoneLog } from "../tombstone-log.ts";
import type { Touched } from "./disk-order.ts";

/** What the tables share: reading, writing in the next flush, the clock and the hub's signature. */
export type StoreContext = {
  readonly database: Kysely<HubTables>;
  readonly commit: <T>(write: (transaction: Kysely<HubTables>) => Promise<T>) => Promise<T>;
  readonly epoch: string;
  readonly tombstones: TombstoneLog;
  readonly signReceipt: SignReceipt;
  readonly now: () => Date;
  /** Called after the flush of an envelope that is now received whole, once for each. */
  readonly onReceived: () => void;
  /** What was written since the order on disk was last mixed. */
  readonly touched: Touched;
};

/** Start of the hour, all that is kept of a time. */
export const hourOf = (now: Date): string => `${now.toISOString().slice(0, 13)}:00:00.000Z`;

/** The flushed bytes of a part, in order; none when nothing came. */
export async function readPart(
  database: Kysely<HubTables>,
  { id, part }: { id: string; part: number },
): Promise<Buffer> {
  const chunks = await database
    .selectFrom("part_chunks")
    .select("bytes")
    .where("id", "=", id)
    .where("part", "=", part)
    .orderBy("offset")
    .execute();
  return Buffer.concat(chunks.map(({ bytes }) => bytes));
}
