/** The person's part of the composition root: opens the stores of the holder, then the services that screens use. */
import { CaseStore } from "../../device/cases.ts";
import type { DeletionSteps } from "../../device/delete-all.ts";
import type { DeviceDatabase } from "../../device/device-database.ts";
import { DraftStore } from "../../device/drafts.ts";
import { openHolder } from "../../device/holders.ts";
import { createOutboxStore } from "../../device/outbox-store.ts";
import type { BrowserStorage } from "../../device/storage-health.ts";
import type { CapabilityOf } from "../../sync/drain-context.ts";
import type { CaseService, DraftService, StorageService } from "../../ui/services.ts";
import { createCaseService } from "./case-service.ts";
import { createDraftService, type LoadedDraftService } from "./draft-service.ts";
import { OwnEnvelopes } from "./own-envelopes.ts";
import type { PersonalContext, PersonalStores } from "./personal-context.ts";
import { capabilityOf } from "./send-message.ts";
import { createStorageService } from "./storage-service.ts";

/** Opens the holder's data key and everything under it; throws what the browser says when it refuses storage. */
export async function openPersonalStores(of: { device: DeviceDatabase; now: () => Date }): Promise<PersonalStores> {
  const { device } = of;
  const { tables } = device;
  const holder = await openHolder({ tables, now: of.now });
  const outbox = createOutboxStore(device.connection);
  return {
    device,
    holder,
    outbox,
    drafts: new DraftStore({ tables, holder }),
    cases: new CaseStore({ tables, holder }),
    own: new OwnEnvelopes(outbox),
  };
}

/** For the sync engine, which asks the hub for withdrawals while the data key is open. */
export const capabilitiesOf =
  ({ cases, own }: Pick<PersonalStores, "cases" | "own">): CapabilityOf =>
  async (caseId) => {
    const body = (await cases.get(caseId))?.value;
    return body ? capabilityOf(body, await own.keysOf(body)) : null;
  };

export type PersonalServices = {
  readonly drafts: DraftService;
  readonly cases: CaseService;
  readonly storage: StorageService;
  /** Resolves when both lists were read for the first time. */
  readonly loaded: Promise<void>;
};

/**
 * The services; they follow the change channel and the engine from now on.
 * @param ofDrafts the page's, where it has them already
 */
export function createPersonalServices(
  context: PersonalContext,
  browser: { readonly storage: BrowserStorage | undefined; readonly deletion: DeletionSteps },
  ofDrafts: LoadedDraftService = createDraftService({ ...context, whole: async () => context }),
): PersonalServices {
  const cases = createCaseService(context, ofDrafts);
  // A database that is closed or full is told by the call that needs it.
  const quietly = (reading: Promise<void>) => reading.catch(() => undefined);
  context.changes.listen(({ subject, isOwn }) => {
    // Own changes of drafts and cases are shown by the call that made them.
    if (subject === "outbox" || (subject === "cases" && !isOwn)) void quietly(cases.reload());
    if (subject === "drafts" && !isOwn) void quietly(ofDrafts.reload());
  });
  const drafts: DraftService = {
    ...ofDrafts,
    finalise: async (of) => {
      const outcome = await ofDrafts.finalise(of);
      // The next screen shows the case.
      if (outcome.ok) await quietly(cases.reload());
      return outcome;
    },
  };
  const loaded = Promise.all([quietly(ofDrafts.reload()), quietly(cases.reload())]).then(() => undefined);
  const storage = createStorageService({ context, drafts: ofDrafts, cases, ...browser });
  return { drafts, cases, storage, loaded };
}
