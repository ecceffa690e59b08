/** What a test puts on the device before a screen is opened; plain data, so that it can go into a browser. */
import type { Attachment } from "../../../src/core/envelope.ts";
import type { Answers, CompiledForm } from "../../../src/core/form/model.ts";
import type { Place } from "../../../src/core/place.ts";
import type { LanguageBlock } from "../../../src/core/text.ts";
import type { CaseView, DeviceStatus, Draft, KeptPlace, TimelineEntry } from "../../../src/ui/services.ts";

export type Kept = {
  readonly place: Place;
  readonly texts: Readonly<Record<string, LanguageBlock>>;
  readonly forms: Readonly<Record<string, { readonly form: CompiledForm; readonly version: string }>>;
};

export type Scenario = {
  readonly kept: readonly Kept[];
  readonly places?: readonly KeptPlace[];
  readonly status?: Partial<DeviceStatus>;
  readonly drafts?: readonly Draft[];
  readonly cases?: readonly CaseView[];
  /** False: the store is still being read. */
  readonly isLoaded?: boolean;
  /** What was sent in every case. */
  readonly sent?: {
    readonly answers: Answers;
    readonly attachments: readonly Attachment[];
  };
  /** Answers of calls by their name, `cases.withdraw`; without one a call succeeds. */
  readonly answers?: Readonly<Record<string, unknown>>;
  /** Calls that reject. */
  readonly failing?: readonly string[];
};

/** A call that a screen made, in order. */
export type Call = { readonly name: string; readonly of: unknown };

export const now = "2026-11-24T14:05:00.000Z";

export const aCase = (more: Partial<CaseView> = {}): CaseView => ({
  id: "case-1",
  place: "example-town",
  form: "register-address",
  formVersion: "version",
  desk: "registry",
  practice: true,
  state: "received",
  parts: { sent: 0, all: 2 },
  finalisedAt: "2026-11-20T09:30:00.000Z",
  number: "7K4-Q2M-9TX",
  receivedBetween: { from: "2026-11-20T10:00:00.000Z", until: "2026-11-20T11:00:00.000Z" },
  refusal: null,
  deletedSince: null,
  withdrawalAsked: false,
  movedAway: false,
  isClaimed: false,
  timeline: [
    { kind: "finalised", at: "2026-11-20T09:30:00.000Z" },
    { kind: "received", from: "2026-11-20T10:00:00.000Z", until: "2026-11-20T11:00:00.000Z" },
  ],
  faults: [],
  corrects: null,
  ...more,
});

/** A verified message of the desk that asks for something. */
export const aReply = (more: Partial<Extract<TimelineEntry, { kind: "desk" }>> = {}): TimelineEntry => ({
  kind: "desk",
  number: 1,
  status: "action needed",
  phrases: ["clearer-photo"],
  text: "Envoyez la page 2.",
  textLanguage: "fr",
  sentAt: "2026-11-22T09:00:00.000Z",
  ...more,
});

export const aDraft = (more: Partial<Draft> = {}): Draft => ({
  id: "draft-1",
  place: "example-town",
  form: "question-to-newcomers-desk",
  formVersion: "version",
  language: "en",
  answers: {},
  attachments: [],
  screen: null,
  corrects: null,
  startedAt: "2026-11-23T08:00:00.000Z",
  savedAt: "2026-11-23T08:10:00.000Z",
  revision: 1,
  ...more,
});

export const aKeptPlace = (more: Partial<KeptPlace> = {}): KeptPlace => ({
  place: "example-town",
  titles: { en: "Example Town (PRACTICE)", fr: "Ville d'exemple (EXERCICE)", ar: "مدينة المثال (تدريب)" },
  practice: true,
  languages: [
    { language: "en", isKept: true, bytes: 60_000, wireBytes: 20_000 },
    { language: "fr", isKept: true, bytes: 66_000, wireBytes: 22_000 },
    { language: "ar", isKept: false, bytes: 90_000, wireBytes: 25_000 },
  ],
  bytes: 180_000,
  wireBytes: 30_000,
  isKept: true,
  issuedAt: "2026-11-24T00:00:00.000Z",
  changedAt: "2026-11-24T08:00:00.000Z",
  checkedAt: "2026-11-24T13:00:00.000Z",
  isStale: false,
  ...more,
});
