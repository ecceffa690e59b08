import type { PackStore } from "../device/pack-store.ts";
import type { HubsOf } from "./judge-result.ts";
import { manifestOf } from "./pack-keep.ts";

/** The hubs that the packs on this device certify, for the verification of receipts (S2.5). */
export const hubsOfPacks =
  (store: Pick<PackStore, "find">): HubsOf =>
  async (place) => {
    const pack = await store.find(place);
    return (pack && manifestOf(pack)?.hubs) ?? [];
  };
