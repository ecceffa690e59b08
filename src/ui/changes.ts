/** What changed, in the users' words; the newest first. Its version is that of package.json. */
import { t } from "@lingui/core/macro";

export type Change = {
  readonly version: string;
  /** ISO date. */
  readonly date: string;
  /** Read in the language that is active then. */
  readonly words: () => readonly string[];
};

export const changes: readonly Change[] = [
  {
    version: "0.1.0",
    date: "2026-11-24",
    words: () => [
      t`You can read procedures, offices, papers and words without a connection.`,
      t`You can fill in a form without a connection. It is sent when a connection is back.`,
      t`The office can answer, and you read the answer in your language.`,
      t`With a claim slip you can open a request on another device.`,
    ],
  },
];
