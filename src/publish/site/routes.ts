import { addressOf, type Route } from "../../core/address.ts";
import type { Place } from "../../core/place.ts";

export { addressOf };
/** A screen that is prerendered. */
export type StaticRoute = Route;

/** Name of the file that holds an address: `html/fr/eu/p/ask-for-asylum.html`, `html/fr/index.html`. */
export const fileOf = (address: string): string =>
  `html${address.endsWith("/") ? `${address}index.html` : `${address}.html`}`;

/** Everything of a place that has an address, the home apart. */
export const routesOf = (place: Place): readonly StaticRoute[] => [
  { kind: "place" },
  ...place.procedures.map(({ id }) => ({ kind: "procedure", id }) as const),
  ...place.pages.map(({ id }) => ({ kind: "page", id }) as const),
  ...place.offices.map(({ id }) => ({ kind: "office", id }) as const),
  ...place.officeKinds.map(({ id }) => ({ kind: "office-kind", id }) as const),
  ...place.documents.map(({ id }) => ({ kind: "document", id }) as const),
  ...place.terms.map(({ id }) => ({ kind: "term", id }) as const),
  ...place.lifeEvents.map(({ id }) => ({ kind: "life-event", id }) as const),
  ...place.forms.map(({ id }) => ({ kind: "form", id }) as const),
];
