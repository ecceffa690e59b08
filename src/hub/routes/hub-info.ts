/** What people may know of this hub: who runs it, and whether it is for practice. */
import type { Hono } from "hono";
import type { HubAnswer } from "../../core/protocol.ts";
import type { HubContext } from "../hub-context.ts";

export function addHubInfoRoute(app: Hono, { store, practice, settings }: HubContext): void {
  app.get("/api/v1/hub", (context) => {
    const answer: HubAnswer = {
      v: 1,
      epoch: store.epoch,
      practice,
      operator: settings?.operator ?? null,
      privacyNotice: settings?.privacyNotice ?? null,
      accessibilityStatement: settings?.accessibilityStatement ?? null,
      complaintContact: settings?.complaintContact ?? null,
    };
    return context.json(answer);
  });
}
