/** How the offline start grows with what is stored: the exponent of its time over the number of submissions, and over that of pages. */
import { rmSync } from "node:fs";
import { bundleScript } from "./bundle-script.ts";
import { inChromium } from "./chromium-profile.ts";
import type { Measurement } from "./measurement.ts";
import { makeReadyProfile, procedurePath } from "./ready-profile.ts";
import { serveApp } from "./served-app.ts";
import { type StartTimes, timeStart } from "./start-times.ts";
import { logLogSlope, median } from "./statistics.ts";

const sizes = [100, 1_000, 10_000];
const kinds = { submissions: "addSubmissions", pages: "addPages" } as const;
type Kind = keyof typeof kinds;
const warmUps = 2;

type Stored = { readonly kind: Kind; readonly size: number; readonly profile: string; readonly times: StartTimes[] };

/** A device on which so much is stored. */
async function store(of: { origin: string; seeding: string; kind: Kind; size: number }): Promise<Stored> {
  const profile = await makeReadyProfile(of.origin);
  await inChromium(profile, async ({ page }) => {
    // A page of the origin without the app, so that nothing else is at work in the database.
    await page.goto(`${of.origin}/app.webmanifest`);
    await page.evaluate(of.seeding);
    await page.evaluate(`bench.${kinds[of.kind]}(${of.size})`);
  });
  return { kind: of.kind, size: of.size, profile, times: [] };
}

export const startGrowth: Measurement = {
  name: "start-growth",
  unit: "slope",
  budget: { most: 0.05 },
  run: async ({ rounds, isPlanted }) => {
    const app = await serveApp();
    const devices: Stored[] = [];
    try {
      const seeding = `${await bundleScript("seed-device.ts")}; globalThis.bench = bench;`;
      for (const kind of ["submissions", "pages"] as const)
        for (const size of sizes) devices.push(await store({ origin: app.origin, seeding, kind, size }));
      await app.stop();
      for (let round = 0; round < warmUps + rounds; round++)
        for (const { profile, times } of devices) {
          const address = app.origin + procedurePath;
          const started = await timeStart({ profile, address, isEmpty: false, isPlanted });
          if (round >= warmUps) times.push(started);
        }
      const of = (kind: Kind) => devices.filter((one) => one.kind === kind);
      const slope = (kind: Kind, timesOf: (times: readonly StartTimes[]) => number): number =>
        logLogSlope(of(kind).map(({ size, times }) => ({ x: size, y: timesOf(times) })));
      const readable = (times: readonly StartTimes[]) => median(times.map((one) => one.readable));
      const whole = (times: readonly StartTimes[]) => median(times.map((one) => one.whole ?? 0));
      const slopeOfRound = (kind: Kind, round: number) => slope(kind, (times) => times[round]?.readable ?? 0);
      const line = (kind: Kind) =>
        `${kind} ${sizes.join(", ")}: readable after ${of(kind)
          .map(({ times }) => readable(times).toFixed(0))
          .join(", ")} ms (slope ${slope(kind, readable).toFixed(3)}), all services after ${of(kind)
          .map(({ times }) => whole(times).toFixed(0))
          .join(", ")} ms (${slope(kind, whole).toFixed(3)})`;
      return {
        value: Math.max(slope("submissions", readable), slope("pages", readable)),
        samples: Array.from({ length: rounds }, (_, round) =>
          Math.max(slopeOfRound("submissions", round), slopeOfRound("pages", round)),
        ),
        reference: "each size beside the others in every round; the steeper of the two slopes is judged",
        notes: [
          line("submissions"),
          line("pages"),
          ...(isPlanted ? ["PLANTED: reads the whole outbox whenever the database is opened"] : []),
        ],
      };
    } finally {
      await app.remove();
      for (const { profile } of devices) rmSync(profile, { recursive: true });
    }
  },
};
