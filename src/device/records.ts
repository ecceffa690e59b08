/**
 * What this device stores: names of database, stores and fields. They only grow; each change is a step in `device-database.ts` with a
 * test from the oldest version. Personal things are encrypted (`EncryptedRecord`); what a hub sees anyway is in clear, so that the
 * service worker can send while the data key is locked.
 */
import type { PartEntry } from "../core/envelope.ts";
import type { PlaceIndex } from "../core/pack.ts";
import type { CertifyRequest, GoneReason, RefusalReason, WrappedDeskKey } from "../core/protocol.ts";
import type { WrappedDataKey } from "../seal/data-key.ts";
import type { KeyHandle } from "../seal/key-handle.ts";
import type { CurrentManifest } from "../seal/manifest.ts";
import type { OfficerKeyFile } from "../seal/officer-keys.ts";
import type { ReceiptProblem } from "../seal/receipt.ts";

export const databaseName = "passerelle";

/** Stores by name, with their keys (the first is the primary key, `&` is unique, `[a+b]` is made of two fields). */
export const stores = {
  /** {@link PackRecord} */
  packs: "place",
  /** {@link BlockRecord}: content-addressed blocks of all packs. */
  blocks: "[place+hash], place",
  /** {@link KeyRecord} */
  keys: "id",
  /** {@link HolderRecord} */
  holders: "id",
  /** {@link PersonalRecord} */
  drafts: "id, holder",
  /** {@link CopyRecord}: photos of drafts. */
  copies: "[draft+path], draft, holder",
  /** {@link OutboxEntry}; `queue` is there only while the entry waits for a hub, so the index holds what is pending, in order. */
  outbox: "id, &sequence, queue, caseId, holder",
  /** {@link SealedRecord}: bytes of envelopes, apart from the entries so that lists stay small. */
  envelopes: "id",
  /** {@link PartRecord} */
  parts: "[id+index], id",
  /** {@link PersonalRecord}: one for each case that this device can open. */
  cases: "id, holder",
  /** {@link MetaRecord} */
  meta: "key",
  /** {@link OfficerRecord}: officers of a desk's machine. */
  officers: "kid",
} as const;

/** A pack that is whole on this device. */
export type PackRecord = {
  readonly place: string;
  readonly jws: string;
  readonly hash: string;
  readonly sequence: number;
  readonly publishersSequence: number;
  /** Languages whose texts are kept; a subset of the manifest's. */
  readonly languages: readonly string[];
  /** Hashes of the blocks in use, by name (`place`, `texts.fr`, `form.x`). */
  readonly blocks: Readonly<Record<string, string>>;
  /** Device clock, ISO: when the manifest last changed here, and when the hub was last asked. */
  readonly changedAt: string;
  readonly checkedAt: string;
};
export type BlockRecord = { readonly place: string; readonly hash: string; readonly bytes: Uint8Array };

/** `device`: the non-extractable key that wraps data keys. */
export type KeyRecord = { readonly id: "device"; readonly key: KeyHandle };
export type HolderRecord = { readonly id: string; readonly wrapped: WrappedDataKey; readonly createdAt: string };

/** Encrypted under the holder's data key; bound to table, id and holder. */
export type PersonalRecord = {
  readonly id: string;
  readonly holder: string;
  /** Grows with each write; a writer that read an older one is told (S7.7). */
  readonly revision: number;
  readonly iv: Uint8Array;
  readonly body: Uint8Array;
};
export type CopyRecord = {
  readonly draft: string;
  readonly path: string;
  readonly holder: string;
  readonly iv: Uint8Array;
  readonly body: Uint8Array;
};

/**
 * - `waiting`: the desk's hub has not acknowledged it
 * - `relayed`: a relay's receipt was verified
 * - `received`: the receipt of the desk's own hub was verified
 * - `refused`: quarantined for good; bytes stay
 * - `withdrawn`: never sent, or the hub confirmed
 * - `gone`: the hub deleted it; with a receipt it was received before
 */
export type OutboxStatus = "waiting" | "relayed" | "received" | "refused" | "withdrawn" | "gone";

/** One sealed envelope and where it stands. Nothing in it that the hub does not learn from the envelope's clear header. */
export type OutboxEntry = {
  readonly id: string;
  readonly holder: string;
  /** Given in the transaction that finalised; the order of sending (S1.7). */
  readonly sequence: number;
  /** Equals `sequence` while the entry is to be offered to a hub; absent otherwise. */
  readonly queue?: number;
  readonly kind: "submission" | "message";
  /** Own id for a submission. */
  readonly caseId: string;
  readonly place: string;
  readonly desk: string;
  readonly form: string;
  readonly formVersion: string;
  readonly practice: boolean;
  readonly hash: string;
  readonly bytes: number;
  readonly parts: readonly PartEntry[];
  readonly status: OutboxStatus;
  /** Bytes of each part that the hub is known to have. */
  readonly sentOffsets: readonly number[];
  /** When bytes first left; from then on the outcome may be unknown (S4.2). */
  readonly firstTriedAt: string | null;
  readonly lastTriedAt: string | null;
  /** The owner asked to take it back while the outcome was unknown; it is not offered until the hub answered. */
  readonly withdrawalAsked: boolean;
  readonly receipt: string | null;
  /** Device clock when the receipt was verified: bytes are offered again for 30 days (S3.6). */
  readonly receivedAt: string | null;
  /** Epoch of the hub that gave the receipt, or to which it was offered again. */
  readonly epoch: string | null;
  readonly refusal: RefusalReason | null;
  readonly gone: GoneReason | null;
  /** The last receipt did not verify (S2.6). */
  readonly receiptFault: ReceiptProblem | null;
};
export type SealedRecord = { readonly id: string; readonly bytes: Uint8Array };
export type PartRecord = { readonly id: string; readonly index: number; readonly bytes: Uint8Array };

export type MetaRecord =
  /** The places on offer as last heard, in the hub's order. */
  | { readonly key: "placeIndex"; readonly value: PlaceIndex }
  /** The hub's epoch as last heard (S3.5). */
  | { readonly key: "epoch"; readonly value: string }
  /** Device clock of the last answer of the hub. */
  | { readonly key: "lastContactAt"; readonly value: string }
  /** When the sender under the lock last made progress, in ms; a sender without progress for 60 s is taken over (S5.4). */
  | { readonly key: "senderProgressAt"; readonly value: number }
  /** Ids whose withdrawal the hub is to be asked for (S4.2), so that nobody looks through the whole outbox for them. */
  | { readonly key: "withdrawals"; readonly value: readonly string[] }
  /** The store half of the witness; the cookie half is constant too, so that it identifies no one (S7.4, P7). */
  | { readonly key: "witness"; readonly value: string };

/** An officer of a desk in this browser; the keys are under the officer's passphrase. */
export type OfficerRecord = {
  readonly kid: string;
  /** The recovery file is the same. */
  readonly file: OfficerKeyFile;
  /** What the publisher certifies; kept to be saved as a file again. */
  readonly request: CertifyRequest;
  /** Desk keys made here, wrapped for their holders, until the first login hands them to the hub. */
  readonly waiting: readonly WrappedDeskKey[];
  /** The newest manifest that was verified here: an older one is refused. */
  readonly seen: CurrentManifest | null;
};
