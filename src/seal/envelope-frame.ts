/** The frame of an envelope, `PSL1`: read by the hub, which opens nothing, and by every recipient. Layout: core/envelope. */
import {
  type EnvelopeHeader,
  envelopeHeader,
  envelopeMagic,
  maxEnvelopeBytes,
  maxHeaderBytes,
  type Wrap,
  wrap,
} from "../core/envelope.ts";
import { array, ParseError } from "../core/parse.ts";
import { type Bytes, concat, equalBytes, hashOf, readUint32, sha256, uint32, utf8 } from "./bytes.ts";
import { readCanonical } from "./canonical-json.ts";
import { plaintextSize, sealedSize } from "./chunks.ts";
import { isPaddedSize } from "./padding.ts";
import { SealError } from "./seal-error.ts";

/** `kid` of the wrap for the case: the owner's copy. */
export const caseKid = "case";

/** An envelope's three sections, checked but not opened. */
export type EnvelopeFrame = {
  readonly header: EnvelopeHeader;
  readonly wraps: readonly Wrap[];
  readonly ciphertext: Uint8Array;
  /** SHA-256 of the whole envelope, base64url: what a receipt covers. */
  readonly hash: string;
  /** SHA-256 of the header's bytes; in HPKE's `info` and in the payload's AAD. */
  readonly headerHash: Bytes;
  /** SHA-256 of the wraps' bytes; in the payload's AAD. */
  readonly wrapsHash: Bytes;
};

/** `reason` is a refusal of core/protocol; `detail` names the place for developers. */
export type FrameResult =
  | { readonly ok: true; readonly frame: EnvelopeFrame }
  | { readonly ok: false; readonly reason: "malformed" | "too-large"; readonly detail: string };

const magic = utf8(envelopeMagic);
const parseWraps = array(wrap, { maxItems: 17 });
/** Room for 17 wraps of 43 + 87 + 64 characters and their names. */
const maxWrapsBytes = 8_192;

/** Header, wraps and ciphertext as one envelope. Throws {@link SealError} `too-large` past core's limits. */
export function writeEnvelopeFrame(of: { header: Bytes; wraps: Bytes; ciphertext: Bytes }): Bytes {
  if (of.header.length > maxHeaderBytes) throw new SealError("too-large", `header of ${of.header.length} bytes`);
  const sections = [of.header, of.wraps, of.ciphertext].flatMap((section) => [uint32(section.length), section]);
  const bytes = concat(magic, ...sections);
  if (bytes.length > maxEnvelopeBytes) throw new SealError("too-large", `envelope of ${bytes.length} bytes`);
  return bytes;
}

/**
 * Reads an envelope without opening it: magic, lengths, limits, canonical JSON, header fields, one wrap for each desk key in the
 * header's order and at most one for the case after them, a payload of a padded size. Unknown fields of the header are carried.
 * Bad bytes give a refusal, never an exception.
 */
export async function readEnvelopeFrame(bytes: Uint8Array): Promise<FrameResult> {
  try {
    return { ok: true, frame: await readFrame(bytes) };
  } catch (error) {
    if (error instanceof SealError && error.reason === "too-large")
      return { ok: false, reason: "too-large", detail: error.message };
    if (error instanceof SealError || error instanceof ParseError)
      return { ok: false, reason: "malformed", detail: error.message };
    throw error;
  }
}

async function readFrame(bytes: Uint8Array): Promise<EnvelopeFrame> {
  if (bytes.length > maxEnvelopeBytes) throw new SealError("too-large", `more than ${maxEnvelopeBytes} bytes`);
  const sections = cutSections(bytes);
  const header = envelopeHeader(readCanonical(sections.header), "header");
  const wraps = parseWraps(readCanonical(sections.wraps), "wraps");
  checkKids(header, wraps);
  if ((header.kind === "message") !== (header.case !== null))
    throw new SealError(
      "malformed",
      "header.case: must name the submission of a message, and be null for a submission",
    );
  const { ciphertext } = sections;
  const paddedBytes = plaintextSize(ciphertext.length);
  if (!isPaddedSize(paddedBytes) || sealedSize(paddedBytes) !== ciphertext.length)
    throw new SealError("malformed", `payload: ${ciphertext.length} bytes are no padded size`);
  const [hash, headerHash, wrapsHash] = await Promise.all([
    hashOf(bytes),
    sha256(sections.header),
    sha256(sections.wraps),
  ]);
  return { header, wraps, ciphertext, hash, headerHash, wrapsHash };
}

function cutSections(bytes: Uint8Array) {
  if (!equalBytes(bytes.subarray(0, magic.length), magic)) throw new SealError("malformed", "magic: must be PSL1");
  let offset = magic.length;
  const section = (name: string, maxBytes: number): Uint8Array => {
    const length = readUint32(bytes, offset);
    const start = offset + 4;
    if (length > maxBytes) throw new SealError("too-large", `${name} of ${length} bytes, at most ${maxBytes}`);
    if (start + length > bytes.length) throw new SealError("malformed", `${name}: cut off at byte ${bytes.length}`);
    offset = start + length;
    return bytes.subarray(start, offset);
  };
  const header = section("header", maxHeaderBytes);
  const wraps = section("wraps", maxWrapsBytes);
  const ciphertext = section("payload", maxEnvelopeBytes);
  if (offset !== bytes.length) throw new SealError("malformed", `something follows at byte ${offset}`);
  return { header, wraps, ciphertext };
}

function checkKids(header: EnvelopeHeader, wraps: readonly Wrap[]): void {
  const { deskKeys } = header;
  if (deskKeys.length === 0 || new Set(deskKeys).size !== deskKeys.length)
    throw new SealError("malformed", "header.deskKeys: must name at least one key, each once");
  const kids = wraps.map((entry) => entry.kid).join();
  if (kids !== deskKeys.join() && kids !== [...deskKeys, caseKid].join())
    throw new SealError("malformed", "wraps: must be one for each desk key in order, then one for the case");
}
