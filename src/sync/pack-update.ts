/**
 * Brings one place to this device, or up to date: manifest, missing blocks, one swap (docs/sync-spec.md S11). It runs in the page and in
 * the service worker, over the network only through the transport that it is given.
 */
import { type BlockEntry, type Manifest, type PackRefusal, packPaths } from "../core/pack.ts";
import type { PackStore } from "../device/pack-store.ts";
import type { PackRecord } from "../device/records.ts";
import { type Roots, verifyBlock, verifyManifest } from "../seal/manifest.ts";
import type { FailureKind, Transport } from "./http-transport.ts";
import { hasShapeOf } from "./pack-block.ts";

export type PackProgress = { readonly receivedBytes: number; readonly totalBytes: number };

export type PackUpdate = {
  readonly transport: Transport;
  readonly store: PackStore;
  /** From the build. */
  readonly roots: Roots;
  readonly place: string;
  /** Languages to keep; one that the place does not have is left out. `as-kept`: those that are kept, and none are taken away. */
  readonly languages: readonly string[] | "as-kept";
  /** `reading`: structure and texts only, for the first screen; the whole pack has the forms too. */
  readonly scope: "reading" | "whole";
  readonly now: () => Date;
  /** Bytes on the wire, by the manifest's own count. */
  readonly onProgress?: (progress: PackProgress) => void;
  readonly signal?: AbortSignal;
};

export type PackFault =
  | { readonly kind: "refused"; readonly reason: Exclude<PackRefusal, "network">; readonly detail: string }
  | { readonly kind: "network"; readonly failure: FailureKind | "not-found" }
  /** The browser would not store it. */
  | { readonly kind: "storage"; readonly isFull: boolean }
  /** Another update was quicker; the next try goes on from what is there. */
  | { readonly kind: "overtaken" };

export type PackUpdateResult =
  | { readonly ok: true; readonly outcome: "updated" | "unchanged"; readonly pack: PackRecord }
  | { readonly ok: false; readonly fault: PackFault };

type Faulty = Extract<PackUpdateResult, { ok: false }>;
const fail = (fault: PackFault): Faulty => ({ ok: false, fault });
const refuse = (reason: Exclude<PackRefusal, "network">, detail: string): Faulty =>
  fail({ kind: "refused", reason, detail });

/** Blocks fetched at the same time: a distant hub costs its delay once, not for each. */
const lanes = 4;

/** Blocks that a device with these languages needs. */
export const blocksFor = (
  { blocks }: Pick<Manifest, "blocks">,
  { languages, scope }: { readonly languages: readonly string[]; readonly scope: PackUpdate["scope"] },
): readonly BlockEntry[] =>
  blocks.filter(({ name }) => {
    if (name === "place") return true;
    if (name.startsWith("texts.")) return languages.includes(name.slice("texts.".length));
    return scope === "whole";
  });

/** Every form version that drafts and cases may be pinned to. */
export const pinnedForms = ({ formVersions }: Pick<Manifest, "formVersions">): readonly string[] =>
  Object.values(formVersions).flat();

type Fetched = { readonly ok: true; readonly bytes: Uint8Array } | Faulty;

/** Gets a published file; `onProgress` tells unpacked bytes. */
async function fetchFile(
  { transport, signal }: PackUpdate,
  path: string,
  onProgress?: (received: number) => void,
): Promise<Fetched> {
  const exchange = await transport.file({
    path,
    ...(signal ? { signal } : {}),
    ...(onProgress ? { onProgress } : {}),
  });
  if (!exchange.ok) return fail({ kind: "network", failure: exchange.failure.kind });
  if (exchange.reply.status !== 200) return fail({ kind: "network", failure: "not-found" });
  return { ok: true, bytes: exchange.reply.bytes };
}

