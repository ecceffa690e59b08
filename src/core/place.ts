/**
 * The content of a place, after CPSV-AP (PublicService, Evidence, Output, PublicOrganisation) and HSDS (location).
 *
 * The same shapes serve twice: in the files of `content/` a field of type {@link TextId} holds the source text itself (plain,
 * or Markdown where marked `rich`); in the published structure block it holds the id of that text in the language blocks.
 */
import {
  array,
  boolean,
  integer,
  isoDate,
  languageTag,
  literal,
  nullable,
  optional,
  type Parsed,
  slug,
  strictObject,
  string,
  withDefault,
} from "./parse.ts";

const plain = string({ maxLength: 2_000 });
const rich = string({ maxLength: 40_000 });
const yesNoUnknown = literal("yes", "no", "unknown");
const country = string({ pattern: /^[A-Z]{2}$/, means: "a country code like DK" });
const url = string({ pattern: /^https:\/\/[^\s]+$/, maxLength: 500, means: "an https address" });

/** P11: what sending a form or coming to an office can cause. */
export const consequences = strictObject({
  /** What the act of sending or coming does in law, or that it has none. */
  legalEffect: plain,
  deadline: optional(plain),
  /** The other ways to do it: in person, by post, by phone. */
  otherWays: plain,
  whoMay: strictObject({
    adult: boolean,
    /** From this age a child may do it alone; null: a child may not. */
    childFromAge: nullable(integer({ max: 17 })),
    parent: boolean,
    representative: boolean,
  }),
  /** May immigration authorities, may the police learn of it? */
  mayLearn: strictObject({ immigration: yesNoUnknown, police: yesNoUnknown, source: plain }),
  /** Whom to ask first; required where `mayLearn` is not a plain no. */
  adviser: optional(plain),
});
export type Consequences = Parsed<typeof consequences>;

/** One legal act that a procedure rests on. */
export const law = strictObject({
  /** `Regulation (EU) 2024/1348` */
  act: string({ maxLength: 200 }),
  title: plain,
  celex: optional(string({ pattern: /^[0-9A-Z()_-]{6,30}$/, means: "a CELEX number" })),
  eli: optional(string({ pattern: /^http:\/\/data\.europa\.eu\/eli\/[^\s]+$/, means: "an ELI" })),
  /** `Art. 26 to 28` */
  articles: optional(string({ maxLength: 120 })),
  appliesFrom: nullable(isoDate),
  appliesUntil: nullable(isoDate),
  transition: optional(plain),
  /** Where it applies, in words. */
  territory: plain,
  notBound: withDefault(array(country), []),
  /** Past this date the page says that it may no longer be true, and `content check` fails. */
  reviewBy: isoDate,
  /** How sure the writer is; `unsure` is shown on the page with `note`. */
  certainty: literal("sure", "unsure"),
  note: optional(plain),
});
export type Law = Parsed<typeof law>;

export const channel = literal("in-person", "online", "post", "phone");

/** A step names exactly one office or one office kind. */
export const step = strictObject({
  id: slug,
  title: plain,
  body: rich,
  office: optional(slug),
  officeKind: optional(slug),
  channel,
  needs: withDefault(array(slug), []),
  gives: withDefault(array(slug), []),
  cost: optional(plain),
  duration: optional(plain),
  deadline: optional(strictObject({ text: plain, ifMissed: plain })),
  form: optional(slug),
  condition: optional(string()),
});
export type Step = Parsed<typeof step>;

/** CPSV-AP PublicService. */
export const procedure = strictObject({
  id: slug,
  title: plain,
  summary: plain,
  icon: slug,
  lifeEvents: array(slug),
  /** For whom it is. */
  who: plain,
  condition: optional(string()),
  /** Asylum, return, detention, trafficking, deadlines: shows the source beside a machine translation. */
  highRisk: withDefault(boolean, false),
  about: optional(rich),
  /** What differs from country to country. */
  differs: optional(rich),
  steps: array(step),
  cost: optional(plain),
  deadline: optional(strictObject({ text: plain, ifMissed: plain })),
  duration: optional(plain),
  law: array(law),
});
export type Procedure = Parsed<typeof procedure>;

export const page = strictObject({
  id: slug,
  title: plain,
  body: rich,
  parent: withDefault(nullable(slug), null),
  order: withDefault(integer(), 0),
});
export type Page = Parsed<typeof page>;

/** CPSV-AP Evidence / Output: a type of paper. */
export const documentType = strictObject({
  id: slug,
  title: plain,
  icon: slug,
  about: rich,
  host: optional(strictObject({ language: languageTag, word: plain })),
});
export type DocumentType = Parsed<typeof documentType>;

/** Opening time: an iCalendar RRULE (weekly), local wall time. */
export const openingHours = strictObject({
  rrule: string({
    pattern: /^FREQ=WEEKLY;BYDAY=(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU))*$/,
    means: "an RRULE like FREQ=WEEKLY;BYDAY=MO,TU",
  }),
  opens: string({ pattern: /^([01]\d|2[0-3]):[0-5]\d$/, means: "a time like 08:30" }),
  closes: string({ pattern: /^([01]\d|2[0-3]):[0-5]\d$/, means: "a time like 12:00" }),
});

