/** The interface's own words, in the language asked for. */
import { i18n } from "@lingui/core";
import { messages as ar } from "../../locales/ar.po";
import { messages as en } from "../../locales/en.po";
import { messages as fr } from "../../locales/fr.po";
import { messages as uk } from "../../locales/uk.po";

const catalogues: Readonly<Record<string, Readonly<Record<string, string>>>> = { ar, en, fr, uk };

/** Switches the interface to `language`; English where there is no catalogue. */
export function activate(language: string): void {
  const known = Object.hasOwn(catalogues, language) ? language : "en";
  i18n.loadAndActivate({ locale: known, messages: { ...catalogues[known] } });
}
