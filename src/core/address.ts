/** The stable addresses: readable, the same with and without script. */

export type ItemKind = "procedure" | "page" | "office" | "office-kind" | "document" | "term" | "life-event" | "form";
/** Screens that belong to the device, not to a place: `/fr/mine`. What they show stands in the fragment, which never leaves the browser. */
export const ownScreens = ["search", "mine", "settings", "claim", "receipt", "about"] as const;
export type OwnScreen = (typeof ownScreens)[number];
export const addressOfOwn = (language: string, screen: OwnScreen): string => `/${language}/${screen}`;

/** A screen of a place that has an address of its own. */
export type Route =
  | { readonly kind: "home" }
  | { readonly kind: "place" }
  | { readonly kind: ItemKind; readonly id: string };

const segments: Readonly<Record<ItemKind, string>> = {
  procedure: "p",
  page: "i",
  office: "o",
  "office-kind": "k",
  document: "d",
  term: "t",
  "life-event": "e",
  form: "f",
};

/** `/fr/eu/p/ask-for-asylum`, `/fr/eu/`, `/fr/`. */
export function addressOf(language: string, place: string, route: Route): string {
  if (route.kind === "home") return `/${language}/`;
  if (route.kind === "place") return `/${language}/${place}/`;
  return `/${language}/${place}/${segments[route.kind]}/${route.id}`;
}

/** Address of a link in a text: an item of the place (`procedure:id`), or the link itself. */
export function addressOfLink(language: string, place: string, to: string): string {
  const [kind = "", id = ""] = to.split(":");
  // The key is one of the table's own.
  return Object.hasOwn(segments, kind) ? addressOf(language, place, { kind: kind as ItemKind, id }) : to;
}

export type ParsedAddress =
  | { readonly kind: "own"; readonly language: string; readonly screen: OwnScreen }
  | { readonly kind: "home"; readonly language: string }
  | { readonly kind: "of-place"; readonly language: string; readonly place: string; readonly route: Route }
  | { readonly kind: "desk" }
  | { readonly kind: "unknown" };

const kinds = new Map(Object.entries(segments).map(([kind, segment]) => [segment, kind as ItemKind]));

/** What stands at a path (no query, no fragment): the inverse of {@link addressOf}. */
export function parseAddress(path: string): ParsedAddress {
  if (path === "/desk" || path.startsWith("/desk/")) return { kind: "desk" };
  const [, language = "", second = "", segment = "", id = "", ...more] = path.split("/");
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(language) || more.length > 0) return { kind: "unknown" };
  if (second === "") return { kind: "home", language };
  const screen = ownScreens.find((own) => own === second);
  if (screen) return segment === "" ? { kind: "own", language, screen } : { kind: "unknown" };
  if (segment === "") return { kind: "of-place", language, place: second, route: { kind: "place" } };
  const kind = kinds.get(segment);
  if (kind === undefined || id === "") return { kind: "unknown" };
  return { kind: "of-place", language, place: second, route: { kind, id } };
}
