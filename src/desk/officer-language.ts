/** The officer's screen language: kept in this browser; at first the browser's own where the interface has it. */
import { get, set } from "idb-keyval";
import { directionOf } from "../core/text.ts";
import { activate, interfaceLanguageOf, interfaceLanguages } from "../ui/i18n.ts";

const name = "desk-language";

export async function readOfficerLanguage(): Promise<string> {
  const kept: unknown = await get(name).catch(() => undefined);
  if (typeof kept === "string" && interfaceLanguages.includes(kept)) return kept;
  const wanted = navigator.languages.find((one) => interfaceLanguages.includes(one.split("-")[0] ?? ""));
  return interfaceLanguageOf(wanted ?? "en");
}

/** Speaks it from now on; a browser that stores nothing forgets it. */
export async function speakOfficerLanguage(language: string): Promise<void> {
  await activate(language);
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
  await set(name, language).catch(() => undefined);
}
