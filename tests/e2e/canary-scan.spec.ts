/** The scan for canaries proves itself on what real browsers write: a scan that finds nothing of this would find nothing at all. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { findCanaries } from "../canary/find-canaries.ts";
import { chromium109, firefox, installedChromium } from "./drivers.ts";
import { type ServedHub, serveHub } from "./served-hub.ts";

let hub: ServedHub;
test.beforeAll(async () => {
  hub = await serveHub();
});
test.afterAll(() => hub.remove());

const canaries = { short: "canary-short-éà", arabic: "كناري-عربي", long: "canary-long", cached: "canary-cached" };

/** Runs in the page: a short record, a long one that compresses well, a cached answer. */
const plant = `(async () => {
  const { short, arabic, long, cached } = ${JSON.stringify(canaries)};
  const database = await new Promise((resolve, reject) => {
    const opening = indexedDB.open("planted", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("records");
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  await new Promise((resolve, reject) => {
    const transaction = database.transaction("records", "readwrite");
    transaction.objectStore("records").put({ short, arabic }, "short");
    transaction.objectStore("records").put({ text: (long + " again and again ").repeat(2000) }, "long");
    transaction.oncomplete = resolve;
    transaction.onerror = () => reject(transaction.error);
  });
  const cache = await caches.open("planted");
  await cache.put("/planted", new Response(cached));
  return true;
})()`;

for (const offer of [installedChromium, chromium109, firefox])
  test(`[P6] the scan finds what a page of ${offer.name} stored in clear`, async () => {
    test.skip(offer.missing !== null, `${offer.missing} is not installed`);
    const profile = mkdtempSync(join(tmpdir(), "passerelle-e2e-profile-"));
    const driver = await offer.driver();
    const browser = await driver.open({ profile, origin: hub.origin, language: "en" });
    try {
      await browser.tab.goto(`${hub.origin}/en/`);
      expect(await browser.tab.evaluate(plant)).toBe(true);
      // What was committed is on the disk of the system, which the kill does not reach.
      await browser.kill();
      const found = findCanaries({ folder: profile, canaries: Object.values(canaries) });
      expect([...new Set(found.map(({ canary }) => canary))].sort()).toEqual(Object.values(canaries).sort());
    } finally {
      await browser.kill();
      rmSync(profile, { recursive: true, force: true });
    }
  });
