/**
 * Takes each defence out, one at a time, in a copy of the source, and shows that the tests named after it fail.
 * Usage: node tests/defences/run.ts [ID ...]. Exits 1 when a defence can go without a test noticing.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { missingFromChecklist } from "../checklist/missing.ts";
import type { Defence } from "./defence.ts";
import { defences } from "./defences.ts";

const root = join(import.meta.dirname, "../..");
const copied = [
  "src",
  "sw",
  "tests",
  "docs",
  "content",
  "locales",
  "package.json",
  "vitest.config.ts",
  "vite.config.ts",
  "lingui.config.ts",
  "index.html",
  "tsconfig.base.json",
  "tsconfig.json",
];

/** `guarded`: the tests fail without it. `unnoticed`: they pass. `stale`: the source no longer holds the text to take out. */
type Outcome = "guarded" | "unnoticed" | "stale" | "no test";

function tryWithout({ id, file, find, replace, tests }: Defence, copy: string): Outcome {
  const path = join(copy, file);
  const source = readFileSync(path, "utf8");
  if (source.split(find).length !== 2) return "stale";
  writeFileSync(
    path,
    source.replace(find, () => replace),
  );
  try {
    const report = join(copy, "defence.json");
    const pattern = `\\[${id.replaceAll(".", "\\.")}\\]`;
    spawnSync(
      "npx",
      ["--no-install", "vitest", "run", ...tests, "-t", pattern, "--reporter=json", `--outputFile=${report}`],
      {
        cwd: copy,
        encoding: "utf8",
        env: {
          ...process.env,
          PASSERELLE_FIXTURES: process.env.PASSERELLE_FIXTURES ?? join(root, "../shared/fixtures"),
        },
      },
    );
    // vitest's own report; a file that no longer loads counts as noticed.
    const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, "utf8")) as {
      numPassedTests: number;
      numFailedTests: number;
      numFailedTestSuites: number;
    };
    rmSync(report);
    if (numFailedTests + numFailedTestSuites > 0) return "guarded";
    return numPassedTests === 0 ? "no test" : "unnoticed";
  } finally {
    writeFileSync(path, source);
  }
}

const wanted = process.argv.slice(2);
const chosen = defences.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
const copy = mkdtempSync(join(tmpdir(), "passerelle-defences-"));
try {
  for (const name of copied) cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  let weak = 0;
  for (const defence of chosen) {
    const outcome = tryWithout(defence, copy);
    if (outcome !== "guarded") weak += 1;
    console.log(`${outcome.padEnd(10)} ${defence.id.padEnd(18)} ${defence.file}: ${defence.takes}`);
  }
  // What a rule asks for and no entry takes out: nobody has shown that its test can fail.
  const untried = missingFromChecklist({ root, titles: defences.map(({ id }) => `[${id}]`) }).filter(
    (id) => !id.startsWith("LOOP-"),
  );
  if (wanted.length === 0) console.log(`${untried.length} without an entry: ${untried.join(", ")}`);
  console.log(`${chosen.length - weak} guarded, ${weak} not`);
  process.exitCode = weak === 0 ? 0 : 1;
} finally {
  rmSync(copy, { recursive: true });
}