/** Fetches, verifies and stores the missing blocks beside the current pack. */
async function stageBlocks(update: PackUpdate, missing: readonly BlockEntry[]): Promise<Faulty | null> {
  const { store, place, onProgress } = update;
  const totalBytes = missing.reduce((sum, entry) => sum + entry.wireBytes, 0);
  const received = new Map<string, number>();
  const tell = (entry: BlockEntry, bytes: number): void => {
    // The transport counts unpacked bytes; on the wire they are fewer.
    received.set(entry.name, Math.min(1, bytes / Math.max(1, entry.bytes)) * entry.wireBytes);
    const receivedBytes = Math.round([...received.values()].reduce((sum, each) => sum + each, 0));
    onProgress?.({ receivedBytes, totalBytes });
  };
  onProgress?.({ receivedBytes: 0, totalBytes });
  const queue = [...missing];
  let fault: Faulty | null = null;
  const work = async (): Promise<void> => {
    for (let entry = queue.shift(); entry && !fault; entry = queue.shift()) {
      const current = entry;
      const file = await fetchFile(update, packPaths.block(place, current.hash), (bytes) => tell(current, bytes));
      if (!file.ok) {
        fault = file;
        return;
      }
      const verdict = await verifyBlock(file.bytes, current);
      if (!verdict.ok) fault = refuse(verdict.reason, `${current.name}: ${verdict.detail}`);
      else if (!(await hasShapeOf(current.name, file.bytes))) fault = refuse("block-malformed", current.name);
      else await store.stage({ place, hash: current.hash, bytes: file.bytes });
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, missing.length) }, work));
  return fault;
}

const isSame = (a: PackRecord, b: PackRecord): boolean =>
  a.hash === b.hash &&
  a.languages.join() === b.languages.join() &&
  Object.keys(a.blocks).sort().join() === Object.keys(b.blocks).sort().join();

/** What the browser says when the disk or its quota is full. */
const isFull = (error: unknown): boolean => error instanceof DOMException && error.name === "QuotaExceededError";

async function takePack(update: PackUpdate): Promise<PackUpdateResult> {
  const { store, place, now } = update;
  const current = await store.find(place);
  const file = await fetchFile(update, packPaths.manifest(place));
  if (!file.ok) return file;
  const jws = new TextDecoder().decode(file.bytes).trim();
  const verified = await verifyManifest({
    jws,
    roots: update.roots,
    place,
    now: now(),
    source: "network",
    allowPractice: update.roots.practice,
    current: current ?? undefined,
  });
  if (!verified.ok) {
    // The reason of this name belongs to other callers; a manifest is never refused for the network.
    if (verified.reason === "network") return fail({ kind: "network", failure: "hub-fault" });
    return refuse(verified.reason, verified.detail);
  }
  const { manifest, hash, publishersSequence } = verified;
  const kept = current?.languages ?? [];
  const asked = update.languages === "as-kept" ? kept : update.languages;
  const languages = manifest.languages.filter((language) => asked.includes(language));
  const wanted = blocksFor(manifest, { languages, scope: update.scope });
  const at = now().toISOString();
  const pack: PackRecord = {
    place,
    jws,
    hash,
    sequence: manifest.sequence,
    publishersSequence,
    languages,
    blocks: Object.fromEntries(wanted.map((entry) => [entry.name, entry.hash])),
    changedAt: current?.hash === hash ? current.changedAt : at,
    checkedAt: at,
  };
  if (current && isSame(current, pack)) {
    await store.touch({ place, checkedAt: at });
    return { ok: true, outcome: "unchanged", pack: { ...current, checkedAt: at } };
  }
  const stored = await store.hashes(place);
  const fault = await stageBlocks(
    update,
    wanted.filter((entry) => !stored.has(entry.hash)),
  );
  if (fault) return fault;
  const ifKept = update.languages === "as-kept" ? { ifKept: kept } : {};
  const outcome = await store.swap({ pack, alsoKept: pinnedForms(manifest), ...ifKept });
  return outcome === "swapped" ? { ok: true, outcome: "updated", pack } : fail({ kind: "overtaken" });
}

/**
 * Fetches the manifest of a place, verifies it, fetches what is missing, and swaps it in. On any failure the old pack stays current and
 * complete, and the next try goes on from the blocks that came. Never throws for what network, hub or storage do.
 */
export async function updatePack(update: PackUpdate): Promise<PackUpdateResult> {
  try {
    return await takePack(update);
  } catch (error) {
    if (error instanceof DOMException) return fail({ kind: "storage", isFull: isFull(error) });
    throw error;
  }
}
