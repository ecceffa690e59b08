/** What an earlier publication left in its folder. */
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Manifest, manifest } from "../../core/pack.ts";
import { array, integer, object, type Parsed, sha256 } from "../../core/parse.ts";
import { hashOfJws, readJws } from "../../seal/jws.ts";
import { InputError } from "../content/fault.ts";

/** `packs/<place>/history.json`: blocks of the manifests that stay available, newest first. */
const history = object({ v: integer(), manifests: array(object({ sequence: integer(), blocks: array(sha256) })) });
export type PackHistory = Parsed<typeof history>;

export type PublishedPack = {
  readonly jws: string;
  readonly hash: string;
  readonly manifest: Manifest;
  readonly history: PackHistory;
};

/** Manifests whose blocks stay available for devices that are in the middle of an update. */
export const manifestsKept = 5;

/** The pack of `place` in an earlier publication, or null. Throws an {@link InputError} when it is there and cannot be read. */
export async function readPublishedPack(dir: string | null, place: string): Promise<PublishedPack | null> {
  if (dir === null) return null;
  const folder = join(dir, "packs", place);
  const file = join(folder, "manifest.jws");
  if (!existsSync(file)) return null;
  const jws = readFileSync(file, "utf8").trim();
  const read = readJws({ jws, type: "manifest", parse: manifest });
  if (!read)
    throw new InputError(
      `${file}: the last published manifest cannot be read`,
      "restore the folder from a backup; without it the sequence would start again and devices would refuse the pack",
    );
  const before: unknown = JSON.parse(readFileSync(join(folder, "history.json"), "utf8"));
  return { jws, hash: await hashOfJws(jws), manifest: read.payload, history: history(before) };
}

/** History with the newest manifest in front. */
export function addToHistory(before: PackHistory | undefined, newest: Manifest): PackHistory {
  const older = (before?.manifests ?? []).filter(({ sequence }) => sequence !== newest.sequence);
  const blocks = newest.blocks.map(({ hash }) => hash).sort();
  return { v: 1, manifests: [{ sequence: newest.sequence, blocks }, ...older].slice(0, manifestsKept + 1) };
}

/** Links blocks of kept manifests, and every form version ever published, into the new publication. */
export function carryBlocks(input: {
  readonly from: string;
  readonly to: string;
  readonly place: string;
  readonly hashes: readonly string[];
}): void {
  const source = join(input.from, "packs", input.place, "b");
  const target = join(input.to, "packs", input.place, "b");
  const wanted = new Set(input.hashes);
  mkdirSync(target, { recursive: true });
  for (const name of existsSync(source) ? readdirSync(source) : [])
    if (wanted.has(name.split(".")[0] ?? "") && !existsSync(join(target, name)))
      linkSync(join(source, name), join(target, name));
}
