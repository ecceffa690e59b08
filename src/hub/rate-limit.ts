/** Token buckets in memory, keyed by a hash with a salt that lives as long as the process: no address is kept. */
import { createHash, randomBytes } from "node:crypto";

export class RateLimit {
  readonly #salt = randomBytes(16);
  readonly #buckets = new Map<string, { tokens: number; at: number }>();
  readonly #burst: number;
  readonly #perSecond: number;
  readonly #now: () => number;

  constructor({ burst, perSecond, now }: { burst: number; perSecond: number; now: () => number }) {
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#now = now;
  }

  /** Seconds to wait, 0 when it may pass. */
  take(who: string): number {
    if (this.#buckets.size > 10_000) this.#buckets.clear();
    const key = createHash("sha256").update(this.#salt).update(who).digest("base64");
    const at = this.#now();
    const bucket = this.#buckets.get(key) ?? { tokens: this.#burst, at };
    // A clock that was set back earns nothing and costs nothing.
    const elapsedMs = Math.max(0, at - bucket.at);
    const tokens = Math.min(this.#burst, bucket.tokens + (elapsedMs / 1_000) * this.#perSecond);
    this.#buckets.set(key, { tokens: Math.max(0, tokens - 1), at });
    return tokens >= 1 ? 0 : Math.ceil((1 - tokens) / this.#perSecond);
  }
}
