/** The largest page on the wire of the project's own places: a first visit is one initial TCP window. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { getCounted } from "../publish/get-counted.ts";
import type { Measurement } from "./measurement.ts";
import { serveApp } from "./served-app.ts";

export const firstResponse: Measurement = {
  name: "first-response",
  unit: "bytes",
  budget: { most: 14_000 },
  run: async () => {
    const app = await serveApp();
    try {
      const pages = readdirSync(join(app.publication, "html"), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".html"))
        .map((name) => `/${name.replace(/(index)?\.html$/, "")}`);
      const sizes: { readonly address: string; readonly bytes: number }[] = [];
      for (const address of pages) {
        const { status, wireBytes } = await getCounted(app.origin + address);
        if (status !== 200) throw new Error(`${address}: status ${status}`);
        sizes.push({ address, bytes: wireBytes });
      }
      sizes.sort((one, other) => other.bytes - one.bytes);
      const largest = sizes[0];
      if (!largest) throw new Error("no page was published");
      return {
        value: largest.bytes,
        samples: sizes.map(({ bytes }) => bytes),
        reference: `none: bytes are the same in every run`,
        notes: [`${largest.address} of ${sizes.length} pages, brotli, status line and headers included`],
      };
    } finally {
      await app.remove();
    }
  },
};
