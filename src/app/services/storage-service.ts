/** What this browser keeps for the person, taking it along, and deleting it. */

import { type DeletionSteps, deleteEverything } from "../../device/delete-all.ts";
import { askToPersist, type BrowserStorage, readUsage } from "../../device/storage-health.ts";
import type { StorageService } from "../../ui/services.ts";
import type { LoadedCaseService } from "./case-service.ts";
import type { LoadedDraftService } from "./draft-service.ts";
import type { PersonalContext } from "./personal-context.ts";

export function createStorageService({
  context,
  drafts,
  cases,
  storage,
  deletion,
}: {
  context: PersonalContext;
  drafts: LoadedDraftService;
  cases: LoadedCaseService;
  /** `navigator.storage`; undefined where the browser has none. */
  storage: BrowserStorage | undefined;
  deletion: DeletionSteps;
}): StorageService {
  return {
    usage: () => readUsage(storage),
    persist: () => askToPersist(storage),
    exportAll: async () => {
      await Promise.all([drafts.reload(), cases.reload()]);
      const { exportEverything } = await import("./export-archive.ts");
      return exportEverything(context, { drafts: drafts.drafts.value, cases: cases.cases.value });
    },
    deleteAll: () => deleteEverything(deletion),
  };
}
