/** What a desk's officers read and write, their logins and the desk's wrapped keys. */
import { sealedDeskMessage } from "../../core/case.ts";
import { partEntry } from "../../core/envelope.ts";
import { array } from "../../core/parse.ts";
import { wrappedDeskKey } from "../../core/protocol.ts";
import type { DeskOf, HubStore } from "../store.ts";
import { readPart, type StoreContext } from "./store-context.ts";

const partEntries = array(partEntry);
type DeskCalls =
  | "inbox"
  | "takeEnvelope"
  | "takePart"
  | "deskCase"
  | "appendMessage"
  | "openChallenge"
  | "consumeChallenge"
  | "openSession"
  | "findSession"
  | "closeSession"
  | "putWrappedKeys"
  | "wrappedKeys";

export function deskTables({ database, commit }: StoreContext): Pick<HubStore, DeskCalls> {
  const received = ({ place, desk }: DeskOf) =>
    database.selectFrom("envelopes").where("place", "=", place).where("desk", "=", desk).where("hour", "is not", null);

  return {
    inbox: async (of) => {
      const rows = await received(of)
        .selectAll()
        .select((expression) => [
          expression
            .selectFrom("messages")
            .select((inner) => inner.fn.countAll<number>().as("count"))
            .whereRef("messages.case_id", "=", "envelopes.case_id")
            .as("messages"),
          expression.fn<number>("length", ["bytes"]).as("length"),
        ])
        .orderBy("hour", "desc")
        .orderBy("id")
        .execute();
      return rows.map((row) => ({
        id: row.id,
        hash: row.hash,
        form: row.form,
        formVersion: row.form_version,
        kind: row.kind,
        case: row.case_id,
        bytes: row.length,
        parts: partEntries(JSON.parse(row.parts)).length,
        receivedFrom: row.hour ?? "",
        messages: row.messages ?? 0,
        downloaded: row.downloaded === 1,
      }));
    },

    takeEnvelope: async ({ id, ...of }) => {
      const row = await received(of).select("bytes").where("id", "=", id).executeTakeFirst();
      if (!row) return null;
      await commit((transaction) =>
        transaction.updateTable("envelopes").set({ downloaded: 1 }).where("id", "=", id).execute(),
      );
      return row.bytes;
    },

    takePart: async ({ id, part, ...of }) => {
      const row = await received(of).select("id").where("id", "=", id).executeTakeFirst();
      if (!row) return null;
      const bytes = await readPart(database, { id, part });
      return bytes.length > 0 ? bytes : null;
    },

    deskCase: async ({ id, ...of }) => {
      const envelopes = await received(of).select("id").where("case_id", "=", id).orderBy("id").execute();
      if (envelopes.length === 0) return null;
      const messages = await database
        .selectFrom("messages")
        .select("sealed")
        .where("case_id", "=", id)
        .orderBy("number")
        .execute();
      return {
        messages: messages.map(({ sealed }) => sealedDeskMessage(JSON.parse(sealed))),
        envelopes: envelopes.map((row) => row.id),
      };
    },

    appendMessage: ({ place, desk, sealed }) =>
      commit(async (transaction) => {
        const caseId = sealed.envelopeId;
        const found = await transaction
          .selectFrom("envelopes")
          .select("id")
          .where("id", "=", caseId)
          .where("kind", "=", "submission")
          .where("place", "=", place)
          .where("desk", "=", desk)
          .executeTakeFirst();
        if (!found) return "unknown";
        const last = await transaction
          .selectFrom("messages")
          .select((expression) => expression.fn.max("number").as("number"))
          .where("case_id", "=", caseId)
          .executeTakeFirst();
        if (sealed.number !== (last?.number ?? 0) + 1) return "number-taken";
        await transaction
          .insertInto("messages")
          .values({ case_id: caseId, number: sealed.number, sealed: JSON.stringify(sealed) })
          .execute();
        return "appended";
      }),

    openChallenge: async ({ nonce, expiresAt }) => {
      await commit((transaction) =>
        transaction.insertInto("challenges").values({ nonce, expires_at: expiresAt }).execute(),
      );
    },
    consumeChallenge: ({ nonce, now }) =>
      commit(async (transaction) => {
        const { numDeletedRows } = await transaction
          .deleteFrom("challenges")
          .where("nonce", "=", nonce)
          .where("expires_at", ">=", now)
          .executeTakeFirstOrThrow();
        await transaction.deleteFrom("challenges").where("expires_at", "<", now).execute();
        return numDeletedRows > 0n;
      }),
    openSession: async ({ tokenHash, place, desk, officer, expiresAt }) => {
      await commit((transaction) =>
        transaction
          .insertInto("sessions")
          .values({ token_hash: tokenHash, place, desk, officer, expires_at: expiresAt })
          .execute(),
      );
    },
    findSession: async ({ tokenHash, now }) => {
      const row = await database
        .selectFrom("sessions")
        .select(["place", "desk", "officer"])
        .where("token_hash", "=", tokenHash)
        .where("expires_at", ">=", now)
        .executeTakeFirst();
      return row ?? null;
    },
    closeSession: async (tokenHash) => {
      await commit((transaction) => transaction.deleteFrom("sessions").where("token_hash", "=", tokenHash).execute());
    },
    putWrappedKeys: async ({ place, desk, keys }) => {
      await commit(async (transaction) => {
        for (const key of keys)
          await transaction
            .insertInto("wrapped_keys")
            .values({ desk_key: key.deskKey, for_key: key.for, place, desk, wrapped: JSON.stringify(key) })
            .onConflict((conflict) => conflict.doNothing())
            .execute();
      });
    },
    wrappedKeys: async ({ place, desk }) => {
      const rows = await database
        .selectFrom("wrapped_keys")
        .select("wrapped")
        .where("place", "=", place)
        .where("desk", "=", desk)
        .execute();
      return rows.map(({ wrapped }) => wrappedDeskKey(JSON.parse(wrapped)));
    },
  };
}
