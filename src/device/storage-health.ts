/** How much the browser keeps for us, and whether it may empty the store by itself. */

/** The part of `navigator.storage` that is used; old or locked-down browsers lack it. */
export type BrowserStorage = {
  readonly estimate?: () => Promise<{ readonly usage?: number; readonly quota?: number }>;
  readonly persisted?: () => Promise<boolean>;
  readonly persist?: () => Promise<boolean>;
};

export type StorageUsage = {
  readonly usedBytes: number;
  readonly quotaBytes: number | null;
  readonly isPersisted: boolean;
};

/** Zero used bytes and no quota where the browser does not tell. */
export async function readUsage(storage: BrowserStorage | undefined): Promise<StorageUsage> {
  const { usage = 0, quota } = (await storage?.estimate?.()) ?? {};
  return {
    usedBytes: usage,
    quotaBytes: quota ?? null,
    isPersisted: (await storage?.persisted?.()) ?? false,
  };
}

/** Asks the browser to keep the store; false is an answer that must be lived with. */
export const askToPersist = async (storage: BrowserStorage | undefined): Promise<boolean> =>
  (await storage?.persist?.()) ?? false;
