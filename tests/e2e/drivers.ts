/** The four browsers of the stories; one that is not installed says why it is skipped. */
import { findChromium, oldestChromium } from "./browsers.ts";
import { chromiumDriver } from "./chromium-driver.ts";
import { firefoxDriver, firefoxPath, hasFirefox } from "./firefox-driver.ts";
import type { Driver } from "./tab.ts";
import { missingForWebkit, webkitDriver } from "./webkit-driver.ts";

/** Resolves to the driver; `missing` names what is not installed. */
export type Offer = {
  readonly name: string;
  readonly missing: string | null;
  readonly driver: () => Promise<Driver>;
};

export const installedChromium: Offer = {
  name: "Chromium",
  missing: null,
  driver: async () => chromiumDriver({ name: "Chromium", ...(await findChromium()) }),
};
export const chromium109: Offer = {
  name: "Chromium 109",
  missing: null,
  driver: async () => chromiumDriver({ name: "Chromium 109", ...(await oldestChromium()) }),
};
export const firefox: Offer = {
  name: "Firefox ESR",
  missing: hasFirefox() ? null : firefoxPath,
  driver: async () => firefoxDriver,
};
export const webkit: Offer = { name: "WebKitGTK", missing: missingForWebkit(), driver: async () => webkitDriver };
