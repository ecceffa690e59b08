/** The screens of a form in a page, with the frame around them and over drafts in memory. */

import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { LocationProvider, useLocation } from "preact-iso";
import { parseAddress } from "../../../src/core/address.ts";
import { directionOf } from "../../../src/core/text.ts";
import { Frame } from "../../../src/ui/components/frame.tsx";
import { activate } from "../../../src/ui/i18n.ts";
import { ReadingContext } from "../../../src/ui/reading.tsx";
import { FormScreen } from "../../../src/ui/screens/form-screen.tsx";
import { type Services, ServicesContext } from "../../../src/ui/services.ts";
import "../../../src/ui/style.css";
import { now } from "../device-screens/scenario.ts";
import { servicesOf } from "../device-screens/scenario-services.ts";
import { memoryDrafts } from "./memory-drafts.ts";

function formServices(): Services {
  const { scenario, calls } = window;
  const services = servicesOf(scenario, calls);
  const { service, cases } = memoryDrafts({ calls, now: () => new Date(now) });
  return {
    ...services,
    packs: { ...services.packs, canSeal: async () => scenario.answers?.["packs.canSeal"] !== false },
    drafts: service,
    cases: { ...services.cases, cases },
  };
}

/** The language follows the address without loading the page again, as in the app. */
function Screen() {
  const { path } = useLocation();
  const address = parseAddress(path);
  const language = address.kind === "of-place" ? address.language : "en";
  const [spoken, setSpoken] = useState("");
  useEffect(() => {
    void activate(language).then(() => {
      document.documentElement.lang = language;
      document.documentElement.dir = directionOf(language);
      setSpoken(language);
    });
  }, [language]);
  const [kept] = window.scenario.kept;
  if (spoken !== language || address.kind !== "of-place" || address.route.kind !== "form" || !kept) return null;
  const { route } = address;
  const form = kept.place.forms.find(({ id }) => id === route.id);
  if (!form) return null;
  const manifest = { issuedAt: now, sequence: 7, practice: true };
  return (
    <ReadingContext.Provider value={{ language, place: kept.place, texts: kept.texts, manifest, route, places: [] }}>
      <Frame>
        <FormScreen form={form} />
      </Frame>
    </ReadingContext.Provider>
  );
}

window.calls = [];
const root = document.getElementById("app");
if (root)
  render(
    <LocationProvider>
      <ServicesContext.Provider value={formServices()}>
        <Screen />
      </ServicesContext.Provider>
    </LocationProvider>,
    root,
  );
