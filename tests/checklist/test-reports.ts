/** The reports that vitest and Playwright write, as one kind of thing. */
import { existsSync, readFileSync } from "node:fs";

export type Report = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly { readonly title: string; readonly reason: string | null }[];
  /** Titles of the tests that ran, whatever came of it. */
  readonly ranTitles: readonly string[];
};

/** What is read of vitest's JSON report. */
type VitestReport = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
};

/** Null when there is no report. */
export function readVitestReport(file: string): Report | null {
  if (!existsSync(file)) return null;
  // Written by vitest a moment ago.
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(file, "utf8")) as VitestReport;
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const isSkipped = ({ status }: { status: string }): boolean => ["pending", "skipped", "todo"].includes(status);
  // A file that does not load has no tests of its own to count.
  const broken = testResults.filter((one) => one.status === "failed" && one.assertionResults.length === 0).length;
  return {
    passed: numPassedTests,
    failed: numFailedTests + broken,
    skipped: tests.filter(isSkipped).map(({ fullName }) => ({ title: fullName, reason: null })),
    ranTitles: tests.filter((test) => !isSkipped(test)).map(({ fullName }) => fullName),
  };
}

/** What is read of Playwright's JSON report (its `JSONReport` type). */
type PlaywrightSuite = {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs: readonly {
    readonly title: string;
    readonly tests: readonly {
      readonly status: "skipped" | "expected" | "unexpected" | "flaky";
      readonly annotations: readonly { readonly type: string; readonly description?: string }[];
    }[];
  }[];
};
type PlaywrightReport = { readonly suites: readonly PlaywrightSuite[]; readonly errors: readonly unknown[] };

const specsOf = (suite: PlaywrightSuite): PlaywrightSuite["specs"] => [
  ...suite.specs,
  ...(suite.suites ?? []).flatMap(specsOf),
];

/** Null when there is no report. A test that passed only when it was tried again counts as failed. */
export function readPlaywrightReport(file: string): Report | null {
  if (!existsSync(file)) return null;
  // Written by Playwright a moment ago.
  const { suites, errors } = JSON.parse(readFileSync(file, "utf8")) as PlaywrightReport;
  const tests = suites.flatMap(specsOf).flatMap(({ title, tests: runs }) => runs.map((run) => ({ title, ...run })));
  const withStatus = (...wanted: readonly string[]) => tests.filter(({ status }) => wanted.includes(status));
  return {
    passed: withStatus("expected").length,
    failed: withStatus("unexpected", "flaky").length + errors.length,
    skipped: withStatus("skipped").map(({ title, annotations }) => ({
      title,
      reason: annotations.find(({ type }) => type === "skip")?.description ?? null,
    })),
    ranTitles: withStatus("expected", "unexpected", "flaky").map(({ title }) => title),
  };
}
