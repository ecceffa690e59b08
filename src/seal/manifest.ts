/**
 * Signed packs: a root signs the list of publishers, a publisher on it signs the manifest, the manifest names blocks by hash and
 * certifies desks, officers and hubs. Verified on every device from the roots that are compiled into the app.
 */
import {
  type BlockEntry,
  type Manifest,
  manifest,
  type PackRefusal,
  type PublicJwk,
  type PublisherList,
  publisherList,
} from "../core/pack.ts";
import { hashOf } from "./bytes.ts";
import { isKidOf, thumbprint } from "./ec-keys.ts";
import { hashOfJws, isSignedBy, readJws, signJws } from "./jws.ts";
import type { SigningKey } from "./key-handle.ts";
import { isValidAt } from "./validity.ts";

export { hashOfJws } from "./jws.ts";

/** The public halves that the app is built with; `practice` roots certify practice keys only. */
export type Roots = { readonly practice: boolean; readonly roots: readonly PublicJwk[] };

export const signPublisherList = (list: PublisherList, root: SigningKey): Promise<string> =>
  signJws({ type: "publishers", payload: publisherList(list, "publishers"), key: root });

/** Signs a manifest; throws a ParseError of core when it is not a whole one. */
export const signManifest = (payload: Manifest, publisher: SigningKey): Promise<string> =>
  signJws({ type: "manifest", payload: manifest(payload, "manifest"), key: publisher });

/** What a device keeps of its current manifest, to compare the next one with. */
export type CurrentManifest = {
  readonly sequence: number;
  /** {@link hashOfJws} of its JWS. */
  readonly hash: string;
  /** Sequence of its list of publishers: an older list, which may name a publisher that was dropped, is refused. */
  readonly publishersSequence?: number;
};

export type ManifestJob = {
  readonly jws: string;
  readonly roots: Roots;
  /** The place that was asked for. */
  readonly place: string;
  readonly now: Date;
  /** Only what comes from the network may be too old; one on the device stays readable past its expiry. */
  readonly source: "network" | "device";
  readonly allowPractice: boolean;
  readonly current?: CurrentManifest | undefined;
};

export type ManifestResult =
  | {
      readonly ok: true;
      readonly manifest: Manifest;
      readonly hash: string;
      readonly publishersSequence: number;
      /** Past its expiry: readable, marked stale. Only with source `device`. */
      readonly isStale: boolean;
    }
  | { readonly ok: false; readonly reason: PackRefusal; readonly detail: string };

type Refused = Extract<ManifestResult, { ok: false }>;
const refuse = (reason: PackRefusal, detail: string): Refused => ({ ok: false, reason, detail });

/** Verifies the chain root, list, manifest, then place, practice, dates and sequence. `detail` is for developers. */
export async function verifyManifest(job: ManifestJob): Promise<ManifestResult> {
  const read = readJws({ jws: job.jws, type: "manifest", parse: manifest });
  if (!read) return refuse("manifest-malformed", "not a manifest");
  const claimed = read.payload;
  const list = await verifyPublisherList({ jws: claimed.publishers, roots: job.roots });
  if (!list.ok) return list;
  const publisher = list.publishers.find((candidate) => candidate.kid === read.kid);
  if (!publisher) return refuse("publisher-unknown", `${read.kid} is not on the list`);
  if (!(await isSignedBy({ jws: job.jws, kid: read.kid, jwk: publisher.jwk })))
    return refuse("signature-wrong", "the manifest's signature");
  const isPublisherValid =
    isValidAt(publisher, claimed.issuedAt) &&
    (job.source === "device" || job.now.getTime() <= Date.parse(publisher.validUntil));
  if (!isPublisherValid) return refuse("publisher-unknown", `${read.kid} is not valid any more, or not yet`);
  if (claimed.place !== job.place) return refuse("place-other", `${claimed.place} instead of ${job.place}`);
  if (claimed.practice !== job.roots.practice || list.practice !== job.roots.practice)
    return refuse("practice-not-allowed", "practice keys and real keys do not mix");
  if (claimed.practice && !job.allowPractice) return refuse("practice-not-allowed", "practice is not allowed here");
  const wrongKid = await findWrongKid(claimed);
  if (wrongKid) return refuse("manifest-malformed", `${wrongKid} is no thumbprint of its key`);
  const isStale = job.now.getTime() > Date.parse(claimed.expiresAt);
  if (isStale && job.source === "network") return refuse("manifest-expired", `expired at ${claimed.expiresAt}`);
  const hash = await hashOfJws(job.jws);
  const refusal = compareWithCurrent({ claimed, hash, listSequence: list.sequence, current: job.current });
  return refusal ?? { ok: true, manifest: claimed, hash, publishersSequence: list.sequence, isStale };
}

/** Whether bytes are the block that a manifest names. */
export async function verifyBlock(
  bytes: Uint8Array,
  entry: Pick<BlockEntry, "hash" | "bytes">,
): Promise<
  { readonly ok: true } | { readonly ok: false; readonly reason: "block-hash-wrong"; readonly detail: string }
> {
  if (bytes.length === entry.bytes && (await hashOf(bytes)) === entry.hash) return { ok: true };
  return {
    ok: false,
    reason: "block-hash-wrong",
    detail: `${bytes.length} bytes instead of ${entry.bytes}, or other ones`,
  };
}

async function verifyPublisherList(of: {
  jws: string;
  roots: Roots;
}): Promise<({ readonly ok: true } & PublisherList) | Refused> {
  const read = readJws({ jws: of.jws, type: "publishers", parse: publisherList });
  if (!read) return refuse("manifest-malformed", "publishers: not a list");
  for (const root of of.roots.roots) {
    if ((await thumbprint(root)) !== read.kid) continue;
    const isSigned = await isSignedBy({ jws: of.jws, kid: read.kid, jwk: root });
    return isSigned ? { ...read.payload, ok: true } : refuse("signature-wrong", "the list's signature");
  }
  return refuse("publisher-unknown", "no root of this app signed the list of publishers");
}

function compareWithCurrent(of: {
  claimed: Manifest;
  hash: string;
  listSequence: number;
  current: CurrentManifest | undefined;
}): Refused | null {
  const { claimed, hash, listSequence, current } = of;
  if (!current) return null;
  if (claimed.sequence < current.sequence)
    return refuse("sequence-too-low", `${claimed.sequence} after ${current.sequence}`);
  if (claimed.sequence === current.sequence)
    return hash === current.hash
      ? null
      : refuse("same-sequence-other-bytes", `${claimed.sequence} was published twice`);
  if (claimed.sequence === current.sequence + 1 && claimed.previous !== current.hash)
    return refuse("same-sequence-other-bytes", `${claimed.sequence} follows another ${current.sequence}`);
  if (listSequence < (current.publishersSequence ?? 0))
    return refuse("publisher-unknown", `an older list of publishers, ${listSequence}`);
  return null;
}

async function findWrongKid({ desks, hubs }: Manifest): Promise<string | null> {
  const named = [
    ...hubs.flatMap((hub) => hub.keys),
    ...desks.flatMap((desk) => desk.keys),
    ...desks.flatMap((desk) => desk.officers.map((officer) => ({ kid: officer.kid, jwk: officer.sign }))),
  ];
  for (const key of named) if (!(await isKidOf(key))) return key.kid;
  return null;
}
