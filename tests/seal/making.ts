/** Keys and signed things for the tests of seal. */
import type { CertifiedDesk, CertifiedKey, Manifest, PublicJwk } from "../../src/core/pack.ts";
import { toBase64url } from "../../src/seal/bytes.ts";
import { type CaseKeys, deriveCaseKeys, newCaseSecret } from "../../src/seal/case-keys.ts";
import { generatePrivateJwk, importKeyPair, publicHalf, thumbprint } from "../../src/seal/ec-keys.ts";
import { type SealJob, sealEnvelope } from "../../src/seal/envelope.ts";
import type { RecipientKey, SigningKey } from "../../src/seal/key-handle.ts";
import { type Roots, signManifest, signPublisherList } from "../../src/seal/manifest.ts";

export const anyHash = "A".repeat(43);
export const hashOfByte = (byte: number): string => toBase64url(new Uint8Array(32).fill(byte));
const validFrom = "2026-01-01T00:00:00Z";
const validUntil = "2028-01-01T00:00:00Z";
export const now = new Date("2026-11-24T12:00:00Z");

export type MadeSigner = { kid: string; jwk: PublicJwk; key: SigningKey; certified: CertifiedKey };
export async function makeSigner(): Promise<MadeSigner> {
  const secret = await generatePrivateJwk("ECDSA");
  const kid = await thumbprint(secret);
  const jwk = publicHalf(secret);
  const { privateKey } = await importKeyPair({ jwk: secret, use: "ECDSA" });
  return { kid, jwk, key: { kid, privateKey }, certified: { kid, jwk, validFrom, validUntil } };
}

export type MadeRecipient = { kid: string; jwk: PublicJwk; recipient: RecipientKey; certified: CertifiedKey };
export async function makeRecipient(): Promise<MadeRecipient> {
  const secret = await generatePrivateJwk("ECDH");
  const kid = await thumbprint(secret);
  const jwk = publicHalf(secret);
  const keyPair = await importKeyPair({ jwk: secret, use: "ECDH" });
  return { kid, jwk, recipient: { kid, keyPair }, certified: { kid, jwk, validFrom, validUntil } };
}

export const makeCase = (): Promise<CaseKeys> => deriveCaseKeys(newCaseSecret());

export async function makeEnvelope(changes: Partial<SealJob> = {}) {
  const desk = await makeRecipient();
  const other = await makeRecipient();
  const owner = await makeCase();
  const job: SealJob = {
    header: {
      kind: "submission",
      place: "example-town",
      desk: "newcomers",
      form: "question",
      formVersion: anyHash,
      capabilityHash: owner.capabilityHash,
      case: null,
      practice: true,
    },
    payload: { answers: { name: "Amina", text: "سؤال" } },
    parts: [new Uint8Array(70_000).fill(7), new Uint8Array([1, 2, 3])],
    deskKeys: [desk, other],
    caseKey: owner.publicJwk,
    ...changes,
  };
  return { desk, other, owner, job, sealed: await sealEnvelope(job) };
}

/** A root, a publisher, a desk with an officer and a hub, and functions that sign manifests of sequence 5. */
export async function makeChain({ practice = false }: { practice?: boolean } = {}) {
  const [root, publisher, hub, officer] = await Promise.all([makeSigner(), makeSigner(), makeSigner(), makeSigner()]);
  const [officerWrap, desk] = await Promise.all([makeRecipient(), makeRecipient()]);
  const roots: Roots = { practice, roots: [(await makeSigner()).jwk, root.jwk] };
  const certifiedDesk: CertifiedDesk = {
    id: "newcomers",
    keys: [desk.certified],
    officers: [
      { kid: officer.kid, sign: officer.jwk, wrap: officerWrap.jwk, desk: "newcomers", validFrom, validUntil },
    ],
  };
  const signList = (changes: { sequence?: number; by?: SigningKey; practice?: boolean } = {}) =>
    signPublisherList(
      {
        v: 1,
        purpose: "publishers",
        sequence: changes.sequence ?? 3,
        issuedAt: "2026-06-01T00:00:00Z",
        practice: changes.practice ?? practice,
        publishers: [publisher.certified],
      },
      changes.by ?? root.key,
    );
  const publishers = await signList();
  const content: Manifest = {
    v: 1,
    purpose: "manifest",
    place: "example-town",
    sequence: 5,
    issuedAt: "2026-11-01T00:00:00Z",
    expiresAt: "2027-02-01T00:00:00Z",
    previous: hashOfByte(4),
    practice,
    languages: ["en"],
    blocks: [],
    formVersions: {},
    desks: [certifiedDesk],
    hubs: [{ origin: "https://hub.example", keys: [hub.certified] }],
    publishers,
  };
  const sign = (changes: Partial<Manifest> = {}, by: SigningKey = publisher.key) =>
    signManifest({ ...content, ...changes }, by);
  return { root, publisher, hub, officer, officerWrap, desk, roots, content, signList, sign };
}
