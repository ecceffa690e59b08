/** Firefox ESR through puppeteer-core (WebDriver BiDi) on a profile folder of its own. */
import { existsSync } from "node:fs";
import puppeteer, { type ElementHandle, type Page } from "puppeteer-core";
import { finderSource, nameTest, retryWhenRedrawn, shown, type Wanted, waitFor } from "./find-in-page.ts";
import { killTree } from "./process-tree.ts";
import { actionTimeoutMs, type Driver, type Name, type OpenBrowser, type Tab } from "./tab.ts";

export const firefoxPath = "/usr/bin/firefox-esr";
export const hasFirefox = (): boolean => existsSync(firefoxPath);

function firefoxTab(page: Page): Tab {
  const findOnce = async (wanted: Wanted): Promise<ElementHandle<Element> | null> => {
    const handle = await page.evaluateHandle(`(() => {${finderSource(wanted)}})()`);
    // The finder returns an element or null.
    return handle.asElement() as ElementHandle<Element> | null;
  };
  const find = (role: Wanted["role"], name: Name): Promise<ElementHandle<Element>> =>
    waitFor(() => findOnce({ role, name: nameTest(name) }), shown(role, name), actionTimeoutMs);
  const text = async (): Promise<string> => String(await page.evaluate("document.body.innerText"));
  /** Like a person: into view, then a real click, which fails when something lies over it. */
  const click = (role: Wanted["role"], name: Name): Promise<void> =>
    retryWhenRedrawn(async () => {
      const element = await find(role, name);
      await element.evaluate((one) => one.scrollIntoView({ block: "center" }));
      await element.click();
    });
  return {
    goto: async (address) => {
      await page.goto(address, { waitUntil: "load" });
    },
    reload: async () => {
      await page.reload({ waitUntil: "load" });
    },
    address: async () => page.url(),
    click: ({ role, name }) => click(role, name),
    fill: async (label, value) => {
      const element = await find("field", label);
      const kind = await element.evaluate((one) => (one instanceof HTMLInputElement ? one.type : one.localName));
      if (kind === "select") {
        await element.select(value);
        return;
      }
      if (kind === "date") {
        // A date field takes keys in the order of the locale; its value does not.
        await element.evaluate((one, content) => {
          if (!(one instanceof HTMLInputElement)) return;
          one.value = content;
          one.dispatchEvent(new Event("input", { bubbles: true }));
          one.dispatchEvent(new Event("change", { bubbles: true }));
        }, value);
        return;
      }
      await element.evaluate((one) => {
        if (one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement) one.select();
      });
      await element.press("Backspace");
      await element.type(value);
    },
    choose: async (label) => {
      const element = await find("choice", label);
      if (!(await element.evaluate((one) => one instanceof HTMLInputElement && one.checked)))
        await click("choice", label);
    },
    upload: async (label, file) => {
      // Found by its kind, so it is an input.
      const element = (await find("file", label)) as ElementHandle<HTMLInputElement>;
      await element.uploadFile(file);
    },
    value: async (label) =>
      (await find("field", label)).evaluate((one) =>
        one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement || one instanceof HTMLSelectElement
          ? one.value
          : "",
      ),
    see: async (wanted, options) => {
      const { source, flags } = nameTest(wanted);
      const pattern = new RegExp(source, flags);
      const timeoutMs = options?.timeoutMs ?? actionTimeoutMs;
      await waitFor(async () => (pattern.test(await text()) ? true : null), shown("text", wanted), timeoutMs);
    },
    isThere: async ({ role, name }) => (await findOnce({ role, name: nameTest(name) })) !== null,
    text,
    evaluate: (expression) => page.evaluate(expression),
    screenshot: async (file) => {
      await page.screenshot({ path: file.endsWith(".png") ? (file as `${string}.png`) : `${file}.png` });
    },
  };
}

export const firefoxDriver: Driver = {
  name: "Firefox ESR",
  keepsStore: true,
  open: async ({ profile, origin, language }): Promise<OpenBrowser> => {
    const browser = await puppeteer.launch({
      browser: "firefox",
      executablePath: firefoxPath,
      headless: true,
      userDataDir: profile,
      timeout: 60_000,
      defaultViewport: { width: 360, height: 740 },
      extraPrefsFirefox: { "intl.accept_languages": language },
    });
    const page = await browser.newPage();
    const seen: string[] = [];
    page.on("request", (request) => {
      const { protocol, origin: asked } = new URL(request.url());
      if (!["data:", "blob:"].includes(protocol) && asked !== origin) seen.push(`request to ${request.url()}`);
    });
    page.on("console", (message) => {
      if (/Content-?Security-?Policy/i.test(message.text())) seen.push(message.text());
    });
    page.on("pageerror", (error) => seen.push(`uncaught: ${String(error)}`));
    const pid = browser.process()?.pid;
    if (pid === undefined) throw new Error("Firefox did not start");
    return {
      tab: firefoxTab(page),
      kill: () => killTree(pid),
      close: () => browser.close(),
      trespasses: async () => seen,
    };
  },
};
