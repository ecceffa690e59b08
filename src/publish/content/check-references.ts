import { itemLinksOf } from "./check-texts.ts";
import { errorAt, type Fault, type Position } from "./fault.ts";
import type { LoadedPlace, Sourced } from "./load-place.ts";

type Kind = "procedure" | "page" | "document" | "office" | "office-kind" | "term" | "form" | "life-event" | "desk";
type Known = Readonly<Record<Kind, ReadonlySet<string>>>;

const homes: Readonly<Record<Kind, string>> = {
  procedure: "procedures/",
  page: "pages/",
  document: "documents.yaml",
  office: "offices.yaml",
  "office-kind": "office-kinds.yaml",
  term: "terms.yaml",
  form: "forms/",
  "life-event": "place.yaml under lifeEvents",
  desk: "place.yaml under desks",
};

const idsOf = (items: readonly Sourced<{ readonly id: string }>[]): ReadonlySet<string> =>
  new Set(items.map(({ item }) => item.id));

const knownOf = (place: LoadedPlace): Known => ({
  procedure: idsOf(place.procedures),
  page: idsOf(place.pages),
  document: idsOf(place.documents),
  office: idsOf(place.offices),
  "office-kind": idsOf(place.officeKinds),
  term: idsOf(place.terms),
  form: idsOf(place.forms),
  "life-event": new Set(place.sheet.item.lifeEvents.map((event) => event.id)),
  desk: new Set(place.sheet.item.desks.map((desk) => desk.id)),
});

function missing(known: Known, kind: Kind, id: string, at: Position): readonly Fault[] {
  if (known[kind].has(id)) return [];
  const near = [...known[kind]].filter((other) => other.includes(id) || id.includes(other)).slice(0, 3);
  const hint = near.length > 0 ? `write ${near.join(" or ")}` : "correct the id";
  return [errorAt(at, `there is no ${kind} "${id}"`, `${hint}, or add the ${kind} in ${homes[kind]}`)];
}

function checkProcedures(place: LoadedPlace, known: Known): readonly Fault[] {
  return place.procedures.flatMap(({ item, at }) => [
    ...item.lifeEvents.flatMap((id, index) => missing(known, "life-event", id, at(`lifeEvents[${index}]`))),
    ...item.steps.flatMap((step, index) => {
      const path = `steps[${index}]`;
      return [
        ...(step.office === undefined ? [] : missing(known, "office", step.office, at(`${path}.office`))),
        ...(step.officeKind === undefined
          ? []
          : missing(known, "office-kind", step.officeKind, at(`${path}.officeKind`))),
        ...(step.form === undefined ? [] : missing(known, "form", step.form, at(`${path}.form`))),
        ...step.needs.flatMap((id, entry) => missing(known, "document", id, at(`${path}.needs[${entry}]`))),
        ...step.gives.flatMap((id, entry) => missing(known, "document", id, at(`${path}.gives[${entry}]`))),
      ];
    }),
  ]);
}

function checkParents(place: LoadedPlace, known: Known): readonly Fault[] {
  const parents = new Map(place.pages.map(({ item }) => [item.id, item.parent]));
  return place.pages.flatMap(({ item, at }) => {
    if (item.parent === null) return [];
    const seen = new Set([item.id]);
    for (let id: string | null | undefined = item.parent; id; id = parents.get(id)) {
      if (seen.has(id))
        return [errorAt(at("parent"), `the page lies inside itself through "${id}"`, "choose another parent, or none")];
      seen.add(id);
    }
    return missing(known, "page", item.parent, at("parent"));
  });
}

/** Ids and links that lead to nothing. */
export function checkReferences(place: LoadedPlace): readonly Fault[] {
  const known = knownOf(place);
  const links = [...place.texts.values()].flatMap(({ text, style, at }) =>
    (style === "rich" ? itemLinksOf(text) : []).flatMap((to) => {
      const [kind = "", id = ""] = to.split(":");
      // linkPattern admits no other kinds.
      return missing(known, kind as Kind, id, at);
    }),
  );
  const forms = place.forms.flatMap(({ item, at }) => [
    ...missing(known, "desk", item.desk, at("desk")),
    ...missing(known, "office", item.fallback.office, at("fallback.office")),
  ]);
  // A place without a list of kinds leaves the kinds of its offices to the reader.
  const offices = place.offices.flatMap(({ item, at }) =>
    place.officeKinds.length === 0 ? [] : missing(known, "office-kind", item.kind, at("kind")),
  );
  return [...checkProcedures(place, known), ...checkParents(place, known), ...forms, ...offices, ...links];
}
