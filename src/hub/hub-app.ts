/** The hub's routes put together; no state but the store's. */
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { matchedRoutes } from "hono/route";
import type { HubContext } from "./hub-context.ts";
import { RequestRefused } from "./problem.ts";
import { RateLimit } from "./rate-limit.ts";
import { refuseCompressedBodies, refuseForeignOrigin, speakProtocol } from "./request-checks.ts";
import { addCaseRoutes } from "./routes/cases.ts";
import { addDeskRoutes } from "./routes/desk.ts";
import { addEnvelopeRoutes } from "./routes/envelopes.ts";
import { addHealthRoute } from "./routes/health.ts";
import { addHubInfoRoute } from "./routes/hub-info.ts";
import { addSiteRoutes, secureHeaders } from "./routes/site.ts";

/** Largest JSON body: a sealed desk message, a batch of capabilities. */
const maxJsonBytes = 262_144;

/** The most specific pattern that matched, never the path itself: a path holds ids. */
const routeOf = (context: Context): string =>
  matchedRoutes(context).reduce((longest, { path }) => (path.length > longest.length ? path : longest), "");

/**
 * @param addressOf the client's address, for the rate limit only; it is neither kept nor logged
 */
export function createHubApp(hub: HubContext, { addressOf }: { addressOf: (request: Request) => string }): Hono {
  const app = new Hono();
  const limit = new RateLimit({ burst: 2_000, perSecond: 200, most: 10_000, now: () => hub.now().getTime() });

  app.use(async (context, next) => {
    const startedAt = performance.now();
    await next();
    if (hub.isStopping?.()) context.header("connection", "close");
    hub.log({
      event: "request",
      method: context.req.method,
      route: routeOf(context),
      status: context.res.status,
      ms: Math.round(performance.now() - startedAt),
    });
  });
  app.onError((error, context) => {
    if (error instanceof RequestRefused) return context.json(error.problem, error.status);
    // The message may quote a request, so only its kind is logged.
    hub.log({ event: "fault", kind: error.name });
    return context.json({ reason: "hub-fault", cure: "try again later; nothing is lost" }, 500);
  });
  app.use(secureHeaders(hub));
  addHealthRoute(app, hub);

  app.use("/api/*", async (context, next) => {
    const waitSeconds = limit.take(addressOf(context.req.raw));
    if (waitSeconds > 0) {
      context.header("retry-after", String(waitSeconds));
      return context.json({ reason: "too-many-requests", cure: `wait ${waitSeconds} s` }, 429);
    }
    return next();
  });
  app.use("/api/*", speakProtocol(hub));
  app.use("/api/*", refuseForeignOrigin(hub));
  app.use("/api/*", refuseCompressedBodies);
  for (const path of ["/api/v1/cases/*", "/api/v1/desk/*"])
    app.use(
      path,
      bodyLimit({
        maxSize: maxJsonBytes,
        onError: () => {
          throw new RequestRefused({
            status: 413,
            reason: "too-large",
            place: "body",
            cure: `send at most ${maxJsonBytes} bytes`,
          });
        },
      }),
    );
  addHubInfoRoute(app, hub);
  addEnvelopeRoutes(app, hub);
  addCaseRoutes(app, hub);
  addDeskRoutes(app, hub);
  app.all("/api/*", (context) =>
    context.json({ reason: "route-unknown", place: "path", cure: "reload Passerelle" }, 404),
  );
  addSiteRoutes(app, hub);
  return app;
}
