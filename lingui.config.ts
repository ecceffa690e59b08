import { formatter } from "@lingui/format-po";

/** Catalogues of the interface: one PO file a language, the English words are the keys. */
export default {
  locales: ["en", "fr", "ar", "uk"],
  sourceLocale: "en",
  catalogs: [{ path: "<rootDir>/locales/{locale}", include: ["src/ui", "src/desk", "src/app"] }],
  format: formatter({ lineNumbers: false }),
};
