/** The installed Chromium on a profile folder on disk: a window without a profile keeps its database in memory. */
import { type BrowserContext, chromium, type Page } from "@playwright/test";
import { chromiumFlags, findChromium } from "../e2e/browsers.ts";

/** Opens the profile in a new browser process, uses its page, and closes it. */
export async function inChromium<T>(
  profile: string,
  use: (of: { page: Page; context: BrowserContext }) => Promise<T>,
): Promise<T> {
  const { executablePath } = await findChromium();
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: chromiumFlags,
    locale: "en",
    viewport: { width: 360, height: 740 },
  });
  try {
    return await use({ page: context.pages()[0] ?? (await context.newPage()), context });
  } finally {
    await context.close();
  }
}