/** CPSV-AP PublicOrganisation, HSDS location. */
export const office = strictObject({
  id: slug,
  kind: slug,
  title: plain,
  host: optional(strictObject({ language: languageTag, word: plain })),
  address: array(string({ maxLength: 200 })),
  timeZone: string({ pattern: /^[A-Za-z]+\/[A-Za-z_]+$/, means: "a time zone like Europe/Paris" }),
  hours: array(openingHours),
  hoursNote: optional(plain),
  phone: optional(string({ pattern: /^\+?[0-9 ]{3,20}$/, means: "a phone number" })),
  email: optional(string({ pattern: /^[^\s@]+@[^\s@]+$/, means: "a mail address" })),
  web: optional(url),
  languages: array(languageTag),
  accessibility: plain,
  about: optional(rich),
  consequences,
});
export type Office = Parsed<typeof office>;

export const officeKind = strictObject({
  id: slug,
  title: plain,
  about: rich,
  /** The official finder, where there is one for the whole place. */
  finder: optional(url),
  consequences,
});
export type OfficeKind = Parsed<typeof officeKind>;

export const term = strictObject({
  id: slug,
  title: plain,
  host: strictObject({ language: languageTag, word: plain }),
  definition: rich,
});
export type Term = Parsed<typeof term>;

export const lifeEvent = strictObject({ id: slug, title: plain, icon: slug });
export type LifeEvent = Parsed<typeof lifeEvent>;

export const helpline = strictObject({
  id: slug,
  title: plain,
  number: string({ pattern: /^[0-9 +]{2,20}$/, means: "a phone number" }),
  about: plain,
  hours: plain,
  languages: plain,
  /** Does it work in the whole place? */
  works: literal("everywhere", "in-some-countries", "practice"),
});
export type Helpline = Parsed<typeof helpline>;

/** What the person is told before sending (GDPR Art. 13). */
export const notice = strictObject({
  controller: plain,
  dataProtectionOfficer: plain,
  purpose: plain,
  legalBasis: plain,
  recipients: plain,
  retention: plain,
  rights: plain,
  complaint: plain,
  ifNotGiven: plain,
});
export type Notice = Parsed<typeof notice>;

/** A reply that a desk gives often; translated like all content. */
export const phrase = strictObject({
  id: slug,
  text: plain,
  status: optional(literal("in review", "action needed", "decided")),
});
export type Phrase = Parsed<typeof phrase>;

/** What a form says about itself, beside its XLSForm workbook (`forms/<id>.md` or `.xlsx`). */
export const formSheet = strictObject({
  id: slug,
  title: plain,
  summary: plain,
  icon: slug,
  desk: slug,
  workbook: string({ pattern: /^[a-z0-9-]+\.(md|xlsx)$/, means: "a workbook beside this file, .md or .xlsx" }),
  consequences,
  notice,
  phrases: array(phrase),
  /** If there is no connection within so many days after finishing, go to this office. */
  fallback: strictObject({ afterDays: integer({ min: 1, max: 365 }), office: slug }),
  /** Days that the hub keeps a submission after it is decided or untouched. */
  retentionDays: integer({ min: 1, max: 3_650 }),
  /** In how many days the desk promises a first look. */
  answerWithinDays: integer({ min: 1, max: 365 }),
});
export type FormSheet = Parsed<typeof formSheet>;

export const desk = strictObject({ id: slug, title: plain });
export type Desk = Parsed<typeof desk>;

/** `place.yaml` */
export const placeSheet = strictObject({
  id: slug,
  title: plain,
  kind: literal("union", "country", "city", "centre"),
  about: rich,
  sourceLanguage: languageTag,
  /** Languages of the authorities there; official words are shown in them. */
  hostLanguages: array(languageTag),
  languages: array(languageTag),
  /** An example that no authority answers: PRACTICE stands on every page. */
  practice: boolean,
  licence: string({ maxLength: 200 }),
  importedFrom: optional(string({ maxLength: 500 })),
  lifeEvents: array(lifeEvent),
  helplines: array(helpline),
  desks: withDefault(array(desk), []),
});
export type PlaceSheet = Parsed<typeof placeSheet>;

/** The structure block: the place without its words. Lists are sorted by id except where an order is meant. */
export type Place = PlaceSheet & {
  readonly v: 1;
  readonly procedures: readonly Procedure[];
  readonly pages: readonly Page[];
  readonly documents: readonly DocumentType[];
  readonly offices: readonly Office[];
  readonly officeKinds: readonly OfficeKind[];
  readonly terms: readonly Term[];
  readonly forms: readonly (FormSheet & {
    /** Hash of the compiled form block; a submission is pinned to it. */
    readonly version: string;
  })[];
};
export type PlacedForm = Place["forms"][number];

/** First path segments that no place may be named like. */
export const reservedPlaceIds = new Set([
  "search",
  "mine",
  "settings",
  "claim",
  "receipt",
  "about",
  "desk",
  "kiosk",
  "api",
  "open",
  "healthz",
  "metrics",
  "assets",
  "packs",
]);
