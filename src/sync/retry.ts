/** Waiting times between attempts (docs/sync-spec.md S5.1): full jitter keeps devices that reconnect together apart. */

export const baseDelayMs = 1_000;
/** While a page is visible somebody may be looking. */
export const visibleCapMs = 20_000;
/** While nobody looks, and while the hub keeps everything and only its last word is missing. */
export const quietCapMs = 15 * 60_000;

/**
 * Uniform between 0 and min(cap, base x 2^attempt), in ms ("Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
 * @param attempt failed attempts since the last progress, from 0
 * @param random uniform in [0, 1)
 */
export const retryDelayMs = ({ attempt, capMs, random }: { attempt: number; capMs: number; random: number }): number =>
  Math.floor(random * Math.min(capMs, baseDelayMs * 2 ** attempt));
