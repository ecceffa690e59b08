/** Cases as their owners see them: news, taking over, withdrawing; and deletion. */
import type { Kysely } from "kysely";
import { sealedDeskMessage } from "../../core/case.ts";
import { partEntry } from "../../core/envelope.ts";
import { array } from "../../core/parse.ts";
import { type GoneReason, goneReason } from "../../core/protocol.ts";
import type { HubTables } from "../schema.ts";
import type { HubStore } from "../store.ts";
import { readPart, type StoreContext } from "./store-context.ts";

const partEntries = array(partEntry);

type CaseCalls = "news" | "rotate" | "withdraw" | "remove" | "caseEnvelopes" | "casePart";

export function caseTables({ database, commit, tombstones, touched }: StoreContext): Pick<HubStore, CaseCalls> {
  /** Tombstone first, in its own file and flushed; then the bytes go. */
  async function bury(
    transaction: Kysely<HubTables>,
    of: { id: string; hash: string | null; reason: GoneReason; receipt: string | null; capabilityHash: string | null },
  ): Promise<void> {
    tombstones.append(of);
    const { id, hash, reason, receipt, capabilityHash } = of;
    await transaction
      .insertInto("tombstones")
      .values({ id, hash, reason, receipt, capability_hash: capabilityHash })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await transaction.deleteFrom("part_chunks").where("id", "=", id).execute();
    await transaction.deleteFrom("envelopes").where("id", "=", id).execute();
  }

  async function buryCase(transaction: Kysely<HubTables>, caseId: string, reason: GoneReason): Promise<void> {
    const owner = await transaction
      .selectFrom("cases")
      .select("capability_hash")
      .where("case_id", "=", caseId)
      .executeTakeFirst();
    const envelopes = await transaction
      .selectFrom("envelopes")
      .select(["id", "hash", "receipt"])
      .where("case_id", "=", caseId)
      .execute();
    for (const { id, hash, receipt } of envelopes)
      await bury(transaction, {
        id,
        hash,
        reason,
        receipt,
        capabilityHash: id === caseId ? (owner?.capability_hash ?? null) : null,
      });
    await transaction.deleteFrom("messages").where("case_id", "=", caseId).execute();
    await transaction.deleteFrom("cases").where("case_id", "=", caseId).execute();
  }

  const envelopesOf = (capabilityHash: string) =>
    database
      .selectFrom("cases")
      .innerJoin("envelopes", "envelopes.case_id", "cases.case_id")
      .where("capability_hash", "=", capabilityHash);

  return {
    news: async ({ capabilityHash, afterNumber }) => {
      const opened = await database
        .selectFrom("cases")
        .innerJoin("envelopes", "envelopes.id", "cases.case_id")
        .select(["id", "hash", "receipt", "downloaded"])
        .where("capability_hash", "=", capabilityHash)
        .executeTakeFirst();
      if (opened) {
        const messages = await database
          .selectFrom("messages")
          .select("sealed")
          .where("case_id", "=", opened.id)
          .where("number", ">", afterNumber)
          .orderBy("number")
          .execute();
        return {
          state: "open",
          id: opened.id,
          messages: messages.map(({ sealed }) => sealedDeskMessage(JSON.parse(sealed))),
          downloaded: opened.downloaded === 1,
          receipt: opened.receipt,
          envelopeHash: opened.hash,
        };
      }
      const gone = await database
        .selectFrom("tombstones")
        .selectAll()
        .where("capability_hash", "=", capabilityHash)
        .executeTakeFirst();
      if (gone) return { state: "gone", reason: goneReason(gone.reason), receipt: gone.receipt };
      const moved = await database
        .selectFrom("moved")
        .selectAll()
        .where("capability_hash", "=", capabilityHash)
        .executeTakeFirst();
      return { state: moved ? "moved" : "unknown" };
    },

    rotate: async ({ capabilityHash, newCapabilityHash }) => {
      const rotated = await commit(async (transaction) => {
        const taken = await transaction
          .selectFrom("cases")
          .select("case_id")
          .where("capability_hash", "=", newCapabilityHash)
          .executeTakeFirst();
        if (taken) return null;
        const row = await transaction
          .updateTable("cases")
          .set({ capability_hash: newCapabilityHash })
          .where("capability_hash", "=", capabilityHash)
          .returning("case_id")
          .executeTakeFirst();
        if (!row) return null;
        await transaction.insertInto("moved").values({ capability_hash: capabilityHash }).execute();
        return row.case_id;
      });
      if (rotated === null) return false;
      touched.cases.add(rotated);
      touched.moved.add(capabilityHash);
      return true;
    },

    withdraw: ({ id, capabilityHash }) =>
      commit(async (transaction) => {
        const gone = await transaction.selectFrom("tombstones").selectAll().where("id", "=", id).executeTakeFirst();
        if (gone) return gone.capability_hash === capabilityHash ? { outcome: "withdrawn" as const } : null;
        const row = await transaction
          .selectFrom("envelopes")
          .innerJoin("cases", "cases.case_id", "envelopes.case_id")
          .select(["hash", "receipt", "capability_hash"])
          .where("id", "=", id)
          .executeTakeFirst();
        if (row && row.capability_hash !== capabilityHash) return null;
        if (row?.receipt) return { outcome: "alreadyReceived" as const, receipt: row.receipt };
        if (row) await buryCase(transaction, id, "withdrawn");
        else await bury(transaction, { id, hash: null, reason: "withdrawn", receipt: null, capabilityHash });
        return { outcome: "withdrawn" as const };
      }),

    caseEnvelopes: async ({ capabilityHash }) => {
      const rows = await envelopesOf(capabilityHash)
        .select(["kind", "bytes"])
        .orderBy("kind", "desc")
        .orderBy("id")
        .execute();
      return rows.length === 0 ? null : rows.map(({ bytes }) => bytes);
    },

    casePart: async ({ capabilityHash, id, part }) => {
      const row = await envelopesOf(capabilityHash).select("parts").where("id", "=", id).executeTakeFirst();
      const entry = row ? partEntries(JSON.parse(row.parts))[part] : undefined;
      if (!entry) return null;
      const bytes = await readPart(database, { id, part });
      return bytes.length === entry.bytes ? bytes : null;
    },

    remove: ({ id, reason }) =>
      commit(async (transaction) => {
        const found = await transaction
          .selectFrom("cases")
          .select("case_id")
          .where("case_id", "=", id)
          .executeTakeFirst();
        if (!found) return false;
        await buryCase(transaction, id, reason);
        return true;
      }),
  };
}
