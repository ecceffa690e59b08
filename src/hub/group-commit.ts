/**
 * Collects the writes that wait and runs them in one transaction: one flush to disk serves all of them. A write is answered
 * only after that flush; when the transaction fails, every write in it fails and nothing of it is kept.
 */
export type RunInTransaction<Tx> = (work: (transaction: Tx) => Promise<void>) => Promise<void>;
type Waiting<Tx> = {
  readonly write: (transaction: Tx) => Promise<void>;
  readonly settle: (error?: unknown) => void;
};

/** Most writes in one transaction, so that a long queue does not keep the first one waiting. */
const maxBatch = 256;

export class GroupCommit<Tx> {
  readonly #run: RunInTransaction<Tx>;
  #waiting: Waiting<Tx>[] = [];
  #isRunning = false;
  /** Transactions run so far. */
  flushes = 0;

  constructor(run: RunInTransaction<Tx>) {
    this.#run = run;
  }

  /** Runs `write` with others in one transaction; resolves with its value once that is on disk. */
  commit<T>(write: (transaction: Tx) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      let value: T;
      this.#waiting.push({
        write: async (transaction) => {
          value = await write(transaction);
        },
        settle: (error) => (error === undefined ? resolve(value) : reject(error)),
      });
      if (!this.#isRunning) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#isRunning = true;
    // Requests that arrived in the same turn of the event loop join the first transaction.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, maxBatch);
      try {
        await this.#run(async (transaction) => {
          for (const { write } of batch) await write(transaction);
        });
        this.flushes += 1;
        for (const { settle } of batch) settle();
      } catch (error) {
        for (const { settle } of batch) settle(error);
      }
    }
    this.#isRunning = false;
  }
}
