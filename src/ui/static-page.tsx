/** A screen as HTML, for publishing: the same components, before any script. */
import { t } from "@lingui/core/macro";
import { renderToString } from "preact-render-to-string";
import { Frame } from "./components/frame.tsx";
import { activate } from "./i18n.ts";
import { plainText, type Reading, ReadingContext } from "./reading.tsx";
import { OfficeKindScreen, OfficeScreen } from "./screens/office-screens.tsx";
import { LifeEventScreen, PlaceScreen } from "./screens/place-screen.tsx";
import { ProcedureScreen } from "./screens/procedure-screen.tsx";
import { DocumentScreen, FormIntroScreen, PageScreen, TermScreen } from "./screens/text-screens.tsx";

const byId = <Item extends { readonly id: string }>(items: readonly Item[], id: string): Item => {
  const found = items.find((item) => item.id === id);
  if (!found) throw new Error(`there is no ${id} in this place`);
  return found;
};

/** The screen of a route, and the ids of its title and description. */
function screenOf({ place, route }: Reading) {
  switch (route.kind) {
    case "home":
    case "place":
      return { title: place.title, description: place.about, screen: <PlaceScreen /> };
    case "procedure": {
      const procedure = byId(place.procedures, route.id);
      return {
        title: procedure.title,
        description: procedure.summary,
        screen: <ProcedureScreen procedure={procedure} />,
      };
    }
    case "page": {
      const page = byId(place.pages, route.id);
      return { title: page.title, description: page.title, screen: <PageScreen page={page} /> };
    }
    case "office": {
      const office = byId(place.offices, route.id);
      return { title: office.title, description: office.title, screen: <OfficeScreen office={office} /> };
    }
    case "office-kind": {
      const kind = byId(place.officeKinds, route.id);
      return { title: kind.title, description: kind.title, screen: <OfficeKindScreen kind={kind} /> };
    }
    case "document": {
      const document = byId(place.documents, route.id);
      return { title: document.title, description: document.title, screen: <DocumentScreen document={document} /> };
    }
    case "term": {
      const term = byId(place.terms, route.id);
      return { title: term.title, description: term.title, screen: <TermScreen term={term} /> };
    }
    case "life-event": {
      const event = byId(place.lifeEvents, route.id);
      return { title: event.title, description: event.title, screen: <LifeEventScreen event={event} /> };
    }
    case "form": {
      const form = byId(place.forms, route.id);
      return { title: form.title, description: form.summary, screen: <FormIntroScreen form={form} /> };
    }
    default:
      return route satisfies never;
  }
}

/** Renders one screen in one language. @throws when the place has no such item */
export function renderStaticPage(reading: Reading): { title: string; description: string; bodyHtml: string } {
  activate(reading.language);
  const { title, description, screen } = screenOf(reading);
  const practice = reading.place.practice || reading.manifest.practice ? `${t`PRACTICE`} · ` : "";
  return {
    title: `${practice}${plainText(reading, title)} · Passerelle`,
    description: plainText(reading, description),
    bodyHtml: renderToString(
      <ReadingContext.Provider value={reading}>
        <Frame>{screen}</Frame>
      </ReadingContext.Provider>,
    ),
  };
}
