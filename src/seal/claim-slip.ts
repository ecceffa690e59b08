/**
 * The claim slip: the secret that opens a case on another device, as QR code, print and fragment of `/{lang}/claim#...`. A fragment
 * never leaves the browser. Text is base64url of: version (1 byte), flags (1), envelope id (16), case secret (32), envelope hash
 * (32), capability (32, only after a take-over), place (the rest), checksum (first 4 bytes of the SHA-256 of all before).
 */
import { envelopeId } from "../core/envelope.ts";
import { base64url, boolean, object, optional, type Parsed, ParseError, sha256, slug } from "../core/parse.ts";
import {
  type Bytes,
  concat,
  sha256 as digest,
  equalBytes,
  fromBase64url,
  fromUtf8,
  toBase64url,
  utf8,
} from "./bytes.ts";
import { SealError } from "./seal-error.ts";

export const claimSlip = object({
  envelopeId,
  /** The envelope that opened the case: replies are checked against it without believing a hub. */
  envelopeHash: sha256,
  place: slug,
  /** 32 bytes that the case's keys are derived from. */
  caseSecret: base64url({ bytes: 32 }),
  /** After a take-over; absent while the derived one still opens the case. */
  capability: optional(base64url({ bytes: 32 })),
  practice: boolean,
});
export type ClaimSlip = Parsed<typeof claimSlip>;

export type ClaimSlipResult =
  | { readonly ok: true; readonly slip: ClaimSlip }
  | {
      readonly ok: false;
      /** `damaged`: it is a slip, a character is wrong or missing. `unknown-version`: made by a newer app. */
      readonly reason: "not-a-slip" | "damaged" | "unknown-version";
    };

const version = 1;
const practiceFlag = 1;
const capabilityFlag = 2;
const checksumBytes = 4;
const shortestBytes = 2 + 16 + 32 + 32 + 1 + checksumBytes;
const longestBytes = shortestBytes + 32 + 80;

/** Where a slip is opened; the secret stands in the fragment only. */
export const claimPath = ({ language, text }: { language: string; text: string }): string =>
  `/${language}/claim#${text}`;

/** The slip's text. Throws a ParseError of core for a slip that is not whole. */
export async function encodeClaimSlip(slip: ClaimSlip): Promise<string> {
  const { practice, capability, ...rest } = claimSlip(slip, "slip");
  const flags = (practice ? practiceFlag : 0) | (capability === undefined ? 0 : capabilityFlag);
  const body = concat(
    Uint8Array.of(version, flags),
    fromBase64url(rest.envelopeId),
    fromBase64url(rest.caseSecret),
    fromBase64url(rest.envelopeHash),
    capability === undefined ? new Uint8Array() : fromBase64url(capability),
    utf8(rest.place),
  );
  return toBase64url(concat(body, await checksum(body)));
}

/** Reads a slip's text, or an address that carries it in its fragment. */
export async function decodeClaimSlip(scanned: string): Promise<ClaimSlipResult> {
  const bytes = readBytes(scanned.trim().replace(/^[^#]*#/, ""));
  if (!bytes || bytes.length < 2 || bytes.length > longestBytes) return { ok: false, reason: "not-a-slip" };
  if (bytes.length < shortestBytes) return { ok: false, reason: bytes[0] === version ? "damaged" : "not-a-slip" };
  const body = bytes.slice(0, -checksumBytes);
  // A newer version must keep the checksum in its place, so that one wrong character is not taken for a newer app.
  if (!equalBytes(await checksum(body), bytes.subarray(-checksumBytes)))
    return { ok: false, reason: bytes[0] === version ? "damaged" : "not-a-slip" };
  if (body[0] !== version) return { ok: false, reason: "unknown-version" };
  const flags = body[1] ?? 0;
  let offset = 2;
  const take = (length: number): string => {
    offset += length;
    return toBase64url(body.subarray(offset - length, offset));
  };
  try {
    const fields = { envelopeId: take(16), caseSecret: take(32), envelopeHash: take(32) };
    const capability = flags & capabilityFlag ? { capability: take(32) } : {};
    const place = fromUtf8(body.subarray(offset));
    return { ok: true, slip: claimSlip({ ...fields, ...capability, place, practice: (flags & practiceFlag) !== 0 }) };
  } catch (error) {
    if (error instanceof ParseError || error instanceof SealError) return { ok: false, reason: "damaged" };
    throw error;
  }
}

const checksum = async (body: Bytes): Promise<Bytes> => (await digest(body)).slice(0, checksumBytes);

function readBytes(text: string): Bytes | null {
  try {
    return fromBase64url(text);
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}
