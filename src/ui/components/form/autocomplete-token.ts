/** What a question means to the browser, so that it may offer what the person wrote before (WCAG 1.3.5). */

const tokens: Readonly<Record<string, string>> = {
  "given-name": "given-name",
  "family-name": "family-name",
  name: "name",
  "birth-date": "bday",
  phone: "tel",
  email: "email",
  "street-address": "street-address",
  "postal-code": "postal-code",
  town: "address-level2",
  country: "country-name",
};

/** Token of the HTML standard for a meaning of the shared vocabulary; `off` for all others. */
export const autocompleteToken = (meaning: string | undefined): string =>
  meaning !== undefined && Object.hasOwn(tokens, meaning) ? (tokens[meaning] ?? "off") : "off";
