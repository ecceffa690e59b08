/** Envelopes, parts and receipts. */
import { createHash } from "node:crypto";
import type { Kysely } from "kysely";
import { type PartEntry, partEntry } from "../../core/envelope.ts";
import { array } from "../../core/parse.ts";
import { goneReason, type PushResult } from "../../core/protocol.ts";
import type { HubTables } from "../schema.ts";
import type { AppendResult, CheckedEnvelope, HubStore } from "../store.ts";
import { hourOf, readPart, type StoreContext } from "./store-context.ts";

const partEntries = array(partEntry);
const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("base64url");

/** Flushed bytes of each part, in order. */
async function offsetsOf(
  database: Kysely<HubTables>,
  id: string,
  parts: readonly PartEntry[],
): Promise<readonly number[]> {
  const chunks = await database
    .selectFrom("part_chunks")
    .select(["part", "offset", (expression) => expression.fn<number>("length", ["bytes"]).as("length")])
    .where("id", "=", id)
    .execute();
  return parts.map((_, index) =>
    chunks.filter(({ part }) => part === index).reduce((sum, { length }) => sum + length, 0),
  );
}

/** A replay is known by its id whatever became of its capability since: a take-over may have replaced it (S1.3). */
const isKept = async (database: Kysely<HubTables>, id: string): Promise<boolean> =>
  (await database.selectFrom("envelopes").select("id").where("id", "=", id).executeTakeFirst()) !== undefined;

export function envelopeTables(context: StoreContext): Pick<HubStore, "putEnvelope" | "partOffset" | "appendPart"> {
  const { database, commit, epoch, signReceipt, now, onReceived, touched } = context;

  /** Signs and stores the receipt once everything is here; else says what is missing. `isNew`: this call received it. */
  async function settle(
    transaction: Kysely<HubTables>,
    id: string,
  ): Promise<{ readonly result: PushResult; readonly isNew: boolean }> {
    const row = await transaction.selectFrom("envelopes").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
    if (row.receipt !== null) return { result: { result: "received", id, receipt: row.receipt }, isNew: false };
    const parts = partEntries(JSON.parse(row.parts));
    const offsets = await offsetsOf(transaction, id, parts);
    const missing = parts.flatMap(({ bytes }, index) =>
      (offsets[index] ?? 0) < bytes ? [{ index, offset: offsets[index] ?? 0 }] : [],
    );
    if (missing.length > 0) return { result: { result: "partsMissing", id, parts: missing }, isNew: false };
    const hour = hourOf(now());
    const { hash, place, desk, form } = row;
    const receipt = await signReceipt({
      id,
      hash,
      parts: parts.map((part) => part.hash),
      place,
      desk,
      form,
      practice: row.practice === 1,
      hour,
      epoch,
    });
    await transaction.updateTable("envelopes").set({ hour, receipt }).where("id", "=", id).execute();
    return { result: { result: "received", id, receipt }, isNew: true };
  }

  async function insert(
    transaction: Kysely<HubTables>,
    { header, hash, bytes }: CheckedEnvelope,
  ): Promise<PushResult | null> {
    const { id } = header;
    if (header.kind === "message" && !(await isKept(transaction, id))) {
      const opened = await transaction
        .selectFrom("cases")
        .select("case_id")
        .where("capability_hash", "=", header.capabilityHash)
        .executeTakeFirst();
      if (opened?.case_id !== header.case) return { result: "refused", id, reason: "case-unknown" };
    }
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto("envelopes")
      .values({
        id,
        hash,
        bytes,
        kind: header.kind,
        place: header.place,
        desk: header.desk,
        form: header.form,
        form_version: header.formVersion,
        case_id: header.case ?? id,
        parts: JSON.stringify(header.parts),
        practice: header.practice ? 1 : 0,
        hour: null,
        receipt: null,
        downloaded: 0,
      })
      .onConflict((conflict) => conflict.column("id").doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows === 0n) {
      const kept = await transaction
        .selectFrom("envelopes")
        .select("hash")
        .where("id", "=", id)
        .executeTakeFirstOrThrow();
      return kept.hash === hash ? null : { result: "refused", id, reason: "same-id-other-bytes" };
    }
    if (header.kind === "submission") {
      const taken = await transaction
        .insertInto("cases")
        .values({ case_id: id, capability_hash: header.capabilityHash })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow();
      // Two submissions under one capability would let one person's slip open another's case.
      if (taken.numInsertedOrUpdatedRows === 0n) {
        await transaction.deleteFrom("envelopes").where("id", "=", id).execute();
        return { result: "refused", id, reason: "malformed", place: "header.capabilityHash" };
      }
    }
    return null;
  }

  return {
    putEnvelope: async (envelope) => {
      let isNew = false;
      const result = await commit(async (transaction): Promise<PushResult> => {
        const { id } = envelope.header;
        const gone = await transaction.selectFrom("tombstones").selectAll().where("id", "=", id).executeTakeFirst();
        if (gone) {
          if (gone.hash !== null && gone.hash !== envelope.hash)
            return { result: "refused", id, reason: "same-id-other-bytes" };
          return { result: "gone", id, reason: goneReason(gone.reason), receipt: gone.receipt };
        }
        const refused = await insert(transaction, envelope);
        if (refused) return refused;
        const settled = await settle(transaction, id);
        isNew = settled.isNew;
        return settled.result;
      });
      if (result.result !== "gone" && result.result !== "refused") {
        touched.envelopes.add(envelope.header.id);
        touched.cases.add(envelope.header.id);
      }
      if (isNew) onReceived();
      return result;
    },

    partOffset: async (id, part) => {
      const row = await database.selectFrom("envelopes").select("parts").where("id", "=", id).executeTakeFirst();
      const parts = row ? partEntries(JSON.parse(row.parts)) : [];
      const entry = parts[part];
      if (!entry) return null;
      return { offset: (await offsetsOf(database, id, parts))[part] ?? 0, bytes: entry.bytes };
    },

    appendPart: async ({ id, part, offset, bytes }) => {
      let isNew = false;
      const done = await commit(async (transaction): Promise<AppendResult> => {
        const row = await transaction.selectFrom("envelopes").select("parts").where("id", "=", id).executeTakeFirst();
        const parts = row ? partEntries(JSON.parse(row.parts)) : [];
        const entry = parts[part];
        if (!entry) return { result: "unknown" };
        const flushed = (await offsetsOf(transaction, id, parts))[part] ?? 0;
        if (offset !== flushed) return { result: "wrong-offset", offset: flushed };
        if (flushed + bytes.length > entry.bytes) return { result: "too-long" };
        if (bytes.length > 0) await transaction.insertInto("part_chunks").values({ id, part, offset, bytes }).execute();
        const reached = flushed + bytes.length;
        if (reached < entry.bytes) return { result: "appended", offset: reached, isWhole: false };
        if (hashOf(await readPart(transaction, { id, part })) !== entry.hash) {
          await transaction.deleteFrom("part_chunks").where("id", "=", id).where("part", "=", part).execute();
          return { result: "part-hash-wrong" };
        }
        isNew = (await settle(transaction, id)).isNew;
        return { result: "appended", offset: reached, isWhole: true };
      });
      if (done.result === "appended") touched.envelopes.add(id);
      if (isNew) onReceived();
      return done;
    },
  };
}
