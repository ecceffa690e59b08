/** From an address to a view: from the device first, else over the network into memory. */
import { addressOf, type OwnScreen, type ParsedAddress, parseAddress, type Route } from "../core/address.ts";
import type { Transport } from "../sync/http-transport.ts";
import type { PackFault } from "../sync/pack-update.ts";
import { interfaceLanguageOf, loadWords, type WordArea } from "../ui/i18n.ts";
import { pageTitle } from "../ui/page-title.ts";
import type { Reading } from "../ui/reading.tsx";
import { readingScreen } from "../ui/reading-screen.tsx";
import type { Missing } from "../ui/screens/missing-screen.tsx";
import { loadDesk, loadMissingScreen, loadOwnScreen } from "./lazy-parts.ts";
import type { PackReader, PackShelf, ShelvedPlace } from "./pack-shelf.ts";
import type { PlaceList } from "./place-list.ts";
import type { View } from "./view.ts";

export type ViewSources = {
  readonly shelf: PackShelf;
  readonly reader: PackReader;
  readonly places: PlaceList;
  readonly transport: Transport;
  /** Which words a kind of address needs. */
  readonly areas: (kind: ParsedAddress["kind"]) => readonly WordArea[];
  /** Resolves once screens of the device can work. */
  readonly servicesReady: () => Promise<unknown>;
};

type Found = { readonly ok: true; readonly found: ShelvedPlace } | { readonly ok: false; readonly why: Missing };
const missing = (why: Missing): Found => ({ ok: false, why });

function whyOf(fault: PackFault): Missing {
  switch (fault.kind) {
    case "refused":
      return "pack-refused";
    case "storage":
    case "overtaken":
      return "not-here";
    case "network":
      if (fault.failure === "captive-portal" || fault.failure === "hub-fault") return fault.failure;
      return fault.failure === "not-found" ? "unknown-address" : "not-here";
    default:
      return fault satisfies never;
  }
}

/** The first language of this browser that the interface speaks, else English. */
export const preferredLanguage = (): string => interfaceLanguageOf(navigator.languages[0] ?? "en");

export class ViewResolver {
  readonly #sources: ViewSources;
  /** Stands around the screens of the device. */
  #lastPlace: string | null = null;

  constructor(sources: ViewSources) {
    this.#sources = sources;
  }

