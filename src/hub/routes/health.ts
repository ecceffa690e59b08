/** `/healthz`: whether this process can take a submission now, for a proxy, a supervisor and devices. */
import type { Hono } from "hono";
import { headers, protocolVersion } from "../../core/protocol.ts";
import type { HubContext } from "../hub-context.ts";

export function addHealthRoute(app: Hono, { store, catalogue, practice, isStopping }: HubContext): void {
  app.get("/healthz", async (context) => {
    context.header(headers.protocol, String(protocolVersion));
    context.header(headers.epoch, store.epoch);
    context.header("cache-control", "no-store");
    const fault = isStopping?.()
      ? "stopping"
      : !(await store.isReady())
        ? "store"
        : catalogue.folder() === null
          ? "no-publication"
          : null;
    if (fault !== null) return context.json({ ok: false, reason: fault, practice, epoch: store.epoch }, 503);
    return context.json({ ok: true, practice, epoch: store.epoch });
  });
}
