/** When a page that is opened in a new browser process was painted, could be read, and was whole. */
import type { Page } from "@playwright/test";
import { offlineWords } from "../e2e/offline-steps.ts";
import { inChromium } from "./chromium-profile.ts";

/** In ms since the page was asked for, by the page's own clock. */
export type StartTimes = {
  /** First contentful paint, whatever was painted. */
  readonly painted: number;
  /** The frame after the heading of the screen itself was drawn and answers to taps. */
  readonly readable: number;
  /** The frame after the device's own part told its state: all services run. Null for a page that has none. */
  readonly whole: number | null;
};

/** Runs in the page before its own scripts. */
function watchStart(words: string): void {
  const times: Record<string, number> = {};
  Object.assign(globalThis, { startTimes: times });
  /** A message that is sent in a frame comes after that frame was drawn. */
  const noteAfterFrame = (name: string): void => {
    times[name] = 0;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        times[name] = performance.now();
      };
      port2.postMessage(null);
    });
  };
  new MutationObserver(() => {
    const heading = document.querySelector("main:not([data-shell]) h1");
    if (!("readable" in times) && heading?.textContent) noteAfterFrame("readable");
    if (!("whole" in times) && document.querySelector(".status")?.textContent?.includes(words)) noteAfterFrame("whole");
  }).observe(document, { subtree: true, childList: true, characterData: true });
}

/** The fault that a measurement of growth must notice: whoever opens the database first reads the whole outbox. */
function plantScan(): void {
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (name, version) {
    const request = version === undefined ? open.call(this, name) : open.call(this, name, version);
    let isScanned = false;
    request.addEventListener("success", (event) => {
      if (isScanned || !request.result.objectStoreNames.contains("outbox")) return;
      isScanned = true;
      event.stopImmediatePropagation();
      const scan = request.result.transaction("outbox").objectStore("outbox").getAll();
      scan.onsuccess = () => request.dispatchEvent(new Event("success"));
    });
    return request;
  };
}

async function timesOf(page: Page, { isEmpty }: { isEmpty: boolean }): Promise<StartTimes> {
  const names = isEmpty ? ["readable"] : ["readable", "whole"];
  await page.waitForFunction(
    (wanted) => {
      // Made by `watchStart`.
      const { startTimes } = globalThis as unknown as { startTimes: Record<string, number> };
      const painted = performance.getEntriesByName("first-contentful-paint").length > 0;
      return painted && wanted.every((name) => (startTimes[name] ?? 0) > 0);
    },
    names,
    { timeout: 60_000 },
  );
  return page.evaluate(() => {
    // Made by `watchStart`.
    const { startTimes } = globalThis as unknown as { startTimes: Record<string, number> };
    const painted = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
    return { painted, readable: startTimes.readable ?? 0, whole: startTimes.whole ?? null };
  });
}

/** Opens an address in a new browser process on a profile that has it, and closes it again. */
export function timeStart(of: {
  profile: string;
  address: string;
  isEmpty: boolean;
  isPlanted?: boolean;
}): Promise<StartTimes> {
  return inChromium(of.profile, async ({ page, context }) => {
    await context.addInitScript(watchStart, offlineWords("en"));
    if (of.isPlanted) await context.addInitScript(plantScan);
    await page.goto(of.address, { waitUntil: "commit" });
    return timesOf(page, of);
  });
}
