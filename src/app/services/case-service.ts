/** Cases as screens see them; each call's work stands in a file of its own. */

import { removeCase } from "../../device/remove-case.ts";
import type { CaseService, Outcome } from "../../ui/services.ts";
import { createCaseList } from "./case-list.ts";
import { makeSlip, readSlip } from "./case-slip.ts";
import { claimCase } from "./claim-case.ts";
import { correctCase } from "./correct-case.ts";
import type { LoadedDraftService } from "./draft-service.ts";
import { failed, guarded } from "./outcome.ts";
import type { PersonalContext } from "./personal-context.ts";
import { readReceipt } from "./read-receipt.ts";
import { refreshCases } from "./refresh-cases.ts";
import { photoMediaType } from "./scale-photo.ts";
import { sendMessage } from "./send-message.ts";
import { fulfilWithdrawals, withdrawCase } from "./withdraw-case.ts";

export type LoadedCaseService = CaseService & {
  /** Reads the store again, and asks desks for what its owner wished to take back while that was unknown. */
  readonly reload: () => Promise<void>;
};

/** The list is empty until `reload` ran once. */
export function createCaseService(
  context: PersonalContext,
  drafts: Pick<LoadedDraftService, "add">,
): LoadedCaseService {
  const { changes, engine } = context;
  const list = createCaseList(context);
  const somethingWaits = () => {
    changes.tell("outbox");
    engine.wake();
  };
  const reload = async () => {
    if ((await fulfilWithdrawals(context)) > 0) somethingWaits();
    await list.reload();
  };
  /** Runs a change, then shows what is stored. */
  const changing = <T>(call: () => Promise<T>) =>
    guarded(async () => {
      const outcome = await call();
      changes.tell("cases");
      await reload();
      return outcome;
    });

  return {
    cases: list.cases,
    isLoaded: list.isLoaded,
    reload,

    refresh: () =>
      changing(async () => {
        const outcome = await refreshCases(context);
        changes.tell("outbox");
        return outcome;
      }),

    sent: async (id) => {
      const stored = await context.cases.get(id);
      const sent = stored && (await context.own.submission({ id, body: stored.value }));
      if (!sent) return null;
      const { place, form, formVersion } = stored.value;
      const { answers, attachments, language } = sent.payload;
      const source = await context.packs.form({ place, form, version: formVersion });
      return { answers, attachments, language, source };
    },

    attachment: async ({ id, part }) => {
      const entry = await context.outbox.entry(id);
      const stored = entry && (await context.cases.get(entry.caseId));
      const bytes = stored && (await context.own.part({ id, body: stored.value, index: part }));
      return bytes && new Blob([bytes], { type: photoMediaType });
    },

    sendMessage: ({ id, ...message }) =>
      changing(async (): Promise<Outcome> => {
        const stored = await context.cases.get(id);
        if (!stored) return failed("not-found");
        const sent = await sendMessage(context, { stored, message: { ...message, request: null } });
        if (sent.ok) somethingWaits();
        return sent;
      }),

    withdraw: (of) =>
      changing(async () => {
        const outcome = await withdrawCase(context, of);
        if (outcome.ok && outcome.outcome === "requested") somethingWaits();
        return outcome;
      }),

    correct: (of) => guarded(() => correctCase(context, drafts, of)),
    slip: (of) => makeSlip(context, of),
    readSlip: (text) => readSlip(context, text),
    claim: (of) =>
      changing(async () => {
        const claimed = await claimCase(context, of);
        // Its replies come with the news; without them it is open all the same.
        if (claimed.ok) await refreshCases(context);
        return claimed;
      }),
    receipt: async (id) => (await context.outbox.entry(id))?.receipt ?? null,
    verifyReceipt: (jws) => readReceipt(context, jws),

    exportOne: async (id) => {
      await list.reload();
      const view = list.cases.value.find((one) => one.id === id);
      if (!view) return null;
      const { exportCase } = await import("./export-archive.ts");
      return exportCase(context, view);
    },

    remove: (id) =>
      changing(async (): Promise<Outcome> => {
        const isMovedAway = (await context.cases.get(id))?.value.movedAway ?? false;
        const removed = await removeCase({ ...context, connection: context.device.connection, id, isMovedAway });
        switch (removed) {
          case "removed":
            changes.tell("outbox");
            return { ok: true };
          case "kept":
            // Taken back first; while the hub has not answered, nothing is known.
            return failed("no-connection");
          case "missing":
            return failed("not-found");
          default:
            return removed satisfies never;
        }
      }),
  };
}
