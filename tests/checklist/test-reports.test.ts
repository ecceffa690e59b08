import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { missingFromChecklist } from "./missing.ts";
import { readPlaywrightReport, readVitestReport } from "./test-reports.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "passerelle-reports-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const written = (content: unknown): string => {
  const file = join(folder, "report.json");
  writeFileSync(file, JSON.stringify(content));
  return file;
};

test("[LOOP-1] a browser test that passed only at the second try counts as failed, a skipped one keeps its reason", () => {
  const spec = (title: string, status: string, annotations: unknown[] = []) => ({
    title,
    tests: [{ status, annotations }],
  });
  const report = readPlaywrightReport(
    written({
      errors: [],
      suites: [
        {
          specs: [spec("[A] one", "expected")],
          suites: [
            {
              specs: [
                spec("[B] two", "flaky"),
                spec("[C] three", "unexpected"),
                spec("[D] four", "skipped", [{ type: "skip", description: "no Firefox" }]),
              ],
            },
          ],
        },
      ],
    }),
  );
  expect(report).toEqual({
    passed: 1,
    failed: 2,
    skipped: [{ title: "[D] four", reason: "no Firefox" }],
    ranTitles: ["[A] one", "[B] two", "[C] three"],
  });
});

test("[LOOP-1] a test file that does not load counts as a failure", () => {
  const file = (status: string, assertionResults: unknown[]) => ({ status, assertionResults });
  const report = readVitestReport(
    written({
      numPassedTests: 1,
      numFailedTests: 0,
      testResults: [
        file("passed", [
          { fullName: "[A] one", status: "passed" },
          { fullName: "[B] two", status: "skipped" },
        ]),
        file("failed", []),
      ],
    }),
  );
  expect(report).toEqual({
    passed: 1,
    failed: 1,
    skipped: [{ title: "[B] two", reason: null }],
    ranTitles: ["[A] one"],
  });
});

test("[LOOP-1] a rule of the checklist that no test is named after is missing", () => {
  const root = join(import.meta.dirname, "../..");
  const all = missingFromChecklist({ root, titles: [] });
  expect(all).toEqual(expect.arrayContaining(["LOOP-1", "BAD-login", "S1.1", "S11.5"]));
  expect(missingFromChecklist({ root, titles: ["[S1.1] a push has one result for each"] })).toEqual(
    all.filter((id) => id !== "S1.1"),
  );
});
