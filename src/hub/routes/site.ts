/** The published site and the app, precompressed, with their cache and security headers. */

import { basename } from "node:path";
import { serveStatic } from "@hono/node-server/serve-static";
import type { Context, Hono, MiddlewareHandler } from "hono";
import { parseAccept } from "hono/utils/accept";
import { parseAddress } from "../../core/address.ts";
import type { HubContext } from "../hub-context.ts";

/** No inline script, one inline style by its hash, one Trusted Types policy (DESIGN: browser security). */
const contentSecurityPolicy = (styleHash: string | null): string =>
  [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    `style-src 'self'${styleHash === null ? "" : ` '${styleHash}'`}`,
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types passerelle",
  ].join("; ");

export const secureHeaders =
  ({ catalogue }: Pick<HubContext, "catalogue">): MiddlewareHandler =>
  async (context, next) => {
    context.header("content-security-policy", contentSecurityPolicy(catalogue.styleHash()));
    context.header("x-content-type-options", "nosniff");
    context.header("referrer-policy", "no-referrer");
    context.header("cross-origin-opener-policy", "same-origin");
    context.header("cross-origin-resource-policy", "same-origin");
    await next();
  };

/** Content-addressed files never change; everything else is asked for again. */
const cacheOf = (path: string): string =>
  /\/packs\/[^/]+\/b\/|^\/assets\//.test(path) ? "public, max-age=31536000, immutable" : "no-cache";

/** `/fr/eu/p/x` is `html/fr/eu/p/x.html`, `/fr/` is `html/fr/index.html`. */
const htmlFileOf = (path: string): string => (path.endsWith("/") ? `html${path}index.html` : `html${path}.html`);

/** Screens of the device and the desk are drawn by the app; nothing is published for them. */
function isAppScreen(path: string, languages: readonly string[]): boolean {
  const address = parseAddress(path);
  return address.kind === "desk" || (address.kind === "own" && languages.includes(address.language));
}

export function addSiteRoutes(app: Hono, { catalogue, appDir }: HubContext): void {
  /** The file below `root`, precompressed where the browser takes it, with the cache header of its address. */
  const serve = async (
    context: Context,
    { root, file, status }: { root: string; file?: string; status?: number },
  ): Promise<Response | undefined> => {
    const middleware = serveStatic({
      root,
      precompressed: true,
      ...(file === undefined ? {} : { rewriteRequestPath: () => file }),
    });
    const found = await middleware(context, async () => undefined);
    if (!found) return undefined;
    found.headers.set("cache-control", cacheOf(context.req.path));
    found.headers.set("vary", "Accept-Encoding");
    return status === undefined ? found : new Response(found.body, { status, headers: found.headers });
  };

  app.get("/", (context, next) => {
    const language = parseAccept(context.req.header("accept-language") ?? "")
      .map(({ type }) => catalogue.languages().find((known) => known === type || known === type.split("-")[0]))
      .find((known) => known !== undefined);
    const chosen = language ?? catalogue.languages()[0];
    return chosen === undefined ? next() : context.redirect(`/${chosen}/`);
  });
  app.get("*", async (context, next) => {
    const { path } = context.req;
    const root = catalogue.folder();
    const isPage = /^\/[a-z]{2,3}(-[A-Za-z0-9-]+)?\//.test(path) && !/\.[a-z0-9]+$/.test(path);
    // All pages of a publication change together, so its name is the tag of each: a page read again costs its headers only.
    const tag = root !== null && isPage ? `W/"${basename(root)}"` : null;
    if (tag !== null && context.req.header("if-none-match") === tag)
      return context.body(null, 304, { etag: tag, "cache-control": cacheOf(path), vary: "Accept-Encoding" });
    const published =
      root === null ? undefined : await serve(context, { root, ...(isPage ? { file: htmlFileOf(path) } : {}) });
    if (published) {
      if (tag !== null) published.headers.set("etag", tag);
      return published;
    }
    const ofApp = await serve(context, { root: appDir });
    if (ofApp) return ofApp;
    const isScreen = isAppScreen(path, catalogue.languages());
    const wantsPage = isScreen || context.req.header("accept")?.includes("text/html") === true;
    const shell = { root: appDir, file: "index.html", status: isScreen ? 200 : 404 };
    return (wantsPage ? await serve(context, shell) : undefined) ?? next();
  });
}
