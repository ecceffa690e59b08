/** An officer from an empty browser to the list of cases, certified by the publisher's command on the way. */
import { certifyRequest } from "../../src/core/protocol.ts";
import { enrolOfficer, signIn } from "./desk-steps.ts";
import type { ServedHub } from "./served-hub.ts";
import type { Tab } from "./tab.ts";
import { escapePattern, interfaceText } from "./words.ts";

const passphrase = "grue lanterne pivot neige canal";

export async function enrolAtHub(of: {
  tab: Tab;
  hub: ServedHub;
  language: string;
  /** English titles. */
  place: string;
  desk: string;
}): Promise<void> {
  const { hub, ...officer } = of;
  const { tab } = officer;
  await tab.goto(`${hub.origin}/desk`);
  const known = ["en", "fr", "ar", "uk"].map((language) => interfaceText(language, "Set up your desk"));
  await tab.see(new RegExp(known.map(escapePattern).join("|"), "u"));
  // Not every browser takes its languages from a driver.
  const spoken = String(await tab.evaluate("document.documentElement.lang"));
  if (spoken !== of.language) await tab.fill(interfaceText(spoken, "Language"), of.language);
  const { request } = await enrolOfficer({ ...officer, origin: hub.origin, passphrase });
  await hub.certify(certifyRequest(JSON.parse(request), "request"));
  await signIn({ ...officer, passphrase });
}
