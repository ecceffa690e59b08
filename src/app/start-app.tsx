/** From the loaded page to the running app: read, take the page over, then load what the device can do beyond reading. */
import { hydrate, render } from "preact";
import { LocationProvider } from "preact-iso";
import { createPackMemory } from "../device/pack-memory.ts";
import { databaseName } from "../device/records.ts";
import { storedVersion } from "../device/stored-version.ts";
import type { AppParts } from "../ui/app-parts.ts";
import { loadWords } from "../ui/i18n.ts";
import type { Services } from "../ui/services.ts";
import { App } from "./app.tsx";
import { hold } from "./held.ts";
import { loadFormScreen, loadHomeParts, loadLiveStatus } from "./lazy-parts.ts";
import { createLazyTransport } from "./lazy-transport.ts";
import { PackReader, type PackShelf } from "./pack-shelf.ts";
import { dressPage, rememberScroll } from "./page-effects.ts";
import { PlaceList } from "./place-list.ts";
import { preferredLanguage, ViewResolver } from "./resolve-view.tsx";
import type { Current } from "./services/ready-offline.ts";
import type { View } from "./view.ts";

const pathHere = (): string => location.pathname.replace(/\/+$/, "") || "/";

/** Whether the page holds the very screen that the app would draw: same place, same publication. */
function isPrerendered(root: Element, { reading }: View): boolean {
  const origin = root.querySelector("footer[data-sequence]");
  if (!origin || !reading || reading.own) return false;
  return (
    origin.getAttribute("data-sequence") === String(reading.manifest.sequence) &&
    origin.getAttribute("data-place") === reading.place.id
  );
}

const currentOf = ({ reading }: View): Current | null =>
  reading && {
    place: reading.place.id,
    language: reading.language,
    sourceLanguage: reading.place.sourceLanguage,
    hostLanguages: reading.place.hostLanguages,
  };

/** What this device keeps; null on a first visit, and where the browser refuses storage or a part of the app did not load. */
async function openKept() {
  try {
    if ((await storedVersion({ indexedDB, name: databaseName })) === 0) return null;
    return await (await import("./open-packs.ts")).openPacks();
  } catch {
    return null;
  }
}

/** Draws the app in `root`, then makes it whole. */
export async function startApp(root: Element): Promise<void> {
  if (pathHere() === "/") history.replaceState(null, "", `/${preferredLanguage()}/`);
  const kept = await openKept();
  const shelf: PackShelf = { device: kept?.store ?? null, memory: createPackMemory() };
  const places = new PlaceList();
  places.connection = kept?.connection ?? null;
  const reader = new PackReader(shelf);
  const transport = createLazyTransport();
  const current = hold<Current | null>(null);
  const services = hold<Services | null>(null);
  const parts = hold<AppParts>({ status: null, form: null });

  let creating: Promise<Services> | null = null;
  const servicesReady = (): Promise<Services> => {
    creating ??= import("./create-services.ts").then(async ({ createServices }) => {
      const created = await createServices({ shelf, reader, places, transport, current });
      services.set(created);
      return created;
    });
    return creating;
  };
  const resolver = new ViewResolver({
    shelf,
    reader,
    places,
    transport,
    // A place's screens need the app's words only once its parts stand around them.
    areas: (kind) => (kind === "own" || parts.get().status ? ["first", "app"] : ["first"]),
    servicesReady,
  });
  let shown: View | null = null;
  /** The app's words in the language that is shown, before its first part is. */
  const speakApp = async (): Promise<void> => {
    const { language } = shown ?? first;
    const speak = await loadWords(language, ["app"]);
    if ((shown ?? first).language === language) speak();
    else await speakApp();
  };
  const onView = (view: View): void => {
    shown = view;
    current.set(currentOf(view));
    if (view.reading?.route.kind === "form" && !parts.get().form)
      void Promise.all([loadFormScreen(), speakApp(), servicesReady()]).then(([form]) => {
        parts.set({ ...parts.get(), form });
      });
  };

  const first = await resolver.resolve(pathHere());
  first.speak();
  dressPage(first);
  const app = (
    <LocationProvider>
      <App first={first} resolve={(path) => resolver.resolve(path)} services={services} parts={parts} onView={onView} />
    </LocationProvider>
  );
  if (isPrerendered(root, first)) hydrate(app, root);
  else {
    root.replaceChildren();
    render(app, root);
  }
  rememberScroll();
  const [status, home] = await Promise.all([loadLiveStatus(), loadHomeParts(), speakApp(), servicesReady()]);
  parts.set({ ...parts.get(), status, home });
}
