import type { SigningKey } from "../../seal/key-handle.ts";

/** What signs a publication. */
export type PublishKeys = {
  readonly publisher: SigningKey;
  /** Compact JWS of the publisher list, signed by a root. */
  readonly publishers: string;
  /** Practice keys sign for loopback and demonstrations only. */
  readonly practice: boolean;
};
