/** Why something could not be sealed or opened; the words are in ui/error-messages. */
export const sealReasons = [
  /** Bytes or JSON that do not have the agreed shape. */
  "malformed",
  /** Larger than the limits of core/envelope allow. */
  "too-large",
  /** Not sealed to the key that was offered. */
  "not-for-this-key",
  /** The key fits, the bytes do not: changed, cut, reordered, or another envelope's. */
  "damaged",
  /** A key's thumbprint is not its `kid`, or it is no point of the curve. */
  "key-unusable",
  /** Wrong passphrase, PIN or paper key; cannot be told from a damaged record. */
  "wrong-secret",
] as const;
export type SealReason = (typeof sealReasons)[number];

/** A seal that cannot be made or opened. `reason` is for code, the message for developers. */
export class SealError extends Error {
  override readonly name = "SealError";
  readonly reason: SealReason;
  constructor(reason: SealReason, detail: string, options?: { cause: unknown }) {
    super(`${reason}: ${detail}`);
    this.reason = reason;
    if (options) this.cause = options.cause;
  }
}
