import { t } from "@lingui/core/macro";
import { plainText, type Reading } from "./reading.tsx";

/** Title of a window: practice is said first. */
export const pageTitle = (reading: Reading, title: string): string =>
  `${reading.place.practice || reading.manifest.practice ? `${t`PRACTICE`} · ` : ""}${plainText(reading, title)} · Passerelle`;
