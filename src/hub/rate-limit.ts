/** Token buckets in memory, keyed by a hash with a salt that lives as long as the process: no address is kept. */
import { createHash, randomBytes } from "node:crypto";

export class RateLimit {
  readonly #salt = randomBytes(16);
  readonly #buckets = new Map<string, { tokens: number; at: number }>();
  readonly #burst: number;
  readonly #most: number;
  readonly #perSecond: number;
  readonly #now: () => number;

  /** @param of.most buckets that are remembered; the one that asked longest ago is forgotten for a new one */
  constructor({
    burst,
    perSecond,
    most,
    now,
  }: {
    burst: number;
    perSecond: number;
    most: number;
    now: () => number;
  }) {
    this.#burst = burst;
    this.#most = most;
    this.#perSecond = perSecond;
    this.#now = now;
  }

  /** Seconds to wait, 0 when it may pass. */
  take(who: string): number {
    const key = createHash("sha256").update(this.#salt).update(who).digest("base64");
    const at = this.#now();
    const bucket = this.#buckets.get(key) ?? { tokens: this.#burst, at };
    // A clock that was set back earns nothing and costs nothing.
    const elapsedMs = Math.max(0, at - bucket.at);
    const tokens = Math.min(this.#burst, bucket.tokens + (elapsedMs / 1_000) * this.#perSecond);
    // A map keeps the order of insertion: the first is the one that asked longest ago.
    this.#buckets.delete(key);
    for (const oldest of this.#buckets.keys()) {
      if (this.#buckets.size < this.#most) break;
      this.#buckets.delete(oldest);
    }
    this.#buckets.set(key, { tokens: Math.max(0, tokens - 1), at });
    return tokens >= 1 ? 0 : Math.ceil((1 - tokens) / this.#perSecond);
  }
}
