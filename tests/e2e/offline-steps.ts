/** What the tests of reading without a connection do again and again. */
import { type BrowserContext, expect, type Page } from "@playwright/test";
import { watchTrespasses } from "./chromium-driver.ts";
import { interfacePattern, interfaceText } from "./words.ts";

/** Every text that ever stood in the status line of a page, so that what is said for a moment is not missed. */
export async function recordStatus(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const said: string[] = [];
    Object.assign(globalThis, { saidInStatus: said });
    const look = () => {
      for (const element of document.querySelectorAll('.status [role="status"]')) {
        const text = element.textContent?.trim() ?? "";
        if (text !== "" && said.at(-1) !== text) said.push(text);
      }
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  });
}

export const saidInStatus = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => (globalThis as unknown as { saidInStatus: string[] }).saidInStatus);

/** Notes every jump of what stands in the page's main part (Layout Instability API). */
export async function recordShifts(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    // The compiler's library does not know the sources of a layout shift.
    type Shift = PerformanceEntry & { readonly sources: readonly { readonly node: Node | null }[] };
    const moved: string[] = [];
    Object.assign(globalThis, { moved });
    new PerformanceObserver((list) => {
      for (const { sources } of list.getEntries() as Shift[])
        for (const { node } of sources)
          if (node && document.querySelector("main")?.contains(node))
            moved.push(`${node.nodeName} ${node.textContent}`.slice(0, 80));
    }).observe({ type: "layout-shift", buffered: true });
  });
}

export const shiftedInMain = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => (globalThis as unknown as { moved: string[] }).moved);

export const readyPattern = (language: string): RegExp => interfacePattern(language, "Ready to work offline ({size})");

/** Opens a place and waits until it says that it is ready. */
export async function openUntilReady(
  page: Page,
  { address, language }: { address: string; language: string },
): Promise<void> {
  await page.goto(address);
  await expect(page.locator(".status")).toContainText(readyPattern(language));
}

/** The quiet line of a place that was ready when the page was opened. */
export const expectQuietlyReady = (page: Page, language: string): Promise<void> =>
  expect(page.locator(".status")).toContainText(interfacePattern(language, "Ready offline ({size})"));

export const offlineWords = (language: string): string =>
  interfaceText(language, "No connection · everything here still works");

/** A fresh person's browser that notes every trespass. */
export async function newPerson(
  browser: { newContext: (options: { locale: string }) => Promise<BrowserContext> },
  { origin, locale }: { origin: string; locale: string },
): Promise<{ context: BrowserContext; page: Page; trespasses: readonly string[] }> {
  const context = await browser.newContext({ locale });
  const trespasses = watchTrespasses(context, origin);
  await recordStatus(context);
  return { context, page: await context.newPage(), trespasses };
}
