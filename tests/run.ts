/**
 * Runs every check and every suite, then prints one line that sums them from their own reports.
 * Types, lint and the import rules count as one test each: they pass or fail like the others.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { missingFromChecklist } from "./checklist/missing.ts";

type Tally = { passed: number; failed: number; skipped: number };
const root = join(import.meta.dirname, "..");
const reports = join(root, "test-results");
mkdirSync(reports, { recursive: true });
const total: Tally = { passed: 0, failed: 0, skipped: 0 };

function run(name: string, command: readonly string[]): boolean {
  console.log(`\n== ${name}`);
  const [program = "", ...rest] = command;
  const { status } = spawnSync(program, rest, { cwd: root, stdio: "inherit", env: process.env });
  return status === 0;
}

function check(name: string, command: readonly string[]): void {
  if (run(name, command)) total.passed += 1;
  else total.failed += 1;
}

check("types", ["npx", "--no-install", "tsc", "-b"]);
check("lint (biome)", ["npx", "--no-install", "biome", "ci", "--error-on-warnings", "."]);
check("lint (typed)", ["npx", "--no-install", "eslint", "."]);

const unitReport = join(reports, "unit.json");
const unitPassed = run("unit, contract and fault tests", [
  "npx",
  "--no-install",
  "vitest",
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${unitReport}`,
]);
const titles: string[] = [];
if (existsSync(unitReport)) {
  const report: unknown = JSON.parse(readFileSync(unitReport, "utf8"));
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = report as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    testResults: { status: string; assertionResults: { fullName: string; status: string }[] }[];
  };
  total.passed += numPassedTests;
  total.failed += numFailedTests;
  total.skipped += numPendingTests;
  // A file that does not load has no tests of its own to count.
  total.failed += testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0).length;
  for (const file of testResults)
    for (const { fullName, status } of file.assertionResults) if (status !== "pending") titles.push(fullName);
  if (!unitPassed && numFailedTests === 0) total.failed += 1;
} else total.failed += 1;

const missing = missingFromChecklist({ root, titles });
console.log(`\n== checklist: ${missing.length} without a test${missing.length ? `: ${missing.join(", ")}` : ""}`);

console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;
