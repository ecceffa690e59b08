/** What comes over the network before anything is kept: the list of places, and one place for reading, in memory. Loaded only then. */
import { type PlaceIndex, packPaths, placeIndex } from "../core/pack.ts";
import { ParseError } from "../core/parse.ts";
import type { PackStore } from "../device/pack-store.ts";
import type { Transport } from "../sync/http-transport.ts";
import { readPlaceBlock } from "../sync/pack-block.ts";
import { type PackUpdateResult, updatePack } from "../sync/pack-update.ts";
import type { PackShelf } from "./pack-shelf.ts";

/** The places that the hub offers; null when it cannot be asked, or somebody else answers. */
export async function fetchPlaceIndex(transport: Transport): Promise<PlaceIndex | null> {
  const exchange = await transport.file({ path: packPaths.index });
  if (!exchange.ok || exchange.reply.status !== 200) return null;
  try {
    return placeIndex(JSON.parse(new TextDecoder().decode(exchange.reply.bytes)), "index");
  } catch (error) {
    if (error instanceof ParseError || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Most places are written in English; where that is wrong a second request follows. */
const likelySource = "en";

/** Blocks that the device has already are not fetched again for a language that it has not. */
async function takeOver(of: { from: PackStore; to: PackStore; place: string }): Promise<void> {
  for (const hash of await of.from.hashes(of.place)) {
    const bytes = await of.from.block({ place: of.place, hash });
    if (bytes) await of.to.stage({ place: of.place, hash, bytes });
  }
}

/** Fetches and verifies structure and texts of a place into memory, in a language and in its source language. */
export async function fetchForReading(of: {
  readonly transport: Transport;
  readonly shelf: PackShelf;
  readonly place: string;
  readonly language: string;
}): Promise<PackUpdateResult> {
  const { device, memory } = of.shelf;
  const update = (languages: readonly string[]): Promise<PackUpdateResult> =>
    updatePack({
      transport: of.transport,
      store: memory,
      roots: __ROOTS__,
      place: of.place,
      languages,
      scope: "reading",
      now: () => new Date(),
    });
  if (device) await takeOver({ from: device, to: memory, place: of.place });
  const before = (await memory.find(of.place))?.languages ?? [];
  const languages = [...before, of.language, likelySource];
  const first = await update(languages);
  if (!first.ok) return first;
  const bytes = await memory.block({ place: of.place, hash: first.pack.blocks.place ?? "" });
  const source = bytes ? readPlaceBlock(bytes).sourceLanguage : likelySource;
  return languages.includes(source) ? first : update([...languages, source]);
}
