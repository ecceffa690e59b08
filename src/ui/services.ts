/**
 * What screens ask of this device and of the hub. `app` makes the real ones from device and sync; tests give their own. Screens know
 * nothing of IndexedDB or of requests. A call that cannot be kept answers with a reason; its words are in `error-messages.ts`.
 */
import type { ReadonlySignal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { SubmissionState } from "../core/case.ts";
import type { Attachment } from "../core/envelope.ts";
import type { Answers, CompiledForm } from "../core/form/model.ts";
import type { Consequences, Place } from "../core/place.ts";
import type { GoneReason, RefusalReason } from "../core/protocol.ts";
import type { LanguageBlock } from "../core/text.ts";

/** Why this device can only read. */
export type ReadingOnly =
  /** Not https and not this machine: the browser gives no keys and no service worker. */
  | "insecure-context"
  /** The browser refuses storage (private mode, disk full, blocked). */
  | "no-storage"
  /** A newer version of the app upgraded the database: reload. */
  | "newer-schema";

export type Connection = "unknown" | "hub-answers" | "no-connection" | "captive-portal" | "hub-fault";

/** What the quiet line under the header tells. */
export type DeviceStatus = {
  readonly connection: Connection;
  /** Everything of the place being read is on this device. */
  readonly readyOffline: { readonly bytes: number } | null;
  /** The place being read is not kept by itself, for it is large, data is to be saved, or fetching failed: a button offers it. */
  readonly asksToKeep?: boolean;
  /** A pack is being fetched. */
  readonly fetching: { readonly receivedBytes: number; readonly totalBytes: number } | null;
  readonly lastContactAt: string | null;
  /** The manifest of the place being read is past its expiry. */
  readonly isStale: boolean;
  /** Finalised and not received. */
  readonly waiting: number;
  /** The browser accepted to wake us: only then "will be sent by itself" may be said (S5.6). */
  readonly sendsByItself: boolean;
  /** A request is under way. */
  readonly isSending: boolean;
  /** A new version of the app waits; `restart` of {@link AppService} takes it. */
  readonly updateWaiting: boolean;
  /** The browser emptied the store and only the witness was left (S7.4). */
  readonly storeWasEmptied: boolean;
  readonly readingOnly: ReadingOnly | null;
};

export type AppService = {
  readonly status: ReadonlySignal<DeviceStatus>;
  /** Tries now, whatever the waiting time (S5.2). */
  readonly sendNow: () => void;
  /** Takes the waiting version and reloads; never called while a draft has unsaved keystrokes. */
  readonly restart: () => void;
  /** Says once "ready to work offline"; the note was read. */
  readonly dismissEmptiedNote: () => void;
  /** The instant now, for waiting times and dates. */
  readonly now: () => Date;
};

/** A form with its texts as its pinned version was published. */
export type FormSource = { readonly form: CompiledForm; readonly version: string };

export type PackSize = { readonly name: string; readonly bytes: number; readonly wireBytes: number };
export type KeptPlace = {
  readonly place: string;
  readonly titles: Readonly<Record<string, string>>;
  readonly practice: boolean;
  readonly languages: readonly {
    readonly language: string;
    readonly isKept: boolean;
    /** What fetching or keeping it costs. */
    readonly bytes: number;
    readonly wireBytes: number;
  }[];
  /** Structure and forms, needed whatever the language. */
  readonly bytes: number;
  readonly wireBytes: number;
  readonly isKept: boolean;
  readonly issuedAt: string | null;
  readonly changedAt: string | null;
  readonly checkedAt: string | null;
  readonly isStale: boolean;
};

export type PackService = {
  readonly places: ReadonlySignal<readonly KeptPlace[]>;
  /** Reads the list of places and their sizes again. */
  readonly refresh: () => Promise<void>;
  /** Keeps exactly these languages of a place; none removes the place. */
  readonly keep: (of: { place: string; languages: readonly string[] }) => Promise<Outcome>;
  /** Asks the hub for updates of every kept place now. */
  readonly checkNow: () => Promise<Outcome>;
  /** A form in its current or a pinned version; null when it is not on this device and cannot be fetched. */
  readonly form: (of: { place: string; form: string; version?: string }) => Promise<FormSource | null>;
  /** Structure and texts of a kept place, for screens that stand outside one (my requests). */
  readonly reading: (place: string) => Promise<PlaceTexts | null>;
  /** Which desk keys could be sealed to now: false says why nothing can be finalised (S7.6). */
  readonly canSeal: (of: { place: string; desk: string }) => Promise<boolean>;
};
export type PlaceTexts = {
  readonly place: Place;
  readonly texts: Readonly<Record<string, LanguageBlock>>;
  readonly manifest: { readonly issuedAt: string; readonly sequence: number; readonly practice: boolean };
};

export type Problem =
  | "changed-elsewhere"
  | "storage-full"
  | "storage-failed"
  | "reading-only"
  | "no-desk-key"
  | "no-connection"
  | "captive-portal"
  | "hub-fault"
  | "too-large"
  | "not-an-image"
  | "form-unknown"
  | "not-found"
  | "case-moved"
  | "slip-damaged"
  | "slip-not-a-slip"
  | "slip-newer-version"
  | "slip-practice"
  | "receipt-wrong"
  | "pack-refused";
export type Outcome = { readonly ok: true } | { readonly ok: false; readonly problem: Problem };
export type OutcomeOf<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly problem: Problem };

