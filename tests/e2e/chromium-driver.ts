/** Chromium through Playwright on a profile folder of its own: the installed one, and the oldest that is supported. */
import { type BrowserContext, chromium, type Locator, type Page } from "@playwright/test";
import { chromiumFlags } from "./browsers.ts";
import { childWith, killTree } from "./process-tree.ts";
import { actionTimeoutMs, type Driver, type Name, type OpenBrowser, type Tab } from "./tab.ts";

export function playwrightTab(page: Page): Tab {
  const by = (label: Name): Locator => page.getByLabel(label).and(page.locator("input, textarea, select")).first();
  return {
    goto: async (address) => {
      await page.goto(address);
    },
    reload: async () => {
      await page.reload();
    },
    address: async () => page.url(),
    click: ({ role, name }) => page.getByRole(role, { name }).first().click(),
    fill: async (label, value) => {
      const field = by(label);
      if ((await field.evaluate((one) => one.localName)) === "select") await field.selectOption(value);
      else await field.fill(value);
    },
    choose: (label) => by(label).check(),
    upload: (label, file) => by(label).setInputFiles(file),
    value: (label) => by(label).inputValue(),
    see: (text, options) =>
      page
        .getByText(text)
        .filter({ visible: true })
        .first()
        .waitFor({ timeout: options?.timeoutMs ?? actionTimeoutMs }),
    isThere: ({ role, name }) => page.getByRole(role, { name }).first().isVisible(),
    text: () => page.locator("body").innerText(),
    evaluate: (expression) => page.evaluate(expression),
    screenshot: async (file) => {
      await page.screenshot({ path: file, fullPage: true });
    },
  };
}

/** Collects requests to other origins and reports of the security policy from every page and worker of a context. */
export function watchTrespasses(context: BrowserContext, origin: string): string[] {
  const seen: string[] = [];
  context.on("request", (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (!["data:", "blob:"].includes(protocol) && asked !== origin) seen.push(`request to ${request.url()}`);
  });
  context.on("console", (message) => {
    if (/Content Security Policy|TrustedHTML|TrustedScript|Trusted Type/i.test(message.text()))
      seen.push(`${message.text()} (${message.page()?.url() ?? "worker"})`);
  });
  context.on("weberror", (error) => {
    seen.push(`uncaught: ${String(error.error())}`);
  });
  return seen;
}

export const chromiumDriver = ({ name, executablePath }: { name: string; executablePath: string }): Driver => ({
  name,
  keepsStore: true,
  open: async ({ profile, origin, language }): Promise<OpenBrowser> => {
    const context = await chromium.launchPersistentContext(profile, {
      executablePath,
      args: chromiumFlags,
      locale: language,
      viewport: { width: 360, height: 740 },
      acceptDownloads: true,
    });
    context.setDefaultTimeout(actionTimeoutMs);
    const seen = watchTrespasses(context, origin);
    // Objects that pages show or hand out, so that a test can read their bytes: the policy admits no fetch of them.
    await context.addInitScript(() => {
      const blobs: Blob[] = [];
      Object.assign(globalThis, { blobsOfTest: blobs });
      const make = URL.createObjectURL.bind(URL);
      URL.createObjectURL = (of: Blob | MediaSource) => {
        if (of instanceof Blob) blobs.push(of);
        return make(of);
      };
    });
    const page = context.pages()[0] ?? (await context.newPage());
    const pid = childWith(`--user-data-dir=${profile}`);
    const closed = new Promise<void>((resolve) => context.once("close", () => resolve()));
    return {
      tab: playwrightTab(page),
      kill: async () => {
        await killTree(pid);
        await closed;
      },
      close: () => context.close(),
      trespasses: async () => seen,
    };
  },
});
