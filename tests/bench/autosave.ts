/** The slowest saves of a draft in a browser beside the slowest empty strict writes to IndexedDB. */
import { rmSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { measure } from "./autosave-page.ts";
import { benchFolder } from "./bench-folder.ts";
import { bundleScript } from "./bundle-script.ts";
import { inChromium } from "./chromium-profile.ts";
import type { Measurement } from "./measurement.ts";
import { median, percentile } from "./statistics.ts";

const perRound = { usual: 200, full: 1_000 };
const page = '<!doctype html><title>autosave</title><script src="/bench.js"></script>';

/** Serves the page and its script on loopback, where a browser has WebCrypto. */
async function servePage(script: string): Promise<{ address: string; close: () => Promise<void> }> {
  const server = createHttpServer((request, answer) => {
    const isScript = request.url === "/bench.js";
    answer.writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html" }).end(isScript ? script : page);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server listening on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Times = Awaited<ReturnType<typeof measure>>;

export const autosave: Measurement = {
  name: "autosave",
  unit: "ratio",
  budget: { most: 2 },
  run: async ({ rounds, isFull }) => {
    const count = isFull ? perRound.full : perRound.usual;
    const server = await servePage(await bundleScript("autosave-page.ts"));
    const profile = benchFolder("profile");
    try {
      const all = await inChromium(profile, async ({ page: tab }) => {
        await tab.goto(server.address);
        // The bundle's global; its types are those of autosave-page.ts.
        const round = (saves: number) => tab.evaluate<Times>(`bench.measure(${saves})`);
        await round(20);
        const done: Times[] = [];
        for (let number = 0; number < rounds; number++) done.push(await round(count));
        return done;
      });
      const samples = all.map(({ saves, writes }) => percentile(saves, 99) / percentile(writes, 99));
      const ms = (of: keyof Times, percent: number) =>
        `${percentile(
          all.flatMap((times) => times[of]),
          percent,
        ).toFixed(1)} ms`;
      return {
        value: median(samples),
        samples,
        reference: `p99 of all rounds: ${ms("saves", 99)} a save, ${ms("writes", 99)} an empty strict write`,
        notes: [
          `p50 of all rounds: ${ms("saves", 50)} and ${ms("writes", 50)}`,
          `${count} saves and ${count} writes a round, one after the other, in Chromium`,
        ],
      };
    } finally {
      await server.close();
      rmSync(profile, { recursive: true });
    }
  },
};
