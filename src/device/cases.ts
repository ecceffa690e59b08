/** What this device knows of each case beyond its sealed envelopes, encrypted under the holder's data key. */
import { envelopeId } from "../core/envelope.ts";
import {
  array,
  base64url,
  boolean,
  integer,
  isoInstant,
  languageTag,
  literal,
  nullable,
  object,
  type Parsed,
  sha256,
  slug,
  string,
} from "../core/parse.ts";
import type { DeviceTables } from "./device-database.ts";
import type { Holder } from "./holders.ts";
import { type Opened, openPersonal, sealPersonal } from "./personal-record.ts";
import type { PersonalRecord } from "./records.ts";

const capability = base64url({ bytes: 32 });

export const caseBody = object({
  v: literal(1),
  /** 32 bytes that the case's keys are derived from. */
  secret: base64url({ bytes: 32 }),
  /** After a take-over; null while the derived one opens the case. */
  capability: nullable(capability),
  /** A take-over whose outcome is not known yet: stored before the hub is asked, so that a crash loses no case (S8.5). */
  nextCapability: nullable(capability),
  envelopeHash: sha256,
  place: slug,
  form: slug,
  formVersion: sha256,
  desk: slug,
  practice: boolean,
  /** Language in which the person filled the form. */
  language: languageTag,
  finalisedAt: isoInstant,
  corrects: nullable(envelopeId),
  /** Messages of the desk whose signature, envelope and number were verified, in order of number. */
  deskMessages: array(object({ number: integer({ min: 1 }), hash: sha256, jws: string() })),
  /** Numbers under which something came that does not verify. */
  unverified: array(integer({ min: 1 })),
  /** The desk took the submission out, as the hub reports it. */
  downloaded: boolean,
  movedAway: boolean,
  /** Opened here by a claim slip. */
  isClaimed: boolean,
});
export type CaseBody = Parsed<typeof caseBody>;
export type StoredCase = Opened<CaseBody>;

/** Encrypts a case that is new on this device; the caller stores it in its own transaction. */
export const sealNewCase = (of: { holder: Holder; id: string; body: CaseBody }): Promise<PersonalRecord> =>
  sealPersonal({ table: "cases", holder: of.holder, id: of.id, revision: 1, value: of.body });

export class CaseStore {
  readonly #tables: DeviceTables;
  readonly #holder: Holder;

  constructor({ tables, holder }: { tables: DeviceTables; holder: Holder }) {
    this.#tables = tables;
    this.#holder = holder;
  }

  async list(): Promise<readonly StoredCase[]> {
    const records = await this.#tables.cases.allBy({ index: "holder", value: this.#holder.id });
    const opened = await Promise.all(records.map((record) => this.#open(record)));
    return opened.flatMap((one) => one ?? []);
  }

  async get(id: string): Promise<StoredCase | null> {
    return this.#open(await this.#tables.cases.get(id));
  }

  /**
   * Changes a case as it stands now; null when it is not here. `change` may be called again when another tab wrote in between, so that
   * neither writer's change is lost. A change that returns the same object writes nothing.
   */
  async update(id: string, change: (body: CaseBody) => CaseBody): Promise<StoredCase | null> {
    for (;;) {
      const current = await this.get(id);
      if (!current) return null;
      const value = change(current.value);
      if (value === current.value) return current;
      const revision = current.revision + 1;
      const next = await sealPersonal({ table: "cases", holder: this.#holder, id, revision, value });
      const isStored = await this.#tables.transaction(["cases"], async ({ cases }) => {
        const before = await cases.get(id);
        if (before?.revision !== current.revision) return false;
        await cases.put(next);
        return true;
      });
      if (isStored) return { id, revision, value };
    }
  }

  #open(record: PersonalRecord | undefined): Promise<StoredCase | null> {
    return openPersonal({ table: "cases", holder: this.#holder, record, parse: caseBody });
  }
}
