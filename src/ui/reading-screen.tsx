/** Which screen stands at a route of a place, and the ids of its title and description: for prerendering and for the app alike. */
import { t } from "@lingui/core/macro";
import type { VNode } from "preact";
import { useContext } from "preact/hooks";
import type { PlacedForm } from "../core/place.ts";
import type { TextId } from "../core/text.ts";
import { AppPartsContext } from "./app-parts.ts";
import type { Reading } from "./reading.tsx";
import { OfficeKindScreen, OfficeScreen } from "./screens/office-screens.tsx";
import { LifeEventScreen, PlaceScreen } from "./screens/place-screen.tsx";
import { ProcedureScreen } from "./screens/procedure-screen.tsx";
import { DocumentScreen, FormIntroScreen, PageScreen, TermScreen } from "./screens/text-screens.tsx";

export type ReadingScreen = { readonly title: TextId; readonly description: TextId; readonly screen: VNode };

const byId = <Item extends { readonly id: string }>(items: readonly Item[], id: string): Item | undefined =>
  items.find((item) => item.id === id);

const screenAs = <Item,>(item: Item | undefined, make: (item: Item) => ReadingScreen): ReadingScreen | null =>
  item === undefined ? null : make(item);

/** What a form asks for and causes; the form itself takes its place once the app has loaded it. */
function FormPlace({ form }: { form: PlacedForm }) {
  const { form: Form } = useContext(AppPartsContext);
  if (Form) return <Form form={form} />;
  return (
    <>
      <FormIntroScreen form={form} />
      <noscript>{t`Filling in this form here needs JavaScript. The other ways to do it stand above.`}</noscript>
    </>
  );
}

/** @returns null when the place has no such item */
export function readingScreen({ place, route }: Pick<Reading, "place" | "route">): ReadingScreen | null {
  switch (route.kind) {
    case "home":
    case "place":
      return { title: place.title, description: place.about, screen: <PlaceScreen /> };
    case "procedure":
      return screenAs(byId(place.procedures, route.id), (procedure) => ({
        title: procedure.title,
        description: procedure.summary,
        screen: <ProcedureScreen procedure={procedure} />,
      }));
    case "page":
      return screenAs(byId(place.pages, route.id), (page) => ({
        title: page.title,
        description: page.title,
        screen: <PageScreen page={page} />,
      }));
    case "office":
      return screenAs(byId(place.offices, route.id), (office) => ({
        title: office.title,
        description: office.title,
        screen: <OfficeScreen office={office} />,
      }));
    case "office-kind":
      return screenAs(byId(place.officeKinds, route.id), (kind) => ({
        title: kind.title,
        description: kind.title,
        screen: <OfficeKindScreen kind={kind} />,
      }));
    case "document":
      return screenAs(byId(place.documents, route.id), (document) => ({
        title: document.title,
        description: document.title,
        screen: <DocumentScreen document={document} />,
      }));
    case "term":
      return screenAs(byId(place.terms, route.id), (term) => ({
        title: term.title,
        description: term.title,
        screen: <TermScreen term={term} />,
      }));
    case "life-event":
      return screenAs(byId(place.lifeEvents, route.id), (event) => ({
        title: event.title,
        description: event.title,
        screen: <LifeEventScreen event={event} />,
      }));
    case "form":
      return screenAs(byId(place.forms, route.id), (form) => ({
        title: form.title,
        description: form.summary,
        screen: <FormPlace form={form} />,
      }));
    default:
      return route satisfies never;
  }
}
