import type { Place } from "../../core/place.ts";

/** A screen that is prerendered. The kinds are those of `renderStaticPage` in ui. */
export type StaticRoute =
  | { readonly kind: "home" }
  | { readonly kind: "place" }
  | {
      readonly kind: "procedure" | "page" | "office" | "office-kind" | "document" | "term" | "life-event" | "form";
      readonly id: string;
    };

const segments: Readonly<Record<Exclude<StaticRoute["kind"], "home" | "place">, string>> = {
  procedure: "p",
  page: "i",
  office: "o",
  "office-kind": "k",
  document: "d",
  term: "t",
  "life-event": "e",
  form: "f",
};

/** The stable address of a screen: `/fr/eu/p/ask-for-asylum`, `/fr/eu/`, `/fr/`. */
export function addressOf(language: string, place: string, route: StaticRoute): string {
  if (route.kind === "home") return `/${language}/`;
  if (route.kind === "place") return `/${language}/${place}/`;
  return `/${language}/${place}/${segments[route.kind]}/${route.id}`;
}

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