export type DraftAttachment = {
  readonly path: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: number;
};
export type Draft = {
  readonly id: string;
  readonly place: string;
  readonly form: string;
  readonly formVersion: string;
  readonly language: string;
  readonly answers: Answers;
  readonly attachments: readonly DraftAttachment[];
  /** Path of the screen that was open; null at the beginning. */
  readonly screen: string | null;
  /** Id of the submission that this one corrects. */
  readonly corrects: string | null;
  readonly startedAt: string;
  readonly savedAt: string;
  /** Pass it to `save`; an older one is refused with `changed-elsewhere`. */
  readonly revision: number;
};

export type DraftService = {
  /** Of the current holder, newest first; empty while loading. */
  readonly drafts: ReadonlySignal<readonly Draft[]>;
  /** False until the first reading of the store ended, so that nobody is told "nothing here" too early; absent means read. */
  readonly isLoaded?: ReadonlySignal<boolean>;
  readonly begin: (of: {
    place: string;
    form: string;
    language: string;
    answers?: Answers;
    corrects?: string;
  }) => Promise<OutcomeOf<{ draft: Draft }>>;
  readonly open: (id: string) => Promise<Draft | null>;
  /** Resolves once the write is committed: only then "saved" may be said. */
  readonly save: (of: {
    id: string;
    revision: number;
    answers: Answers;
    screen: string | null;
    language: string;
  }) => Promise<OutcomeOf<{ draft: Draft }>>;
  /** Scales a photo down, removes its metadata, encrypts and stores it; the answer at `path` is its file name. */
  readonly attach: (of: { id: string; path: string; file: Blob }) => Promise<OutcomeOf<{ draft: Draft }>>;
  readonly detach: (of: { id: string; path: string }) => Promise<OutcomeOf<{ draft: Draft }>>;
  readonly preview: (of: { id: string; path: string }) => Promise<Blob | null>;
  readonly remove: (id: string) => Promise<void>;
  /** Seals, then stores the envelope and removes the draft in one transaction; sending starts by itself. */
  readonly finalise: (of: {
    id: string;
    answers: Answers;
    language: string;
    notice: { readonly sequence: number; readonly language: string; readonly text: string };
  }) => Promise<OutcomeOf<{ id: string }>>;
};

/** What is wrong with the numbering of a case's messages (S8.3). */
export type CaseFault =
  | { readonly kind: "gap"; readonly from: number; readonly until: number }
  | { readonly kind: "fork" | "broken" | "unverified"; readonly number: number };

export type TimelineEntry =
  | { readonly kind: "finalised"; readonly at: string }
  | { readonly kind: "relayed" | "received"; readonly from: string; readonly until: string }
  | { readonly kind: "downloaded" }
  /** A status or reply of the desk, verified. Phrases are ids of the form's phrases. */
  | {
      readonly kind: "desk";
      readonly number: number;
      readonly status: "in review" | "action needed" | "decided" | null;
      readonly phrases: readonly string[];
      readonly text: string | null;
      readonly textLanguage: string | null;
      readonly sentAt: string;
    }
  /** What the person sent later. */
  | {
      readonly kind: "message";
      readonly id: string;
      readonly text: string;
      readonly attachments: readonly Attachment[];
      readonly request: "withdraw" | null;
      readonly at: string;
      readonly state: "waiting" | "sending" | "on its way" | "received" | "refused";
    };

export type CaseView = {
  /** Id of the submission. */
  readonly id: string;
  readonly place: string;
  readonly form: string;
  readonly formVersion: string;
  readonly desk: string;
  readonly practice: boolean;
  readonly state: SubmissionState;
  /** Parts sent of all, while sending. */
  readonly parts: { readonly sent: number; readonly all: number };
  readonly finalisedAt: string;
  /** `7K4-Q2M-9TX`. */
  readonly number: string;
  readonly receivedBetween: { readonly from: string; readonly until: string } | null;
  readonly refusal: RefusalReason | "receipt-wrong" | null;
  /** Received, but the hub deleted it since. */
  readonly deletedSince: GoneReason | null;
  readonly withdrawalAsked: boolean;
  /** Taken over by another device: nothing new is seen here. */
  readonly movedAway: boolean;
  /** Opened here by a claim slip. */
  readonly isClaimed: boolean;
  readonly timeline: readonly TimelineEntry[];
  readonly faults: readonly CaseFault[];
  readonly corrects: string | null;
};

