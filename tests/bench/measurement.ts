/** What every measurement of `./passerelle bench` is, so that one table shows them all. */

export type MeasureOptions = {
  /** How often everything is measured; the median decides. */
  readonly rounds: number;
  /** The full size where the usual run is smaller. */
  readonly isFull: boolean;
  /** Puts in a fault that the measurement must notice; only where there is one to put in. */
  readonly isPlanted: boolean;
};

export type Measured = {
  /** What is held against the budget. */
  readonly value: number;
  /** One value a round, to show how far they lie apart. */
  readonly samples: readonly number[];
  /** What it stands beside, with its absolute figures, which decide nothing. */
  readonly reference: string;
  /** More figures, which decide nothing. */
  readonly notes: readonly string[];
};

/** Bounds of a budget; the one that is given counts. */
export type Budget = { readonly least: number } | { readonly most: number };

export type Measurement = {
  readonly name: string;
  readonly unit: "ratio" | "slope" | "bytes";
  readonly budget: Budget;
  readonly run: (options: MeasureOptions) => Promise<Measured>;
};

export const isWithin = (value: number, budget: Budget): boolean =>
  "least" in budget ? value >= budget.least : value <= budget.most;
