/** Tables that only pages touch, on `idb`; outbox and packs are behind stores of their own. */
import type { IDBPDatabase, IDBPObjectStore } from "idb";
import type { CopyRecord, HolderRecord, KeyRecord, MetaRecord, OfficerRecord, PersonalRecord } from "./records.ts";

type Mode = "readonly" | "readwrite";
/** An object store within one transaction. Its promises are those of requests, so nothing else may be awaited between them. */
type OpenStore = IDBPObjectStore<unknown, string[], string, "readwrite">;
/** Runs with the store, in a transaction of its own or in the one that is open. */
type Run = <R>(mode: Mode, use: (store: OpenStore) => Promise<R>) => Promise<R>;

/** Records of one kind, by their key. */
export class Table<T, Key extends IDBValidKey> {
  readonly #run: Run;

  constructor(run: Run) {
    this.#run = run;
  }

  get(key: Key): Promise<T | undefined> {
    return this.#run("readonly", (store) => store.get(key));
  }
  all(): Promise<T[]> {
    return this.#run("readonly", (store) => store.getAll());
  }
  allBy(of: { readonly index: string; readonly value: IDBValidKey }): Promise<T[]> {
    return this.#run("readonly", (store) => store.index(of.index).getAll(of.value));
  }
  count(): Promise<number> {
    return this.#run("readonly", (store) => store.count());
  }
  /** Fails when the key is taken. */
  async add(record: T): Promise<void> {
    await this.#run("readwrite", (store) => store.add(record));
  }
  async put(record: T): Promise<void> {
    await this.#run("readwrite", (store) => store.put(record));
  }
  async delete(key: Key): Promise<void> {
    await this.#run("readwrite", (store) => store.delete(key));
  }
  async deleteBy(of: { readonly index: string; readonly value: IDBValidKey }): Promise<void> {
    await this.#run("readwrite", async (store) => {
      for (const key of await store.index(of.index).getAllKeys(of.value)) await store.delete(key);
    });
  }
}

/** The tables by name. */
export type Tables = {
  readonly keys: Table<KeyRecord, string>;
  readonly holders: Table<HolderRecord, string>;
  readonly drafts: Table<PersonalRecord, string>;
  readonly copies: Table<CopyRecord, [string, string]>;
  readonly cases: Table<PersonalRecord, string>;
  readonly meta: Table<MetaRecord, string>;
  readonly officers: Table<OfficerRecord, string>;
};
export type TableName = keyof Tables;

/** Chrome's default may lose an acknowledged write in a power cut (P3). */
const strict = { durability: "strict" } as const;

function tablesWith(runOf: (name: string) => Run): Tables {
  return {
    keys: new Table(runOf("keys")),
    holders: new Table(runOf("holders")),
    drafts: new Table(runOf("drafts")),
    copies: new Table(runOf("copies")),
    cases: new Table(runOf("cases")),
    meta: new Table(runOf("meta")),
    officers: new Table(runOf("officers")),
  };
}

export type DeviceTables = Tables & {
  /**
   * Runs `work` in one strict transaction over some tables; resolves after the commit. When `work` throws, nothing of it is kept. It may
   * await nothing but the tables that it is given.
   */
  readonly transaction: <R>(names: readonly TableName[], work: (tables: Tables) => Promise<R>) => Promise<R>;
};

/** Ends the transaction after `work`: resolves after the commit; when `work` throws, nothing of it is kept. */
async function finish<R>(open: { readonly done: Promise<void>; abort(): void }, work: Promise<R>): Promise<R> {
  try {
    const result = await work;
    await open.done;
    return result;
  } catch (error) {
    abort(open);
    // Says why a write failed: a full disk comes with the end of the transaction.
    await open.done.catch((cause: unknown) => {
      throw cause instanceof DOMException && cause.name !== "AbortError" ? cause : error;
    });
    throw error;
  }
}

/** A transaction that failed by itself is over already. */
function abort(open: { abort(): void }): void {
  try {
    open.abort();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

export function deviceTables(connection: IDBPDatabase): DeviceTables {
  const begin = (names: readonly string[], mode: Mode) =>
    // A store of a reading transaction has the same reading methods; only those are called on it.
    connection.transaction([...names], mode as "readwrite", strict);
  const alone =
    (name: string): Run =>
    async (mode, use) => {
      const open = begin([name], mode);
      return finish(open, use(open.objectStore(name)));
    };
  return {
    ...tablesWith(alone),
    transaction: async (names, work) => {
      const open = begin(names, "readwrite");
      return finish(open, work(tablesWith((name) => (_mode, use) => use(open.objectStore(name)))));
    },
  };
}
