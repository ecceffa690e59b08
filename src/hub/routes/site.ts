/** The published site and the app, precompressed, with their cache and security headers. */

import { join } from "node:path";
import { serveStatic } from "@hono/node-server/serve-static";
import type { Context, Hono, MiddlewareHandler } from "hono";
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

export function addSiteRoutes(app: Hono, { catalogue, appDir }: HubContext): void {
  const serve = (root: string, rewriteRequestPath?: (path: string) => string): MiddlewareHandler =>
    serveStatic({
      root,
      precompressed: true,
      ...(rewriteRequestPath ? { rewriteRequestPath } : {}),
      onFound: (_file, context: Context) => {
        context.header("cache-control", cacheOf(context.req.path));
        context.header("vary", "Accept-Encoding");
      },
    });
  const published: MiddlewareHandler = async (context, next) => {
    const folder = catalogue.folder();
    if (folder === null) return next();
    const path = context.req.path;
    const isPage = /^\/[a-z]{2,3}(-[A-Za-z0-9-]+)?(\/|$)/.test(path) && !/\.[a-z0-9]+$/.test(path);
    return serve(folder, isPage ? htmlFileOf : undefined)(context, next);
  };
  app.get("/packs/*", published);
  app.get("*", published);
  app.get("*", serve(appDir));
  // Screens that are drawn on the device: search, my requests, desk, kiosk.
  app.get("*", async (context, next) =>
    context.req.header("accept")?.includes("text/html")
      ? serve(appDir, () => join("/", "index.html"))(context, next)
      : next(),
  );
}
