/** The defences of docs/sync-spec.md and of hostile input, and how each is taken out in a copy of the source. */
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

export const defences: readonly Defence[] = [
  {
    id: "S10.2",
    file: "src/core/parse.ts",
    takes: "carrying unknown fields",
    find: "    result[key] = entry;\n",
    replace: "",
    tests: ["tests/core/parse.test.ts"],
  },
];
