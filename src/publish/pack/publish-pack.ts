import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BlockEntry, Manifest } from "../../core/pack.ts";
import { hashOf } from "../../seal/bytes.ts";
import { canonicalBytes, canonicalJson } from "../../seal/canonical-json.ts";
import { type CertifiedFile, certifiedFor } from "../../seal/certify.ts";
import { signManifest } from "../../seal/manifest.ts";
import type { CompiledPlace, VersionedForm } from "./compile-place.ts";
import { type Target, writePrecompressed } from "./precompress.ts";
import type { PublishKeys } from "./publish-keys.ts";
import { addToHistory, carryBlocks, type PublishedPack, readPublishedPack } from "./published-pack.ts";

const dayMs = 86_400_000;
/** The network may offer a manifest for so long. */
export const manifestLifeMs = 90 * dayMs;
/** An unchanged manifest is signed again when it has less than this left. */
const renewBeforeMs = 30 * dayMs;

export type PackInput = {
  readonly compiled: CompiledPlace;
  readonly forms: ReadonlyMap<string, VersionedForm>;
  readonly keys: PublishKeys;
  /** What the publisher vouches for, of every place. */
  readonly certified: CertifiedFile;
  readonly now: Date;
  readonly target: Target;
};
export type PackResult = { readonly manifest: Manifest; readonly isNew: boolean };

async function writeBlocks({ compiled, forms, target }: PackInput): Promise<readonly BlockEntry[]> {
  const values: readonly (readonly [string, unknown])[] = [
    ["place", compiled.place],
    ...[...compiled.texts].map(([language, block]) => [`texts.${language}`, block] as const),
    ...[...forms].map(([id, { form }]) => [`form.${id}`, form] as const),
  ];
  const entries: BlockEntry[] = [];
  for (const [name, value] of values) {
    const bytes = canonicalBytes(value);
    const hash = await hashOf(bytes);
    const wireBytes = await writePrecompressed(target, `packs/${compiled.place.id}/b/${hash}`, bytes);
    entries.push({ name, hash, bytes: bytes.length, wireBytes });
  }
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Every version ever published, oldest first. */
function growVersions(
  before: Manifest["formVersions"],
  forms: ReadonlyMap<string, VersionedForm>,
): Manifest["formVersions"] {
  const versions: Record<string, readonly string[]> = { ...before };
  for (const [id, { version }] of forms) {
    const known = versions[id] ?? [];
    if (!known.includes(version)) versions[id] = [...known, version];
  }
  return versions;
}

/** What makes a new sequence necessary: everything but the sequence itself and the dates. */
const contentOf = ({
  sequence: _sequence,
  previous: _previous,
  issuedAt: _issued,
  expiresAt: _expires,
  ...rest
}: Manifest): string => canonicalJson(rest);

function nextManifest(input: PackInput, blocks: readonly BlockEntry[], before: PublishedPack | null): Manifest {
  const { place } = input.compiled;
  const certified = certifiedFor(input.certified, place.id);
  const desks = new Set(place.desks.map((desk) => desk.id));
  return {
    v: 1,
    purpose: "manifest",
    place: place.id,
    sequence: (before?.manifest.sequence ?? 0) + 1,
    issuedAt: input.now.toISOString(),
    expiresAt: new Date(input.now.getTime() + manifestLifeMs).toISOString(),
    previous: before?.hash ?? null,
    practice: input.keys.practice,
    languages: place.languages,
    blocks,
    formVersions: growVersions(before?.manifest.formVersions ?? {}, input.forms),
    desks: certified.desks.filter((desk) => desks.has(desk.id)),
    hubs: certified.hubs,
    publishers: input.keys.publishers,
  };
}

/**
 * Writes the blocks and the signed manifest of one place below `packs/<place>/`. Nothing changed and the manifest has more
 * than 30 days left: the last one is kept, byte for byte.
 */
export async function publishPack(input: PackInput): Promise<PackResult> {
  const { id } = input.compiled.place;
  const before = await readPublishedPack(input.target.previousDir, id);
  const blocks = await writeBlocks(input);
  const next = nextManifest(input, blocks, before);
  const hasTimeLeft = before !== null && Date.parse(before.manifest.expiresAt) - input.now.getTime() > renewBeforeMs;
  const isNew = !(hasTimeLeft && contentOf(before.manifest) === contentOf(next));
  const manifest = isNew || before === null ? next : before.manifest;
  const jws = isNew || before === null ? await signManifest(next, input.keys.publisher) : before.jws;
  const history = addToHistory(before?.history, manifest);
  const folder = join(input.target.dir, "packs", id);
  if (input.target.previousDir !== null) {
    const kept = [
      ...history.manifests.flatMap((entry) => entry.blocks),
      ...Object.values(manifest.formVersions).flat(),
    ];
    carryBlocks({ from: input.target.previousDir, to: input.target.dir, place: id, hashes: kept });
  }
  writeFileSync(join(folder, "manifest.jws"), jws);
  writeFileSync(join(folder, "history.json"), `${JSON.stringify(history)}\n`);
  return { manifest, isNew };
}
