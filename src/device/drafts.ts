/** Drafts and their photos: encrypted before the first write (S7.1), written only over the revision that was read (S7.7). */
import { envelopeId } from "../core/envelope.ts";
import {
  array,
  integer,
  isoInstant,
  languageTag,
  literal,
  nullable,
  object,
  type Parsed,
  record,
  sha256,
  slug,
  string,
} from "../core/parse.ts";
import type { DeviceTables } from "./device-database.ts";
import { openCopy, sealCopy } from "./draft-copies.ts";
import type { Holder } from "./holders.ts";
import { type Opened, openPersonal, sealPersonal } from "./personal-record.ts";
import type { PersonalRecord } from "./records.ts";

export const draftBody = object({
  v: literal(1),
  place: slug,
  form: slug,
  formVersion: sha256,
  language: languageTag,
  answers: record(string()),
  attachments: array(object({ path: string(), fileName: string(), mediaType: string(), bytes: integer() })),
  screen: nullable(string()),
  corrects: nullable(envelopeId),
  startedAt: isoInstant,
  savedAt: isoInstant,
});
export type DraftBody = Parsed<typeof draftBody>;
export type StoredDraft = Opened<DraftBody>;

/** A photo in clear, on its way into or out of the store. */
export type ClearCopy = { readonly path: string; readonly bytes: Uint8Array };

export type DraftWrite =
  | { readonly ok: true; readonly draft: StoredDraft }
  /** `changed`: another tab wrote since; nothing was written. `missing`: finalised or removed since. */
  | { readonly ok: false; readonly reason: "changed" | "missing" };

export class DraftStore {
  readonly #tables: DeviceTables;
  readonly #holder: Holder;

  constructor({ tables, holder }: { tables: DeviceTables; holder: Holder }) {
    this.#tables = tables;
    this.#holder = holder;
  }

  /** The holder's drafts, the one saved last first. */
  async list(): Promise<readonly StoredDraft[]> {
    const records = await this.#tables.drafts.allBy({ index: "holder", value: this.#holder.id });
    const opened = await Promise.all(records.map((record) => this.#open(record)));
    return opened
      .flatMap((draft) => draft ?? [])
      .sort((a, b) => Date.parse(b.value.savedAt) - Date.parse(a.value.savedAt));
  }

  async get(id: string): Promise<StoredDraft | null> {
    return this.#open(await this.#tables.drafts.get(id));
  }

  /** A new draft with its first photos; resolves once committed. */
  async add(of: { id: string; body: DraftBody; copies?: readonly ClearCopy[] }): Promise<StoredDraft> {
    const first = await this.#seal({ id: of.id, revision: 1, body: of.body });
    const sealed = await this.#sealCopies(of.id, of.copies ?? []);
    await this.#tables.transaction(["drafts", "copies"], async ({ drafts, copies }) => {
      await drafts.add(first);
      for (const copy of sealed) await copies.add(copy);
    });
    return { id: of.id, revision: 1, value: of.body };
  }

  /** Writes over exactly the revision `base`, photos in the same transaction; resolves once committed. */
  async replace(of: {
    id: string;
    base: number;
    body: DraftBody;
    put?: readonly ClearCopy[];
    drop?: readonly string[];
  }): Promise<DraftWrite> {
    const { id, base, body } = of;
    const revision = base + 1;
    const next = await this.#seal({ id, revision, body });
    const put = await this.#sealCopies(id, of.put ?? []);
    const drop = (of.drop ?? []).map((path): [string, string] => [id, path]);
    const touched = put.length + drop.length > 0 ? (["drafts", "copies"] as const) : (["drafts"] as const);
    return this.#tables.transaction(touched, async ({ drafts, copies }): Promise<DraftWrite> => {
      const current = await drafts.get(id);
      if (current?.holder !== this.#holder.id) return { ok: false, reason: "missing" };
      if (current.revision !== base) return { ok: false, reason: "changed" };
      await drafts.put(next);
      for (const copy of put) await copies.put(copy);
      for (const key of drop) await copies.delete(key);
      return { ok: true, draft: { id, revision, value: body } };
    });
  }

  /** A draft's photo in clear, or null. */
  async copy(of: { id: string; path: string }): Promise<Uint8Array<ArrayBuffer> | null> {
    return openCopy({ holder: this.#holder, record: await this.#tables.copies.get([of.id, of.path]) });
  }

  /** Removes a draft of this holder with its photos. */
  async remove(id: string): Promise<void> {
    await this.#tables.transaction(["drafts", "copies"], async ({ drafts, copies }) => {
      const current = await drafts.get(id);
      if (current?.holder !== this.#holder.id) return;
      await drafts.delete(id);
      await copies.deleteBy({ index: "draft", value: id });
    });
  }

  #open(record: PersonalRecord | undefined): Promise<StoredDraft | null> {
    return openPersonal({ table: "drafts", holder: this.#holder, record, parse: draftBody });
  }

  #seal({ id, revision, body }: { id: string; revision: number; body: DraftBody }) {
    return sealPersonal({ table: "drafts", holder: this.#holder, id, revision, value: body });
  }

  #sealCopies(draft: string, copies: readonly ClearCopy[]) {
    return Promise.all(copies.map((copy) => sealCopy({ holder: this.#holder, draft, ...copy })));
  }
}
