/** A defence of docs/sync-spec.md or against bad input, and how it is taken out in a copy of the source. */
export type Defence = {
  /** Rule or checklist id; the tests named after it must fail. */
  readonly id: string;
  readonly file: string;
  /** What the change takes out, in words. */
  readonly takes: string;
  /** Stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** Test files that are run. */
  readonly tests: readonly string[];
};
