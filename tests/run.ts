/**
 * Runs every check and every suite, then prints one line that sums them from their own reports.
 * Types, lint, the import rules and the checklist count as one test each: they pass or fail like the others.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { missingFromChecklist } from "./checklist/missing.ts";
import { type Report, readPlaywrightReport, readVitestReport } from "./checklist/test-reports.ts";
import { findChromium } from "./e2e/browsers.ts";

const root = join(import.meta.dirname, "..");
const reports = join(root, "test-results");
mkdirSync(reports, { recursive: true });
const total = { passed: 0, failed: 0, skipped: 0 };
const titles: string[] = [];

function run(name: string, command: readonly string[]): boolean {
  console.log(`\n== ${name}`);
  const startedAt = performance.now();
  const { status } = spawnSync("npx", ["--no-install", ...command], { cwd: root, stdio: "inherit", env: process.env });
  console.log(`== ${name}: ${Math.round((performance.now() - startedAt) / 1_000)} s`);
  return status === 0;
}

function check(name: string, command: readonly string[]): void {
  if (run(name, command)) total.passed += 1;
  else total.failed += 1;
}

/** Runs a suite and adds what its own report tells; a suite that failed without a failed test counts as one. */
function suite(name: string, of: { command: readonly string[]; file: string; read: (file: string) => Report | null }) {
  rmSync(of.file, { force: true });
  const hasPassed = run(name, of.command);
  const report = of.read(of.file);
  const failed = report?.failed ?? 0;
  total.passed += report?.passed ?? 0;
  total.failed += hasPassed ? failed : Math.max(failed, 1);
  total.skipped += report?.skipped.length ?? 0;
  titles.push(...(report?.ranTitles ?? []));
  for (const { title, reason } of report?.skipped ?? [])
    console.log(`skipped: ${title}${reason === null ? "" : ` (${reason})`}`);
}

check("types", ["tsc", "-b"]);
check("lint (biome)", ["biome", "ci", "--error-on-warnings", "."]);
check("lint (typed)", ["eslint", "."]);

const unitReport = join(reports, "unit.json");
suite("unit, contract and fault tests", {
  command: ["vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${unitReport}`],
  file: unitReport,
  read: readVitestReport,
});

console.log(`\n== browser: ${(await findChromium()).from}`);
suite("browser tests", {
  command: ["playwright", "test"],
  file: join(reports, "e2e.json"),
  read: readPlaywrightReport,
});

const missing = missingFromChecklist({ root, titles });
console.log(`\n== checklist: ${missing.length} without a test${missing.length ? `: ${missing.join(", ")}` : ""}`);
if (missing.length === 0) total.passed += 1;
// A test that could not run here is not missing, so only a complete run can tell.
else if (total.skipped === 0) total.failed += 1;

console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;
