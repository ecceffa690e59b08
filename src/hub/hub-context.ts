import type { Catalogue } from "./catalogue.ts";
import type { HubLog } from "./hub-log.ts";
import type { HubSettings } from "./settings.ts";
import type { HubStore } from "./store.ts";

/** What every route needs. */
export type HubContext = {
  readonly store: HubStore;
  readonly catalogue: Catalogue;
  readonly log: HubLog;
  /** Origins under which devices know this hub; the first is its own. */
  readonly origins: readonly string[];
  readonly appDir: string;
  readonly practice: boolean;
  readonly now: () => Date;
  /** Who runs it; null on loopback and in a demonstration. */
  readonly settings?: HubSettings | null;
  /** True once it takes no new connections. */
  readonly isStopping?: () => boolean;
};