  /** Never rejects for what network or hub do. @throws what a broken build throws */
  async resolve(path: string): Promise<View> {
    const address = parseAddress(path);
    const language = "language" in address ? address.language : preferredLanguage();
    const words = loadWords(language, this.#sources.areas(address.kind));
    // Handled below; a screen that is found first must not leave it unobserved.
    words.catch(() => undefined);
    const base = { path, language };
    try {
      switch (address.kind) {
        case "home":
          return await this.#reading({ ...base, route: { kind: "home" }, found: await this.#home(language), words });
        case "of-place": {
          const found = await this.#place(address.place, language);
          return await this.#reading({ ...base, route: address.route, found, words });
        }
        case "own":
          return await this.#own({ ...base, screen: address.screen, words });
        case "desk": {
          const Desk = await loadDesk();
          return { ...base, reading: null, title: null, screen: <Desk />, hasOwnFrame: true, speak: await words };
        }
        case "unknown":
          return await this.#missing({ ...base, why: "unknown-address", words });
        default:
          return address satisfies never;
      }
    } catch (error) {
      // How browsers say that a chunk did not load.
      if (!(error instanceof TypeError)) throw error;
      return this.#missing({ ...base, why: "part-missing", words });
    }
  }

  async #reading(of: {
    path: string;
    language: string;
    route: Route;
    found: Found;
    words: Promise<() => void>;
  }): Promise<View> {
    const { path, language, route, found, words } = of;
    if (!found.ok) return this.#missing({ path, language, why: found.why, words });
    const reading = await this.#readingOf(found.found, { language, route });
    const screen = readingScreen(reading);
    if (!screen) return this.#missing({ path, language, why: "unknown-address", words });
    this.#lastPlace = found.found.place.id;
    return {
      path,
      language,
      reading,
      title: () => pageTitle(reading, screen.title),
      screen: screen.screen,
      hasOwnFrame: false,
      speak: await words,
    };
  }

  async #own(of: { path: string; language: string; screen: OwnScreen; words: Promise<() => void> }): Promise<View> {
    const { path, language } = of;
    const [Screen, around, speak] = await Promise.all([
      loadOwnScreen[of.screen](),
      this.#around(language),
      of.words,
      this.#sources.servicesReady(),
    ]);
    const reading = around && (await this.#readingOf(around, { language, route: { kind: "place" }, own: of.screen }));
    return { path, language, reading, title: null, screen: <Screen />, hasOwnFrame: false, speak };
  }

  async #missing(of: { path: string; language: string; why: Missing; words: Promise<() => void> }): Promise<View> {
    const { path, language, why } = of;
    const packs = await this.#sources.reader.packs();
    const links = packs.flatMap((pack) => {
      const spoken = pack.languages.includes(language) ? language : pack.languages[0];
      return spoken === undefined
        ? []
        : [{ address: addressOf(spoken, pack.place, { kind: "place" }), name: `${pack.place} · ${spoken}` }];
    });
    const around = await this.#onDevice(language);
    const reading = around && (await this.#readingOf(around, { language, route: { kind: "place" } }));
    const Screen = await loadMissingScreen().catch(() => null);
    const screen = Screen ? <Screen why={why} links={links} /> : <h1>Passerelle</h1>;
    // Without words the ones that are spoken stay.
    const speakFirst = await of.words.catch(() => () => undefined);
    const speakApp = await loadWords(language, ["app"]).catch(() => () => undefined);
    const speak = () => {
      speakFirst();
      speakApp();
    };
    return { path, language, reading, title: null, screen, hasOwnFrame: false, speak };
  }

  async #readingOf(
    { place, texts, manifest }: ShelvedPlace,
    of: Pick<Reading, "language" | "route" | "own">,
  ): Promise<Reading> {
    return { place, texts, manifest, ...of, places: await this.#titles(of.language) };
  }

  /** Titles of all places on offer; of those on this device where the hub was never asked. */
  async #titles(language: string): Promise<Reading["places"]> {
    const index = await this.#sources.places.read();
    return (index?.places ?? []).map(({ id, titles }) => ({
      id,
      title: titles[language] ?? titles.en ?? Object.values(titles)[0] ?? id,
    }));
  }

  async #place(place: string, language: string): Promise<Found> {
    const { reader, shelf, transport } = this.#sources;
    const known = await reader.read({ place, language });
    if (known) return { ok: true, found: known };
    const { fetchForReading } = await import("./first-visit.ts");
    const fetched = await fetchForReading({ transport, shelf, place, language });
    if (!fetched.ok) return missing(whyOf(fetched.fault));
    const found = await reader.read({ place, language });
    return found ? { ok: true, found } : missing("unknown-address");
  }

  /** The place of the start page: one that is kept, else the first that the hub offers. */
  async #home(language: string): Promise<Found> {
    const kept = await this.#onDevice(language);
    if (kept) return { ok: true, found: kept };
    const { places, transport } = this.#sources;
    const { fetchPlaceIndex } = await import("./first-visit.ts");
    const index = await fetchPlaceIndex(transport);
    if (!index) return missing("not-here");
    await places.note(index);
    const first = index.places.find(({ languages }) => languages.includes(language));
    return first ? this.#place(first.id, language) : missing("unknown-address");
  }

  /** A kept place in a language: the last one read, else the first of the hub's order. */
  async #onDevice(language: string): Promise<ShelvedPlace | null> {
    const { reader, places } = this.#sources;
    const order = (await places.read())?.places.map(({ id }) => id) ?? [];
    const kept = (await reader.packs())
      .filter(({ languages }) => languages.includes(language))
      .map(({ place }) => place);
    const wanted = [this.#lastPlace, ...order, ...kept].find((id) => id !== null && kept.includes(id));
    return wanted ? reader.read({ place: wanted, language }) : null;
  }

  /** What stands around a screen of the device; nothing where there is no place yet and no connection. */
  async #around(language: string): Promise<ShelvedPlace | null> {
    const found = await this.#home(language);
    return found.ok ? found.found : null;
  }
}
