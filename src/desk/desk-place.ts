/** The pack of the desk's place, verified from the compiled roots like on every device: who is certified, forms, phrases, titles. */
import type { CompiledForm } from "../core/form/model.ts";
import { parseCompiledForm } from "../core/form/parse-form.ts";
import {
  type BlockEntry,
  type CertifiedDesk,
  type Manifest,
  type PlaceIndex,
  packPaths,
  placeIndex,
} from "../core/pack.ts";
import type { Parser } from "../core/parse.ts";
import type { Place } from "../core/place.ts";
import type { LanguageBlock, TextOrigin } from "../core/text.ts";
import { fromUtf8, hashOf } from "../seal/bytes.ts";
import { type CurrentManifest, type Roots, verifyBlock, verifyManifest } from "../seal/manifest.ts";
import type { Transport } from "../sync/http-transport.ts";
import { readPlaceBlock, readTextsBlock } from "../sync/pack-block.ts";
import { type Answer, answered, failed } from "./desk-fault.ts";

export type DeskPlace = {
  readonly manifest: Manifest;
  /** To refuse an older manifest later. */
  readonly current: CurrentManifest;
  readonly place: Place;
  readonly texts: Readonly<Record<string, LanguageBlock>>;
};

async function readFile(transport: Transport, path: string): Promise<Answer<Uint8Array<ArrayBuffer>>> {
  const exchange = await transport.file({ path });
  if (!exchange.ok) return failed({ kind: "no-answer", why: exchange.failure.kind });
  return exchange.reply.status === 200 ? answered(exchange.reply.bytes) : failed({ kind: "not-published" });
}

function readAs<T>(bytes: Uint8Array, read: (bytes: Uint8Array) => T): Answer<T> {
  try {
    return answered(read(bytes));
  } catch {
    return failed({ kind: "pack-refused", reason: "block-malformed" });
  }
}

const jsonOf =
  <T>(parse: Parser<T>) =>
  (bytes: Uint8Array): T =>
    parse(JSON.parse(fromUtf8(bytes)));

/** Which places the hub offers; unsigned, each place is verified by its own manifest. */
export async function readPlaceIndex(transport: Transport): Promise<Answer<PlaceIndex>> {
  const file = await readFile(transport, packPaths.index);
  return file.ok ? readAs(file.value, jsonOf(placeIndex)) : file;
}

async function readBlock(of: {
  transport: Transport;
  place: string;
  entry: BlockEntry;
}): Promise<Answer<Uint8Array<ArrayBuffer>>> {
  const file = await readFile(of.transport, packPaths.block(of.place, of.entry.hash));
  if (!file.ok) return file;
  const verified = await verifyBlock(file.value, of.entry);
  return verified.ok ? file : failed({ kind: "pack-refused", reason: verified.reason });
}

const entryOf = (manifest: Manifest, name: string): BlockEntry | undefined =>
  manifest.blocks.find((block) => block.name === name);

/**
 * Reads and verifies manifest, structure and all languages of a place. `before` is what was read last: blocks that did not change
 * are taken from it. `current` is the newest manifest this officer ever saw, so that an older one is refused.
 */
export async function readDeskPlace(of: {
  transport: Transport;
  roots: Roots;
  place: string;
  now: Date;
  current: CurrentManifest | null;
  before?: DeskPlace | undefined;
}): Promise<Answer<DeskPlace>> {
  const { transport, roots, place: id, before } = of;
  const file = await readFile(transport, packPaths.manifest(id));
  if (!file.ok) return file;
  const verified = await verifyManifest({
    jws: fromUtf8(file.value).trim(),
    roots,
    place: id,
    now: of.now,
    source: "network",
    allowPractice: roots.practice,
    current: before?.current ?? of.current ?? undefined,
  });
  if (!verified.ok) return failed({ kind: "pack-refused", reason: verified.reason });
  const { manifest, hash, publishersSequence } = verified;
  const current = { sequence: manifest.sequence, hash, publishersSequence };

  async function block<T>(name: string, read: (bytes: Uint8Array) => T, known: T | undefined): Promise<Answer<T>> {
    const entry = entryOf(manifest, name);
    if (!entry) return failed({ kind: "not-published" });
    const isSame = before !== undefined && entryOf(before.manifest, name)?.hash === entry.hash;
    if (isSame && known !== undefined) return answered(known);
    const bytes = await readBlock({ transport, place: id, entry });
    return bytes.ok ? readAs(bytes.value, read) : bytes;
  }

  const place = await block("place", readPlaceBlock, before?.place);
  if (!place.ok) return place;
  const texts: Record<string, LanguageBlock> = {};
  for (const language of manifest.languages) {
    const read = await block(`texts.${language}`, readTextsBlock, before?.texts[language]);
    if (!read.ok) return read;
    texts[language] = read.value;
  }
  return answered({ manifest, current, place: place.value, texts });
}

/** A form in the version that a submission is pinned to; its hash is its version, whatever the manifest offers today. */
export async function readFormVersion(of: {
  transport: Transport;
  place: DeskPlace;
  form: string;
  version: string;
}): Promise<Answer<CompiledForm>> {
  const { transport, place, form, version } = of;
  const versions = Object.hasOwn(place.manifest.formVersions, form) ? place.manifest.formVersions[form] : undefined;
  if (!versions?.includes(version)) return failed({ kind: "not-published" });
  const file = await readFile(transport, packPaths.block(place.manifest.place, version));
  if (!file.ok) return file;
  if ((await hashOf(file.value)) !== version) return failed({ kind: "pack-refused", reason: "block-hash-wrong" });
  return readAs(file.value, jsonOf(parseCompiledForm));
}

/** The desk as the manifest certifies it; null before its first key. */
export const certifiedDeskOf = ({ manifest }: DeskPlace, desk: string): CertifiedDesk | null =>
  manifest.desks.find(({ id }) => id === desk) ?? null;

export type FoundText = {
  readonly text: string;
  /** Another than asked for when the translation is missing. */
  readonly language: string;
  readonly origin: TextOrigin["kind"];
};

/** A text of the place in the language read, else in its source language; null when it is nowhere. */
export function textIn({ place, texts }: DeskPlace, language: string, id: string): FoundText | null {
  for (const candidate of [language, place.sourceLanguage]) {
    const block = texts[candidate];
    const text = block?.texts[id];
    if (block && typeof text === "string")
      return { text, language: candidate, origin: (block.origins?.[id] ?? block.origin).kind };
  }
  return null;
}
