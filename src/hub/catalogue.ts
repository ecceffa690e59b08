/** What the published packs certify, read again when they change: the hub trusts only its own publication. */
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import type { EnvelopeHeader } from "../core/envelope.ts";
import { type Manifest, manifest } from "../core/pack.ts";
import { array, languageTag, nullable, object, type Parsed, string, withDefault } from "../core/parse.ts";
import type { RefusalReason } from "../core/protocol.ts";
import { readJws } from "../seal/jws.ts";

const siteSheet = object({
  styleHash: nullable(string({ maxLength: 100 })),
  languages: withDefault(array(languageTag), []),
});
const noSheet: Parsed<typeof siteSheet> = { styleHash: null, languages: [] };
type Publication = {
  readonly folder: string;
  readonly places: ReadonlyMap<string, Manifest>;
  readonly sheet: Parsed<typeof siteSheet>;
};

export class Catalogue {
  readonly #siteDir: string;
  #read: Publication = { folder: "", places: new Map(), sheet: noSheet };

  constructor(siteDir: string) {
    this.#siteDir = siteDir;
  }

  /** Folder of the publication in force; null before the first one. */
  folder(): string | null {
    return this.#current().folder || null;
  }

  /** Hash of the inline style of prerendered pages, `sha256-...`. */
  styleHash(): string | null {
    return this.#current().sheet.styleHash;
  }

  /** Languages that the site is published in. */
  languages(): readonly string[] {
    return this.#current().sheet.languages;
  }

  places(): readonly Manifest[] {
    return [...this.#current().places.values()];
  }

  place(id: string): Manifest | undefined {
    return this.#current().places.get(id);
  }

  /** Why an envelope cannot be taken (S1.8, S1.9), or null. */
  refusalOf(header: EnvelopeHeader, practice: boolean): RefusalReason | null {
    const place = this.place(header.place);
    const desk = place?.desks.find(({ id }) => id === header.desk);
    if (!place || !desk) return "desk-unknown";
    if (header.practice !== practice || place.practice !== practice) return "practice-mismatch";
    if (header.deskKeys.some((kid) => !desk.keys.some((key) => key.kid === kid))) return "desk-key-unknown";
    const versions = Object.hasOwn(place.formVersions, header.form) ? place.formVersions[header.form] : undefined;
    return versions?.includes(header.formVersion) ? null : "form-version-unknown";
  }

  #current(): Publication {
    const link = join(this.#siteDir, "current");
    if (!existsSync(link)) return this.#read;
    const folder = realpathSync(link);
    if (folder === this.#read.folder) return this.#read;
    const packs = join(folder, "packs");
    const places = new Map<string, Manifest>();
    for (const id of existsSync(packs) ? readdirSync(packs) : []) {
      const file = join(packs, id, "manifest.jws");
      const read = existsSync(file)
        ? readJws({ jws: readFileSync(file, "utf8").trim(), type: "manifest", parse: manifest })
        : null;
      if (read) places.set(id, read.payload);
    }
    const file = join(folder, "site.json");
    const sheet = existsSync(file) ? siteSheet(JSON.parse(readFileSync(file, "utf8"))) : noSheet;
    this.#read = { folder, places, sheet };
    return this.#read;
  }
}
