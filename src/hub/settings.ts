/** Who runs a hub: what people outside the operator's own machine must be able to find out (DESIGN: hub). */
import { type Parsed, strictObject, string } from "../core/parse.ts";

const text = string({ maxLength: 2_000, pattern: /\S/, means: "a text or an address that starts with https" });

/** All four are asked for; a value is a text, or the address of a page. */
export const hubSettings = strictObject({
  operator: text,
  privacyNotice: text,
  accessibilityStatement: text,
  complaintContact: text,
});
export type HubSettings = Parsed<typeof hubSettings>;
