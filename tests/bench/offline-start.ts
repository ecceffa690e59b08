/** Opening a procedure with the hub stopped, in a new browser process, beside an empty page that the same worker answers. */
import { rmSync } from "node:fs";
import type { Measurement } from "./measurement.ts";
import { emptyPath, makeReadyProfile, procedurePath } from "./ready-profile.ts";
import { serveApp } from "./served-app.ts";
import { type StartTimes, timeStart } from "./start-times.ts";
import { median } from "./statistics.ts";

/** Browsers keep compiled script after it ran some times. */
const warmUps = 3;

export const offlineStart: Measurement = {
  name: "offline-start",
  unit: "ratio",
  budget: { most: 1.3 },
  run: async ({ rounds }) => {
    const app = await serveApp();
    const profile = await makeReadyProfile(app.origin);
    try {
      await app.stop();
      const pairs: { readonly app: StartTimes; readonly empty: StartTimes }[] = [];
      for (let round = 0; round < warmUps + rounds; round++) {
        const started = await timeStart({ profile, address: app.origin + procedurePath, isEmpty: false });
        const empty = await timeStart({ profile, address: app.origin + emptyPath, isEmpty: true });
        if (round >= warmUps) pairs.push({ app: started, empty });
      }
      const samples = pairs.map((pair) => pair.app.readable / pair.empty.readable);
      const middle = (of: (pair: (typeof pairs)[number]) => number) => median(pairs.map(of)).toFixed(0);
      const painted = median(pairs.map((pair) => pair.app.painted / pair.empty.painted));
      return {
        value: median(samples),
        samples,
        reference: `readable after ${middle((pair) => pair.app.readable)} ms, the empty page after ${middle((pair) => pair.empty.readable)} ms`,
        notes: [
          "judged: the procedure's own heading is drawn by the running app, which then answers to taps",
          `first contentful paint: ${painted.toFixed(2)} (${middle((pair) => pair.app.painted)} ms / ${middle((pair) => pair.empty.painted)} ms)`,
          `all services run: after ${middle((pair) => pair.app.whole ?? 0)} ms`,
        ],
      };
    } finally {
      await app.remove();
      rmSync(profile, { recursive: true });
    }
  },
};
