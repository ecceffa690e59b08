/**
 * How much goes into one request: little on a link that nobody tried yet, more while requests end quickly, less after a failure. A
 * request then ends well before its sender counts as stuck (docs/sync-spec.md S5.4), and what a broken link costs stays small.
 */
import { maxBatchBytes, maxBatchEnvelopes, maxPatchBytes } from "../core/protocol.ts";
import type { BatchLimits } from "../device/outbox-take.ts";

const smallestBytes = 16_384;
const quickMs = 5_000;
const slowMs = 20_000;

const double = (value: number, most: number): number => Math.min(most, value * 2);
const halve = (value: number, least: number): number => Math.max(least, Math.floor(value / 2));

export class LinkPace {
  #envelopes = 4;
  #batchBytes = smallestBytes;
  #pieceBytes = smallestBytes;

  /** Limits of the next batch; a single larger envelope goes alone. */
  batch(): BatchLimits {
    return { maxEnvelopes: this.#envelopes, maxBytes: this.#batchBytes };
  }

  /** Bytes of the next piece of a part. */
  pieceBytes(): number {
    return this.#pieceBytes;
  }

  /** A request brought its answer after `elapsedMs`. */
  succeeded({ kind, elapsedMs }: { kind: "batch" | "piece"; elapsedMs: number }): void {
    if (elapsedMs > slowMs) this.#shrink();
    if (elapsedMs >= quickMs) return;
    if (kind === "piece") this.#pieceBytes = double(this.#pieceBytes, maxPatchBytes);
    else {
      this.#envelopes = double(this.#envelopes, maxBatchEnvelopes);
      this.#batchBytes = double(this.#batchBytes, maxBatchBytes);
    }
  }

  /** A request failed, whatever the reason. */
  failed(): void {
    this.#shrink();
  }

  #shrink(): void {
    this.#envelopes = halve(this.#envelopes, 1);
    this.#batchBytes = halve(this.#batchBytes, smallestBytes);
    this.#pieceBytes = halve(this.#pieceBytes, smallestBytes);
  }
}
