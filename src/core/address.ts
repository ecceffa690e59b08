/** The stable addresses: readable, the same with and without script. */

export type ItemKind = "procedure" | "page" | "office" | "office-kind" | "document" | "term" | "life-event" | "form";
/** A screen that has an address of its own. */
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