/** What was sent, opened from the owner's copy. */
export type SentAnswers = {
  readonly answers: Answers;
  readonly attachments: readonly Attachment[];
  readonly language: string;
  readonly source: FormSource | null;
};

/** What a claim slip tells by itself. */
export type SlipView = {
  /** Id of the submission. */
  readonly id: string;
  readonly place: string;
  readonly practice: boolean;
  /** The case is among those of this device already. */
  readonly isHere: boolean;
};

/** What a verified receipt proves: this hub had exactly these bytes in that hour. */
export type ReceiptView = {
  readonly id: string;
  /** `7K4-Q2M-9TX`. */
  readonly number: string;
  readonly place: string;
  readonly desk: string;
  readonly form: string;
  /** `relayed`: a box on the way had it, not yet the desk's own hub. */
  readonly standing: "received" | "relayed";
  readonly receivedFrom: string;
  readonly receivedUntil: string;
  /** Photos and other parts that came with it. */
  readonly parts: number;
  readonly practice: boolean;
  /** Its hash and parts are those of a submission on this device; null when there is none of this id. */
  readonly fitsSubmissionHere: boolean | null;
};

export type CaseService = {
  /** Of the current holder, newest first. */
  readonly cases: ReadonlySignal<readonly CaseView[]>;
  /** As in {@link DraftService}. */
  readonly isLoaded?: ReadonlySignal<boolean>;
  /** Asks the hub for news of all cases now. */
  readonly refresh: () => Promise<Outcome>;
  readonly sent: (id: string) => Promise<SentAnswers | null>;
  readonly attachment: (of: { id: string; part: number }) => Promise<Blob | null>;
  readonly sendMessage: (of: {
    id: string;
    text: string;
    language: string;
    copies: readonly Blob[];
  }) => Promise<Outcome>;
  /** S4: at once when never sent, asks the hub when unknown, a request to the desk after receipt. */
  readonly withdraw: (of: {
    id: string;
    language: string;
  }) => Promise<OutcomeOf<{ outcome: "withdrawn" | "asked" | "requested" }>>;
  /** A draft with the same answers and photos that corrects this submission. */
  readonly correct: (of: { id: string; language: string }) => Promise<OutcomeOf<{ draft: Draft }>>;
  /** The slip's text; `address` is the whole link for the QR code. */
  readonly slip: (of: { id: string; language: string }) => Promise<{ text: string; address: string } | null>;
  /** What a slip's text is, before anything is asked of the hub; the text may be a whole address with its fragment. */
  readonly readSlip: (text: string) => Promise<OutcomeOf<{ slip: SlipView }>>;
  /** `open` reads beside the first device, `take-over` makes the first device lose the case. */
  readonly claim: (of: { text: string; as: "open" | "take-over" }) => Promise<OutcomeOf<{ id: string }>>;
  /** Compact JWS of the receipt, to be kept as proof. */
  readonly receipt: (id: string) => Promise<string | null>;
  /**
   * Verifies any receipt against the hubs of the manifests kept here, as `verifyReceipt` of seal does. `receipt-wrong`: no receipt, or
   * its signature or fields do not fit; `not-found`: no kept place certifies the hub that signed it.
   */
  readonly verifyReceipt: (jws: string) => Promise<OutcomeOf<{ proof: ReceiptView }>>;
  /** Everything of one case, readable and as JSON. */
  readonly exportOne: (id: string) => Promise<Blob | null>;
  readonly remove: (id: string) => Promise<Outcome>;
};

export type StorageService = {
  readonly usage: () => Promise<{
    readonly usedBytes: number;
    readonly quotaBytes: number | null;
    readonly isPersisted: boolean;
  }>;
  /** Asks the browser not to empty the store by itself. */
  readonly persist: () => Promise<boolean>;
  /** Drafts, cases, photos and receipts as one ZIP. */
  readonly exportAll: () => Promise<Blob>;
  /** Everything of ours in this browser, the witness included. */
  readonly deleteAll: () => Promise<void>;
};

export type Services = {
  readonly app: AppService;
  readonly packs: PackService;
  readonly drafts: DraftService;
  readonly cases: CaseService;
  readonly storage: StorageService;
};

export const ServicesContext = createContext<Services | null>(null);

/** The services, or null while a page is prerendered or the device's part is still loading. */
export const useOptionalServices = (): Services | null => useContext(ServicesContext);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error("a screen stands outside its ServicesContext");
  return services;
}

export type { Consequences };
