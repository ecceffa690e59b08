/** Opens a screen of the device in a real browser, over a scenario, with the content policy of the hub. */

import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { lingui } from "@lingui/vite-plugin";
import { type Browser, chromium, type Page } from "@playwright/test";
import { preact } from "@preact/preset-vite";
import { build } from "vite";
import { checkContent } from "../../../src/publish/content/check-content.ts";
import { compileForms } from "../../../src/publish/content/check-forms.ts";
import { compilePlace } from "../../../src/publish/pack/compile-place.ts";
import { chromiumFlags, findChromium } from "../../e2e/browsers.ts";
import type { Call, Kept, Scenario } from "./scenario.ts";

const root = join(import.meta.dirname, "../../..");
const origin = "http://localhost";

/** As the hub sends it, but for the two style sheets, which are files here. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types passerelle",
].join("; ");

/** A place of `content/`, compiled as it is published. */
export async function keptPlace(id: string): Promise<Kept> {
  const { place } = checkContent({ dir: join(root, "content", id), today: "2026-11-24" });
  if (!place) throw new Error(`content/${id} cannot be read`);
  const { forms } = await compileForms(place);
  const compiled = compilePlace(place, forms);
  return { place: compiled.place, texts: Object.fromEntries(compiled.texts), forms: Object.fromEntries(forms) };
}

/** The page's files by name. English words stay in it: a build for production has only the ids of the catalogues. */
async function buildPage(entry: string): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const built = await build({
    configFile: false,
    root,
    mode: "development",
    logLevel: "error",
    plugins: [preact(), lingui({ macroTransform: true, cwd: root })],
    build: {
      write: false,
      target: "es2022",
      minify: false,
      modulePreload: false,
      rollupOptions: {
        input: entry,
        output: { entryFileNames: "page.js", assetFileNames: "[name][extname]" },
      },
    },
  });
  const outputs = Array.isArray(built) ? built : [built];
  return new Map(
    outputs.flatMap((one) =>
      "output" in one
        ? one.output.map((file) => [file.fileName, file.type === "chunk" ? file.code : file.source] as const)
        : [],
    ),
  );
}

const mediaTypes: Readonly<Record<string, string>> = { js: "text/javascript", css: "text/css", html: "text/html" };

export type Opened = {
  readonly page: Page;
  /** What the screen asked of its services, in order. */
  readonly calls: () => Promise<readonly Call[]>;
  /** Ids of the rules that axe sees broken. */
  readonly axe: () => Promise<readonly string[]>;
};

export type ScreenBrowser = {
  readonly open: (of: {
    readonly path: string;
    readonly scenario: Scenario;
    readonly dark?: boolean;
  }) => Promise<Opened>;
  readonly close: () => Promise<void>;
};

/** Builds the screens of `entry`, a module that renders into `#app`, and starts a browser; every screen opens in a context of its own. */
export async function startScreenBrowser(
  entry: string = join(import.meta.dirname, "page.tsx"),
): Promise<ScreenBrowser> {
  const [files, { executablePath }] = await Promise.all([buildPage(entry), findChromium()]);
  const styles = [...files.keys()].filter((name) => name.endsWith(".css"));
  const html = `<!doctype html><html><head><meta charset="utf-8"><title>Passerelle</title><meta name="viewport" content="width=device-width, initial-scale=1">${styles
    .map((name) => `<link rel="stylesheet" href="/${name}">`)
    .join("")}</head><body><div id="app"></div><script type="module" src="/page.js"></script></body></html>`;
  const browser: Browser = await chromium.launch({ executablePath, args: chromiumFlags });
  return {
    open: async ({ path, scenario, dark = false }) => {
      const context = await browser.newContext({
        viewport: { width: 360, height: 740 },
        colorScheme: dark ? "dark" : "light",
        timezoneId: "Europe/Paris",
        acceptDownloads: true,
      });
      context.setDefaultTimeout(20_000);
      await context.route("**/*", (route) => {
        const name = new URL(route.request().url()).pathname.slice(1);
        const file = files.get(name);
        const body = file ?? html;
        return route.fulfill({
          body: typeof body === "string" ? body : Buffer.from(body),
          contentType: mediaTypes[file === undefined ? "html" : (name.split(".").pop() ?? "")] ?? "text/plain",
          headers: { "content-security-policy": policy },
        });
      });
      const page = await context.newPage();
      page.on("pageerror", (error) => {
        throw error;
      });
      // A style attribute or an inline script that the policy refuses is told on the console only.
      page.on("console", (message) => {
        if (/Content Security Policy|TrustedHTML/.test(message.text())) throw new Error(message.text());
      });
      await page.addInitScript((given) => {
        window.scenario = JSON.parse(given);
      }, JSON.stringify(scenario));
      await page.goto(`${origin}${path}`);
      await page.locator("h1").waitFor();
      return {
        page,
        calls: () => page.evaluate(() => window.calls),
        axe: async () =>
          (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
      };
    },
    close: () => browser.close(),
  };
}
