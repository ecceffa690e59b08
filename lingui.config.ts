import { formatter } from "@lingui/format-po";
import { firstSources } from "./src/cli/first-sources.ts";

/**
 * Catalogues of the interface: PO files by language, the English words are the keys. The first screens, the screens of the device and
 * the desk have one each, so that a reader loads only what is shown. A word that stands in two is translated alike in both.
 */
export default {
  locales: ["en", "fr", "ar", "uk"],
  sourceLocale: "en",
  catalogs: [
    { path: "<rootDir>/locales/{locale}", include: firstSources },
    { path: "<rootDir>/locales/app/{locale}", include: ["src/ui", "src/app"], exclude: firstSources },
    { path: "<rootDir>/locales/desk/{locale}", include: ["src/desk"] },
  ],
  format: formatter({ lineNumbers: false }),
};
