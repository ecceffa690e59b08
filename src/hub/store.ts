/** What a hub keeps, and the promises of each call. Everything that writes resolves only after a flush to disk (S1.4). */
import type { SealedDeskMessage } from "../core/case.ts";
import type { EnvelopeHeader, Receipt } from "../core/envelope.ts";
import type { CaseNews, GoneReason, InboxEntry, PushResult, WithdrawAnswer, WrappedDeskKey } from "../core/protocol.ts";

/** An envelope whose frame and header were checked. */
export type CheckedEnvelope = { readonly header: EnvelopeHeader; readonly hash: string; readonly bytes: Uint8Array };
/** Signs a receipt for an envelope received in the hour that began at `hour`. */
export type SignReceipt = (
  of: Omit<Receipt, "v" | "purpose" | "standing" | "epoch" | "receivedFrom" | "receivedUntil"> & {
    hour: string;
    epoch: string;
  },
) => Promise<string>;
export type DeskOf = { readonly place: string; readonly desk: string };
export type Session = DeskOf & { readonly officer: string };
export type PartOffset = { readonly offset: number; readonly bytes: number };
export type AppendResult =
  | { readonly result: "appended"; readonly offset: number; readonly isWhole: boolean }
  | { readonly result: "wrong-offset"; readonly offset: number }
  | { readonly result: "part-hash-wrong" }
  | { readonly result: "too-long" }
  | { readonly result: "unknown" };

export type HubStore = {
  /** Changes on restore only. */
  readonly epoch: string;
  /** Stores or recognises an envelope; the answer says what it lacks or brings its receipt. */
  readonly putEnvelope: (envelope: CheckedEnvelope) => Promise<PushResult>;
  readonly partOffset: (id: string, part: number) => Promise<PartOffset | null>;
  /** Appends at exactly `offset`; a whole part with a wrong hash is dropped (S2.1, S2.2). */
  readonly appendPart: (piece: {
    id: string;
    part: number;
    offset: number;
    bytes: Uint8Array;
  }) => Promise<AppendResult>;
  readonly news: (of: { capabilityHash: string; afterNumber: number }) => Promise<CaseNews>;
  /** False when the capability opens nothing. */
  readonly rotate: (of: { capabilityHash: string; newCapabilityHash: string }) => Promise<boolean>;
  /** Null when the capability does not open that envelope's case. */
  readonly withdraw: (of: { id: string; capabilityHash: string }) => Promise<WithdrawAnswer | null>;
  /** The case's envelopes for its owner, the submission first; null when the capability opens nothing. Marks nothing. */
  readonly caseEnvelopes: (of: { capabilityHash: string }) => Promise<readonly Uint8Array[] | null>;
  /** A whole part of one of them, else null. */
  readonly casePart: (of: { capabilityHash: string; id: string; part: number }) => Promise<Uint8Array | null>;
  /** Deletes a case's envelopes and leaves their tombstones. */
  readonly remove: (of: { id: string; reason: GoneReason }) => Promise<boolean>;
  readonly inbox: (of: DeskOf) => Promise<readonly InboxEntry[]>;
  /** Marks it as downloaded. */
  readonly takeEnvelope: (of: DeskOf & { id: string }) => Promise<Uint8Array | null>;
  readonly takePart: (of: DeskOf & { id: string; part: number }) => Promise<Uint8Array | null>;
  readonly deskCase: (
    of: DeskOf & { id: string },
  ) => Promise<{ messages: readonly SealedDeskMessage[]; envelopes: readonly string[] } | null>;
  /** Appends only the next number (S8.4). */
  readonly appendMessage: (
    of: DeskOf & { sealed: SealedDeskMessage },
  ) => Promise<"appended" | "number-taken" | "unknown">;
  readonly openChallenge: (of: { nonce: string; expiresAt: string }) => Promise<void>;
  /** True exactly once for each open nonce. */
  readonly consumeChallenge: (of: { nonce: string; now: string }) => Promise<boolean>;
  readonly openSession: (of: Session & { tokenHash: string; expiresAt: string }) => Promise<void>;
  readonly findSession: (of: { tokenHash: string; now: string }) => Promise<Session | null>;
  readonly closeSession: (tokenHash: string) => Promise<void>;
  readonly putWrappedKeys: (of: DeskOf & { keys: readonly WrappedDeskKey[] }) => Promise<void>;
  readonly wrappedKeys: (of: DeskOf) => Promise<readonly WrappedDeskKey[]>;
  /** Whether the store answers. */
  readonly isReady: () => Promise<boolean>;
  /**
   * Puts what came since the last call into a random order on disk, so that the place of bytes in the file tells no more than the
   * hour (S9.2).
   */
  readonly forgetOrder: () => Promise<void>;
  readonly close: () => Promise<void>;
};
