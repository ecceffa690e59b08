import type { Kysely } from "kysely";
import type { HubTables } from "../schema.ts";
import type { SignReceipt } from "../store.ts";
import type { TombstoneLog } from "../tombstone-log.ts";

/** What the tables share: reading, writing in the next flush, the clock and the hub's signature. */
export type StoreContext = {
  readonly database: Kysely<HubTables>;
  readonly commit: <T>(write: (transaction: Kysely<HubTables>) => Promise<T>) => Promise<T>;
  readonly epoch: string;
  readonly tombstones: TombstoneLog;
  readonly signReceipt: SignReceipt;
  readonly now: () => Date;
};

/** Start of the hour, all that is kept of a time. */
export const hourOf = (now: Date): string => `${now.toISOString().slice(0, 13)}:00:00.000Z`;
