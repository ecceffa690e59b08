/** Durable submissions per second, one a request, beside the same routes over a store in memory, on the same thread. */
import { rmSync, writeFileSync } from "node:fs";
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
import { median } from "./statistics.ts";

const perRound = { usual: 1_000, full: 4_000 };

/** Submissions a second; every one of them must have come back with a receipt. */
async function rateOf(load: Child, job: { address: string; from: number; until: number }): Promise<number> {
  load.tell(job);
  const { ms, received } = await load.heard();
  const count = job.until - job.from;
  if (typeof ms !== "number" || received !== count) throw new Error(`${String(received)} of ${count} were received`);
  return (count * 1_000) / ms;
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
      const both: { durable: number; memory: number }[] = [];
      for (let round = 0; round <= rounds; round++) {
        const range = { from: round * count, until: (round + 1) * count };
        both.push({
          durable: await rateOf(load, { address: String(durable), ...range }),
          memory: await rateOf(load, { address: String(memory), ...range }),
        });
      }
      const stored = storedIn(dataDir);
      if (stored !== sealed.length) throw new Error(`${stored} of ${sealed.length} are in the file`);
      const measured = both.slice(1);
      const samples = measured.map((pair) => pair.durable / pair.memory);
      const rate = (of: "durable" | "memory") => Math.round(median(measured.map((pair) => pair[of])));
      return {
        value: median(samples),
        samples,
        reference: `${rate("durable")}/s in the file, ${rate("memory")}/s in memory`,
        notes: [`${count} submissions of ${sealed[0]?.bytes.length} B a round to each, 64 connections, loopback`],
      };
    } finally {
      for (const child of children) await child.kill();
      await folder.close();
      rmSync(dataDir, { recursive: true });
    }
  },
};
