/** The screens of the device in a page, over a scenario that the test gave. */

import { render } from "preact";
import { LocationProvider, useLocation } from "preact-iso";
import { parseAddress } from "../../../src/core/address.ts";
import { directionOf } from "../../../src/core/text.ts";
import { AppPartsContext } from "../../../src/ui/app-parts.ts";
import { HomeParts } from "../../../src/ui/components/home-parts.tsx";
import { activate } from "../../../src/ui/i18n.ts";
import { ReadingContext } from "../../../src/ui/reading.tsx";
import { AboutScreen } from "../../../src/ui/screens/about-screen.tsx";
import { ClaimScreen } from "../../../src/ui/screens/claim-screen.tsx";
import { MineScreen } from "../../../src/ui/screens/mine-screen.tsx";
import { PlaceScreen } from "../../../src/ui/screens/place-screen.tsx";
import { ReceiptScreen } from "../../../src/ui/screens/receipt-screen.tsx";
import { SearchScreen } from "../../../src/ui/screens/search-screen.tsx";
import { SettingsScreen } from "../../../src/ui/screens/settings-screen.tsx";
import { ServicesContext } from "../../../src/ui/services.ts";
import "../../../src/ui/style.css";
import "../../../src/ui/app.css";
import type { Call, Scenario } from "./scenario.ts";
import { now } from "./scenario.ts";
import { servicesOf } from "./scenario-services.ts";

declare global {
  interface Window {
    scenario: Scenario;
    calls: Call[];
  }
}

const screens = {
  mine: MineScreen,
  settings: SettingsScreen,
  claim: ClaimScreen,
  receipt: ReceiptScreen,
  about: AboutScreen,
  search: SearchScreen,
};

function Screen() {
  const { path } = useLocation();
  const address = parseAddress(path);
  if (address.kind === "own") {
    const Own = screens[address.screen];
    return <Own />;
  }
  const [kept] = window.scenario.kept;
  if (address.kind !== "home" || !kept) return <p>{path}</p>;
  return (
    <ReadingContext.Provider
      value={{
        language: address.language,
        place: kept.place,
        texts: kept.texts,
        manifest: { issuedAt: now, sequence: 1, practice: true },
        route: { kind: "home" },
        places: [],
      }}
    >
      <AppPartsContext.Provider value={{ status: null, form: null, home: HomeParts }}>
        <PlaceScreen />
      </AppPartsContext.Provider>
    </ReadingContext.Provider>
  );
}

window.calls = [];
const [, language = "en"] = location.pathname.split("/");
const root = document.getElementById("app");
document.documentElement.lang = language;
document.documentElement.dir = directionOf(language);
await activate(language);
if (root)
  render(
    <LocationProvider>
      <ServicesContext.Provider value={servicesOf(window.scenario, window.calls)}>
        <main>
          <Screen />
        </main>
      </ServicesContext.Provider>
    </LocationProvider>,
    root,
  );
