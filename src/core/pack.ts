/** A pack on the wire: a signed manifest that names content-addressed blocks. */
import {
  array,
  boolean,
  integer,
  isoInstant,
  languageTag,
  literal,
  nullable,
  object,
  optional,
  type Parsed,
  record,
  sha256,
  slug,
  string,
  unknown,
} from "./parse.ts";

/** A public P-256 key as JWK; `kid` is its RFC 7638 thumbprint. */
export const publicJwk = object({
  kty: literal("EC"),
  crv: literal("P-256"),
  x: string({ maxLength: 64 }),
  y: string({ maxLength: 64 }),
});
export type PublicJwk = Parsed<typeof publicJwk>;

export const certifiedKey = object({ kid: sha256, jwk: publicJwk, validFrom: isoInstant, validUntil: isoInstant });
export type CertifiedKey = Parsed<typeof certifiedKey>;

/** Payload of the JWS that a root signs: who may sign manifests. */
export const publisherList = object({
  v: literal(1),
  purpose: literal("publishers"),
  sequence: integer(),
  issuedAt: isoInstant,
  practice: boolean,
  publishers: array(certifiedKey),
});
export type PublisherList = Parsed<typeof publisherList>;

export const certifiedOfficer = object({
  kid: sha256,
  /** ECDSA P-256: signs statuses, replies and logins. */
  sign: publicJwk,
  /** ECDH P-256: desk keys are wrapped for it. */
  wrap: publicJwk,
  desk: slug,
  validFrom: isoInstant,
  validUntil: isoInstant,
});
export type CertifiedOfficer = Parsed<typeof certifiedOfficer>;

export const certifiedDesk = object({
  id: slug,
  /** The newest valid key is sealed to; retired ones stay so that receipts and cases of old submissions can be read. */
  keys: array(certifiedKey),
  officers: array(certifiedOfficer),
});
export type CertifiedDesk = Parsed<typeof certifiedDesk>;

export const hubRole = literal("hub", "relay");
export type HubRole = Parsed<typeof hubRole>;
/** Without a `role` it is a hub: its keys sign receipts with standing `received`. A relay's sign `relayed`, and nothing else. */
export const certifiedHub = object({
  origin: optional(string({ maxLength: 300 })),
  role: optional(hubRole),
  keys: array(certifiedKey),
});

export const blockEntry = object({
  name: string({ pattern: /^(place|texts\.[A-Za-z-]+|form\.[a-z0-9-]+)$/, means: "place, texts.LANGUAGE or form.ID" }),
  hash: sha256,
  /** Size of the block, and of its brotli on the wire. */
  bytes: integer({ max: 100_000_000 }),
  wireBytes: integer({ max: 100_000_000 }),
});
export type BlockEntry = Parsed<typeof blockEntry>;

/** Payload of the manifest's JWS (ES256, signed by a publisher). */
export const manifest = object({
  v: literal(1),
  purpose: literal("manifest"),
  place: slug,
  /** Grows by one with each publication; a device takes no lower one. */
  sequence: integer({ min: 1 }),
  issuedAt: isoInstant,
  /** Past it the network may not offer this manifest any more; one on the device stays readable, marked stale. */
  expiresAt: isoInstant,
  /** SHA-256 of the previous manifest's JWS. */
  previous: nullable(sha256),
  practice: boolean,
  languages: array(languageTag),
  blocks: array(blockEntry),
  /** Every form version ever published, by form id; submissions of all of them are accepted. */
  formVersions: record(array(sha256)),
  desks: array(certifiedDesk),
  hubs: array(certifiedHub),
  /** Compact JWS of the {@link publisherList}, signed by a root. */
  publishers: string({ maxLength: 100_000 }),
  extensions: optional(record(unknown)),
});
export type Manifest = Parsed<typeof manifest>;

/** `/packs/index.json`: which places this hub offers. Unsigned; each place is verified by its own manifest. */
export const placeIndex = object({
  v: literal(1),
  places: array(object({ id: slug, titles: record(string()), practice: boolean, languages: array(languageTag) })),
});
export type PlaceIndex = Parsed<typeof placeIndex>;

export const packPaths = {
  index: "/packs/index.json",
  manifest: (place: string) => `/packs/${place}/manifest.jws`,
  block: (place: string, hash: string) => `/packs/${place}/b/${hash}`,
} as const;

/** Why a pack was refused; the words are in ui/error-messages. */
export const packRefusals = [
  "manifest-malformed",
  "publisher-unknown",
  "signature-wrong",
  "manifest-expired",
  "sequence-too-low",
  "same-sequence-other-bytes",
  "place-other",
  "practice-not-allowed",
  "block-hash-wrong",
  "block-malformed",
  "network",
] as const;
export type PackRefusal = (typeof packRefusals)[number];
