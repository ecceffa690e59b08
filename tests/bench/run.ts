/**
 * Measures the budgets and prints them as a table; exits 1 when one is missed.
 * Usage: node tests/bench/run.ts [NAME ...] [--rounds N] [--full] [--plant]
 */
import { parseArgs } from "node:util";
import { autosave } from "./autosave.ts";
import { drainSlowLink } from "./drain-slow-link.ts";
import { firstResponse } from "./first-response.ts";
import { hubDurable } from "./hub-durable.ts";
import { isWithin, type Measured, type Measurement } from "./measurement.ts";
import { offlineStart } from "./offline-start.ts";
import { startGrowth } from "./start-growth.ts";

const measurements: readonly Measurement[] = [
  hubDurable,
  drainSlowLink,
  autosave,
  offlineStart,
  startGrowth,
  firstResponse,
];
/** Fewer than these decide nothing. */
const leastRounds = 7;

const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: String(leastRounds) },
    full: { type: "boolean", default: false },
    plant: { type: "boolean", default: false },
  },
});
const options = { rounds: Number(values.rounds), isFull: values.full, isPlanted: values.plant };
const unknown = wanted.filter((name) => !measurements.some((one) => one.name === name));

const figure = (value: number, { unit }: Measurement): string =>
  unit === "bytes" ? String(value) : value.toFixed(unit === "slope" ? 3 : 2);
const boundOf = (one: Measurement): string =>
  "least" in one.budget ? `at least ${one.budget.least}` : `at most ${one.budget.most}`;

function row(one: Measurement, { value, samples }: Measured): readonly string[] {
  const range = `${figure(Math.min(...samples), one)} - ${figure(Math.max(...samples), one)}`;
  return [one.name, one.unit, figure(value, one), range, boundOf(one), isWithin(value, one.budget) ? "within" : "OVER"];
}

function printTable(rows: readonly (readonly string[])[]): void {
  const all = [["name", "unit", "median", "min - max", "budget", ""], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0))) ?? [];
  for (const cells of all)
    console.log(
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    );
}

/** Measures one and prints its figures. @returns its row; a measurement that broke off is a row too */
async function measure(one: Measurement): Promise<{ readonly cells: readonly string[]; readonly isMet: boolean }> {
  console.log(`\n== ${one.name}`);
  try {
    const measured = await one.run(options);
    for (const line of [measured.reference, ...measured.notes]) console.log(`   ${line}`);
    return { cells: row(one, measured), isMet: isWithin(measured.value, one.budget) };
  } catch (error) {
    console.error(error);
    return { cells: [one.name, one.unit, "", "", boundOf(one), "BROKE OFF"], isMet: false };
  }
}

async function measureAll(): Promise<number> {
  const rows: (readonly string[])[] = [];
  let missed = 0;
  for (const one of measurements) {
    if (wanted.length > 0 && !wanted.includes(one.name)) continue;
    const { cells, isMet } = await measure(one);
    rows.push(cells);
    if (!isMet) missed += 1;
  }
  console.log("");
  printTable(rows);
  if (options.rounds < leastRounds) console.log(`fewer than ${leastRounds} rounds: for a first look only`);
  return missed;
}

if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(", ")}`);
  console.error(`Cure: choose among ${measurements.map(({ name }) => name).join(", ")}.`);
  process.exitCode = 2;
} else if (!(Number.isInteger(options.rounds) && options.rounds > 0)) {
  console.error(`--rounds ${values.rounds}: is no number of rounds`);
  console.error("Cure: give a whole number above 0.");
  process.exitCode = 2;
} else process.exitCode = (await measureAll()) === 0 ? 0 : 1;
