/** Why an attempt failed: the transport's kinds, and what only the engine can tell. The words are in ui/error-messages. */
import type { FailureKind } from "./http-transport.ts";

export type SyncFailureKind =
  | FailureKind
  /** The hub speaks newer versions only: reload the app; nothing is lost (S10.1). */
  | "protocol-too-old"
  /** This device's database did not take a write or was closed. */
  | "storage-failed";

export type SyncFailure = { readonly kind: SyncFailureKind; readonly retryAfterMs: number | null };

export const failureOfKind = (kind: SyncFailureKind): SyncFailure => ({ kind, retryAfterMs: null });
