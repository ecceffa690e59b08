/** Web Locks of one device: exclusive, `ifAvailable` and `steal` as in the specification (w3c.github.io/web-locks). */
import type { SenderLocks } from "../../src/sync/sender-lock.ts";

export function fakeLocks(): SenderLocks & { readonly isHeld: () => boolean } {
  let holder: { readonly lose: () => void } | null = null;
  return {
    isHeld: () => holder !== null,
    request: async (_name, { steal = false }, callback) => {
      if (holder && !steal) return callback(null);
      holder?.lose();
      let lose: () => void = () => undefined;
      const lost = new Promise<never>((_, reject) => {
        lose = () => reject(new DOMException("The lock was stolen", "AbortError"));
      });
      const mine = { lose };
      holder = mine;
      const work = callback({ name: "lock" });
      // The browser takes care of what a callback without its lock still says.
      work.catch(() => undefined);
      try {
        return await Promise.race([work, lost]);
      } finally {
        if (holder === mine) holder = null;
      }
    },
  };
}
