/** The same services where nothing of a person can be kept: an insecure page, a browser without storage, a newer schema (S7.5). */
import { signal } from "@preact/signals";
import type { CaseService, DraftService, StorageService } from "../../ui/services.ts";
import { failed } from "./outcome.ts";

const refused = async () => failed("reading-only");

export function readingOnlyServices(
  /** Deleting everything stays possible. */
  deleteAll: StorageService["deleteAll"],
): { drafts: DraftService; cases: CaseService; storage: StorageService } {
  return {
    drafts: {
      drafts: signal([]),
      begin: refused,
      open: async () => null,
      save: refused,
      attach: refused,
      detach: refused,
      preview: async () => null,
      remove: async () => undefined,
      finalise: refused,
    },
    cases: {
      cases: signal([]),
      refresh: refused,
      sent: async () => null,
      attachment: async () => null,
      sendMessage: refused,
      withdraw: refused,
      correct: refused,
      slip: async () => null,
      readSlip: refused,
      claim: refused,
      receipt: async () => null,
      verifyReceipt: refused,
      exportOne: async () => null,
      remove: refused,
    },
    storage: {
      usage: async () => ({ usedBytes: 0, quotaBytes: null, isPersisted: false }),
      persist: async () => false,
      exportAll: async () => new Blob([], { type: "application/zip" }),
      deleteAll,
    },
  };
}
