/** Durable submissions per second, one a request, beside the same routes over a store in memory, on the same thread. */
import { closeSync, fsyncSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { frameEnvelopes } from "../../src/core/envelope-batch.ts";
import { databaseFile } from "../../src/hub/start-hub.ts";
import { createKeyFile } from "../../src/seal/key-file.ts";
import { hubInAFolder } from "../hub/hub-in-a-folder.ts";
import { benchFolder } from "./bench-folder.ts";
import { type Child, startChild } from "./child.ts";
import type { Measurement } from "./measurement.ts";
import { sealSubmissions } from "./sealed-submissions.ts";
import { median, percentile } from "./statistics.ts";

const perRound = { usual: 1_000, full: 4_000 };
/** The two hubs take turns after so many, so that what else the machine does meets both. */
const perTurn = 250;

/** Ms that a range of the batch took; every one of them must have come back with a receipt. */
async function timeOf(load: Child, job: { address: string; from: number; until: number }): Promise<number> {
  load.tell(job);
  const { ms, received } = await load.heard();
  const count = job.until - job.from;
  if (typeof ms !== "number" || received !== count) throw new Error(`${String(received)} of ${count} were received`);
  return ms;
}

/** Ms that the disk takes to write and flush one page of a file. */
function timeOfFlush(folder: string): number {
  const file = openSync(join(folder, "flushed"), "w");
  writeSync(file, Buffer.alloc(4_096));
  const startedAt = performance.now();
  fsyncSync(file);
  const ms = performance.now() - startedAt;
  closeSync(file);
  return ms;
}

function storedIn(dataDir: string): number {
  const database = new Database(databaseFile(dataDir), { readonly: true });
  try {
    return Number(database.prepare("select count(*) from envelopes").pluck().get());
  } finally {
    database.close();
  }
}

export const hubDurable: Measurement = {
  name: "hub-durable",
  unit: "ratio",
  budget: { least: 0.7 },
  run: async ({ rounds, isFull }) => {
    const count = isFull ? perRound.full : perRound.usual;
    const folder = await hubInAFolder({ inMemory: true });
    const dataDir = benchFolder("durable");
    const children: Child[] = [];
    try {
      const keyFile = join(folder.folder, "hub.private.json");
      const batchFile = join(folder.folder, "batch.bin");
      writeFileSync(keyFile, JSON.stringify(await createKeyFile({ kind: "hub", practice: true, now: new Date() })));
      // Both hubs get the same envelopes; the first ones only warm them up.
      const sealed = await sealSubmissions(folder, (rounds + 1) * count);
      writeFileSync(batchFile, frameEnvelopes(sealed.map(({ bytes }) => bytes)));
      const hubs = startChild("two-hubs-process.ts", [folder.folder, dataDir, keyFile]);
      const load = startChild("load-generator.ts", [batchFile]);
      children.push(hubs, load);
      const { durable, memory } = await hubs.heard();
      await load.heard();
      const flushes: number[] = [];
      const both: { durable: number; memory: number }[] = [];
      for (let round = 0; round <= rounds; round++) {
        const ms = { durable: 0, memory: 0 };
        for (let from = round * count; from < (round + 1) * count; from += perTurn) {
          const range = { from, until: from + perTurn };
          ms.durable += await timeOf(load, { address: String(durable), ...range });
          ms.memory += await timeOf(load, { address: String(memory), ...range });
          flushes.push(timeOfFlush(dataDir));
        }
        both.push(ms);
      }
      const stored = storedIn(dataDir);
      if (stored !== sealed.length) throw new Error(`${stored} of ${sealed.length} are in the file`);
      const measured = both.slice(1);
      const samples = measured.map((ms) => ms.memory / ms.durable);
      const rate = (of: "durable" | "memory") => Math.round((count * 1_000) / median(measured.map((ms) => ms[of])));
      return {
        value: median(samples),
        samples,
        reference: `${rate("durable")}/s in the file, ${rate("memory")}/s in memory`,
        notes: [
          `${count} submissions of ${sealed[0]?.bytes.length} B a round to each, by turns of ${perTurn}, 64 connections, loopback`,
          `one flush of a page of this disk: ${median(flushes).toFixed(1)} ms (p99 ${percentile(flushes, 99).toFixed(1)} ms)`,
        ],
      };
    } finally {
      for (const child of children) await child.kill();
      await folder.close();
      rmSync(dataDir, { recursive: true });
    }
  },
};
