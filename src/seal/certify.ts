/** `certified.json`: the desks, officers and hubs that a publisher vouches for; the next manifest of their place carries them. */
import { type CertifiedKey, certifiedDesk, certifiedHub, type Manifest, type PublicJwk } from "../core/pack.ts";
import { array, literal, object, type Parsed, slug } from "../core/parse.ts";
import type { CertifyRequest } from "../core/protocol.ts";
import { crockford, inGroups } from "./base32.ts";
import { fromBase64url } from "./bytes.ts";
import { type EcUse, importPublicKey, publicHalf, thumbprint } from "./ec-keys.ts";
import { certifyKey, KeyFileError, validity } from "./key-file.ts";
import { SealError } from "./seal-error.ts";

/** A desk of one place; ids of desks are told apart by place only. */
const placedDesk = object({ place: slug, desk: certifiedDesk });

export const certifiedFile = object({ v: literal(1), desks: array(placedDesk), hubs: array(certifiedHub) });
export type CertifiedFile = Parsed<typeof certifiedFile>;
type PlacedDesk = CertifiedFile["desks"][number];

export const emptyCertifiedFile: CertifiedFile = { v: 1, desks: [], hubs: [] };

/** What the manifest of `place` certifies. */
export const certifiedFor = (file: CertifiedFile, place: string): Pick<Manifest, "desks" | "hubs"> => ({
  desks: file.desks.flatMap((entry) => (entry.place === place ? [entry.desk] : [])),
  hubs: file.hubs,
});

/** A key that was added or whose validity was extended, with what its owner reads aloud to compare. */
export type CertifiedNow = { readonly what: string; readonly kid: string; readonly fingerprint: string };
export type Certification = { readonly file: CertifiedFile; readonly keys: readonly CertifiedNow[] };

/** 160 bits of a thumbprint as eight groups of four (Crockford's base 32), to be compared by telephone. */
export const fingerprint = (kid: string): string => inGroups(crockford.encode(fromBase64url(kid).subarray(0, 20)), 4);

/**
 * Adds a request's keys to the certified ones; a key that is already there gets the new end of validity. Throws {@link KeyFileError}
 * when a key is no point of the curve.
 */
export async function certify(job: {
  file: CertifiedFile;
  request: CertifyRequest;
  now: Date;
  validDays: number;
}): Promise<Certification> {
  const { file, request } = job;
  switch (request.purpose) {
    case "hub":
      return certifyHub({ ...job, request });
    case "desk": {
      const kid = await kidOf({ jwk: request.jwk, use: "ECDH", place: "jwk" });
      const officer = await officerEntry({ ...job, request });
      const desk = deskOf(file, request);
      const keys = upsert(desk.desk.keys, certifyKey({ ...job, kid, jwk: publicHalf(request.jwk) }));
      const officers = upsert(desk.desk.officers, officer);
      return {
        file: replaceDesk(file, { ...desk, desk: { ...desk.desk, keys, officers } }),
        keys: [
          shown(`desk ${request.desk} of ${request.place}`, kid),
          shown(`officer of ${request.desk}, ${request.place}`, officer.kid),
        ],
      };
    }
    case "officer": {
      const desk = file.desks.find((entry) => entry.place === request.place && entry.desk.id === request.desk);
      if (!desk)
        throw new KeyFileError(
          `desk: ${request.desk} of ${request.place} has no certified key yet`,
          "certify the request of its first officer before",
        );
      const officer = await officerEntry({ ...job, request });
      const officers = upsert(desk.desk.officers, officer);
      return {
        file: replaceDesk(file, { ...desk, desk: { ...desk.desk, officers } }),
        keys: [shown(`officer of ${request.desk}, ${request.place}`, officer.kid)],
      };
    }
    default:
      return request satisfies never;
  }
}

