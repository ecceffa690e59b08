/** Where a page reads packs from: the device where it has them, else memory. */
import type { Manifest } from "../core/pack.ts";
import type { Place } from "../core/place.ts";
import type { LanguageBlock } from "../core/text.ts";
import type { PackStore } from "../device/pack-store.ts";
import type { PackRecord } from "../device/records.ts";
import { fromBase64url } from "../seal/bytes.ts";
import type { PlaceTexts } from "../ui/services.ts";

/** A place as a screen reads it, with the record that it came from. */
export type ShelvedPlace = PlaceTexts & { readonly pack: PackRecord; readonly expiresAt: string };

export type PackShelf = {
  /** Null while there is no database. */
  device: PackStore | null;
  readonly memory: PackStore;
};

export const storesOf = ({ device, memory }: PackShelf): readonly PackStore[] => (device ? [device, memory] : [memory]);

/** JSON of bytes or of a JWS's payload that were verified before they were stored. */
const readJson = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));

/** The manifest inside a stored record, which was verified before it was stored. */
const manifestIn = ({ jws }: PackRecord): Manifest => readJson(fromBase64url(jws.split(".")[1] ?? "")) as Manifest;

export class PackReader {
  readonly #shelf: PackShelf;
  /** Parsed blocks by hash: a hash never stands for anything else. */
  readonly #parsed = new Map<string, unknown>();

  constructor(shelf: PackShelf) {
    this.#shelf = shelf;
  }

  /** All packs, each place once. */
  async packs(): Promise<readonly PackRecord[]> {
    const found = new Map<string, PackRecord>();
    for (const store of storesOf(this.#shelf))
      for (const pack of await store.all()) if (!found.has(pack.place)) found.set(pack.place, pack);
    return [...found.values()];
  }

  /** A place with its texts in `language` and in its source language; null when it is not here in that language. */
  async read(of: { place: string; language: string }): Promise<ShelvedPlace | null> {
    for (const store of storesOf(this.#shelf)) {
      const pack = await store.find(of.place);
      if (!pack?.languages.includes(of.language)) continue;
      const place = await this.#place(store, pack);
      if (place) return this.#put(store, { pack, place, languages: [of.language, place.sourceLanguage] });
    }
    return null;
  }

  /** The manifest of a place as it is here, past its expiry too. */
  async manifest(place: string): Promise<Manifest | null> {
    for (const store of storesOf(this.#shelf)) {
      const pack = await store.find(place);
      if (pack) return manifestIn(pack);
    }
    return null;
  }

  /** A place with every language that is kept. */
  async readAll(id: string): Promise<ShelvedPlace | null> {
    for (const store of storesOf(this.#shelf)) {
      const pack = await store.find(id);
      const place = pack && (await this.#place(store, pack));
      if (pack && place) return this.#put(store, { pack, place, languages: pack.languages });
    }
    return null;
  }

  async #put(
    store: PackStore,
    { pack, place, languages }: { pack: PackRecord; place: Place; languages: readonly string[] },
  ): Promise<ShelvedPlace | null> {
    const texts: Record<string, LanguageBlock> = {};
    for (const language of new Set(languages)) {
      const block = await this.#block(store, pack, `texts.${language}`);
      // Its shape was read when it was stored.
      if (block) texts[language] = block as LanguageBlock;
    }
    const { issuedAt, sequence, practice, expiresAt } = manifestIn(pack);
    return { pack, place, texts, manifest: { issuedAt, sequence, practice }, expiresAt };
  }

  async #place(store: PackStore, pack: PackRecord): Promise<Place | null> {
    // Its shape was read when it was stored.
    return (await this.#block(store, pack, "place")) as Place | null;
  }

  async #block(store: PackStore, pack: PackRecord, name: string): Promise<unknown> {
    const hash = pack.blocks[name];
    if (hash === undefined) return null;
    if (this.#parsed.has(hash)) return this.#parsed.get(hash);
    const bytes = await store.block({ place: pack.place, hash });
    if (!bytes) return null;
    const parsed = readJson(bytes);
    this.#parsed.set(hash, parsed);
    return parsed;
  }
}
