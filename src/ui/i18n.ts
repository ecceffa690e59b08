/**
 * The interface's own words, in the language asked for. The first screens, the screens of the device and the desk have a catalogue each
 * (lingui.config.ts); in the browser each is a file of its own, fetched when it is needed.
 */
import { i18n, type Messages } from "@lingui/core";

/** `first`: what is shown before the app is whole. */
export type WordArea = "first" | "app" | "desk";
type Catalogue = { readonly messages: Messages };
const root = "../../locales/";
const catalogues = import.meta.glob<Catalogue>("../../locales/**/*.po");
const pathOf = (language: string, area: WordArea): string =>
  `${root}${area === "first" ? "" : `${area}/`}${language}.po`;

/** Languages that the interface speaks. */
export const interfaceLanguages: readonly string[] = Object.keys(catalogues)
  .map((path) => path.slice(root.length, -".po".length))
  .filter((name) => !name.includes("/"))
  .sort();

/** Spoken where the interface lacks the reader's language. */
const sourceLanguage = "en";

/** The language in which the interface speaks to a reader of `language`. */
export const interfaceLanguageOf = (language: string): string =>
  [language, language.split("-")[0] ?? ""].find((one) => interfaceLanguages.includes(one)) ?? sourceLanguage;

/** Words that came, by language; a catalogue adds to those before it, and what is spoken already stays. */
const known = new Map<string, Messages>();

/** Switches the interface at once to words that the caller has, beside those that came before. */
export function activateWith(language: string, messages: Messages): void {
  const all = { ...messages, ...known.get(language) };
  known.set(language, all);
  i18n.loadAndActivate({ locale: language, messages: all });
}

async function messagesOf(language: string, areas: readonly WordArea[]): Promise<Messages> {
  const loading = areas.map(async (area) => (await catalogues[pathOf(language, area)]?.())?.messages ?? {});
  return Object.assign({}, ...(await Promise.all(loading)));
}

/**
 * Fetches the words of `language`: English where there is no catalogue, or any other where it is neither on this device nor to be fetched.
 * @returns switches the interface to them, at once
 * @throws what the import throws when no catalogue can be had
 */
export async function loadWords(language: string, areas: readonly WordArea[]): Promise<() => void> {
  let failure: unknown = null;
  for (const candidate of new Set([interfaceLanguageOf(language), sourceLanguage, ...interfaceLanguages])) {
    try {
      const messages = await messagesOf(candidate, areas);
      return () => activateWith(candidate, messages);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

/** Switches the interface to `language` once all its words are here, as {@link loadWords} gets them. */
export async function activate(language: string): Promise<void> {
  (await loadWords(language, ["first", "app", "desk"]))();
}
