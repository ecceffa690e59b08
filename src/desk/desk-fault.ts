/** How a request of the desk can fail. The words are in `fault-words.ts`. */
import type { PackRefusal } from "../core/pack.ts";
import type { FailureKind } from "../sync/http-transport.ts";

export type DeskFault =
  /** The hub gave no answer that is one. */
  | { readonly kind: "no-answer"; readonly why: FailureKind }
  /** Sign in again; nothing is lost. */
  | { readonly kind: "session-expired" }
  /** The hub said no; `reason` is a constant of its own. */
  | { readonly kind: "refused"; readonly reason: string }
  /** An answer of the hub that does not have the agreed shape. */
  | { readonly kind: "answer-unreadable" }
  /** The place's pack does not verify. */
  | { readonly kind: "pack-refused"; readonly reason: PackRefusal }
  /** The pack does not have what was asked for. */
  | { readonly kind: "not-published" }
  /** The browser would not keep the officer's record. */
  | { readonly kind: "not-saved" };

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: DeskFault };

export const answered = <T>(value: T): Answer<T> => ({ ok: true, value });
export const failed = (fault: DeskFault): { readonly ok: false; readonly fault: DeskFault } => ({ ok: false, fault });
