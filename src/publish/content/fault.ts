/** A fault in a content file: where it is, what is wrong, and how to cure it. */
export type Fault = {
  readonly severity: "error" | "warning";
  /** Path as the editor typed it, or relative to the working directory. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly what: string;
  readonly cure: string;
};

/** Where something stands in a file. */
export type Position = { readonly file: string; readonly line: number };

export const errorAt = (at: Position, what: string, cure: string): Fault => ({
  severity: "error",
  file: at.file,
  line: at.line,
  what,
  cure,
});

export const warningAt = (at: Position, what: string, cure: string): Fault => ({
  ...errorAt(at, what, cure),
  severity: "warning",
});

/** One line for a terminal: `content/eu/place.yaml:3: error: what. Cure: how.` */
export const formatFault = (fault: Fault): string =>
  `${fault.file}:${fault.line}: ${fault.severity}: ${fault.what}. Cure: ${fault.cure}.`;

/** By file, then line, so that two runs print the same. */
export const sortFaults = (faults: readonly Fault[]): readonly Fault[] =>
  [...faults].sort(
    (a, b) =>
      (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
      a.line - b.line ||
      (a.what < b.what ? -1 : a.what > b.what ? 1 : 0),
  );

/** What a person gave us cannot be used; the message names the place, `cure` says what to do. The command line exits with 2. */
export class InputError extends Error {
  override readonly name = "InputError";
  readonly cure: string;
  constructor(message: string, cure: string, options?: ErrorOptions) {
    super(message, options);
    this.cure = cure;
  }
}

/** Content with errors was asked to be published. */
export class ContentError extends InputError {
  readonly faults: readonly Fault[];
  constructor(faults: readonly Fault[]) {
    super(
      `The content has ${faults.length} fault(s):\n${faults.map(formatFault).join("\n")}`,
      "correct the lines named above, then try again",
    );
    this.faults = faults;
  }
}
