/** Opens what this device remembers, or says why it only reads. */
import { type DeviceDatabase, NewerDatabase, openDeviceDatabase } from "../device/device-database.ts";
import { DraftStore } from "../device/drafts.ts";
import { openHolder } from "../device/holders.ts";
import type { ReadingOnly } from "../ui/services.ts";

export type OpenedDevice =
  | { readonly ok: true; readonly device: DeviceDatabase; readonly drafts: DraftStore }
  | { readonly ok: false; readonly why: ReadingOnly };

/** @param onNewerPage a page of a newer version takes the database over (S7.5) */
export async function openDevice(of: {
  readonly now: () => Date;
  readonly onNewerPage: () => void;
}): Promise<OpenedDevice> {
  try {
    const device = await openDeviceDatabase({ onNewerPage: of.onNewerPage });
    const { tables } = device;
    const holder = await openHolder({ tables, now: of.now });
    return { ok: true, device, drafts: new DraftStore({ tables, holder }) };
  } catch (error) {
    // Whatever else the browser says here, it refuses to store.
    return { ok: false, why: error instanceof NewerDatabase || isVersionError(error) ? "newer-schema" : "no-storage" };
  }
}

/** How the browser says that the stored database is of a newer version than asked for. */
const isVersionError = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "name" in error && error.name === "VersionError";