/** Ends a key's validity now: an officer who left, a desk key that was replaced. What it signed or received before stays readable. */
export function retire({ file, kid, now }: { file: CertifiedFile; kid: string; now: Date }): CertifiedFile | null {
  let isFound = false;
  const end = <K extends { readonly kid: string; readonly validUntil: string }>(keys: readonly K[]): readonly K[] =>
    keys.map((key) => {
      if (key.kid !== kid) return key;
      isFound = true;
      return { ...key, validUntil: now.toISOString() };
    });
  const desks = file.desks.map((entry) => ({
    ...entry,
    desk: { ...entry.desk, keys: end(entry.desk.keys), officers: end(entry.desk.officers) },
  }));
  const hubs = file.hubs.map((hub) => ({ ...hub, keys: end(hub.keys) }));
  return isFound ? { ...file, desks, hubs } : null;
}

type HubRequest = Extract<CertifyRequest, { purpose: "hub" }>;

async function certifyHub(job: {
  file: CertifiedFile;
  request: HubRequest;
  now: Date;
  validDays: number;
}): Promise<Certification> {
  const { file, request } = job;
  const kid = await kidOf({ jwk: request.jwk, use: "ECDSA", place: "jwk" });
  const key: CertifiedKey = certifyKey({ ...job, kid, jwk: publicHalf(request.jwk) });
  const origin = request.origin ?? undefined;
  const { role } = request;
  const known = file.hubs.find((hub) => hub.origin === origin && (hub.role ?? "hub") === (role ?? "hub"));
  const hub = {
    ...known,
    ...(origin === undefined ? {} : { origin }),
    ...(role === undefined ? {} : { role }),
    keys: upsert(known?.keys ?? [], key),
  };
  const hubs = known ? file.hubs.map((entry) => (entry === known ? hub : entry)) : [...file.hubs, hub];
  return { file: { ...file, hubs }, keys: [shown(`${role ?? "hub"} ${origin ?? "(any origin)"}`, kid)] };
}

async function officerEntry(job: {
  request: Exclude<CertifyRequest, { purpose: "hub" }>;
  now: Date;
  validDays: number;
}) {
  const { desk, officer } = job.request;
  const kid = await kidOf({ jwk: officer.sign, use: "ECDSA", place: "officer.sign" });
  await kidOf({ jwk: officer.wrap, use: "ECDH", place: "officer.wrap" });
  return { kid, sign: publicHalf(officer.sign), wrap: publicHalf(officer.wrap), desk, ...validity(job) };
}

async function kidOf({ jwk, use, place }: { jwk: PublicJwk; use: EcUse; place: string }): Promise<string> {
  try {
    await importPublicKey({ jwk, use });
  } catch (error) {
    if (error instanceof SealError)
      throw new KeyFileError(
        `${place}: is no public P-256 key`,
        "ask for the request file again; this one was changed",
      );
    throw error;
  }
  return thumbprint(jwk);
}

const shown = (what: string, kid: string): CertifiedNow => ({ what, kid, fingerprint: fingerprint(kid) });

const upsert = <K extends { readonly kid: string; readonly validFrom: string }>(
  keys: readonly K[],
  key: K,
): readonly K[] =>
  keys.some((known) => known.kid === key.kid)
    ? keys.map((known) => (known.kid === key.kid ? { ...known, ...key, validFrom: known.validFrom } : known))
    : [...keys, key];

const deskOf = (file: CertifiedFile, { place, desk }: { place: string; desk: string }): PlacedDesk =>
  file.desks.find((entry) => entry.place === place && entry.desk.id === desk) ?? {
    place,
    desk: { id: desk, keys: [], officers: [] },
  };

const replaceDesk = (file: CertifiedFile, desk: PlacedDesk): CertifiedFile => {
  const isSame = (entry: PlacedDesk) => entry.place === desk.place && entry.desk.id === desk.desk.id;
  return {
    ...file,
    desks: file.desks.some(isSame) ? file.desks.map((entry) => (isSame(entry) ? desk : entry)) : [...file.desks, desk],
  };
};
