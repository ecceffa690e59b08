/** Files that an officer saves: the request to be certified, and the recovery file. */
import type { OfficerRecord } from "../device/records.ts";

const jsonOf = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Text of the file for `passerelle keys certify`; public keys only. */
export const requestText = ({ request }: OfficerRecord): string => jsonOf(request);

export type NamedFile = { readonly name: string; readonly blob: Blob };
const jsonFile = (name: string, text: string): NamedFile => ({
  name,
  blob: new Blob([text], { type: "application/json" }),
});

export const requestFile = (record: OfficerRecord): NamedFile =>
  jsonFile(`request-${record.file.place}-${record.file.desk}-${record.kid.slice(0, 8)}`, requestText(record));

/** The same record as in this browser; without the passphrase it tells public keys only. */
export const recoveryFile = ({ file }: OfficerRecord): NamedFile =>
  jsonFile(`recovery-${file.place}-${file.desk}-${file.kid.slice(0, 8)}`, jsonOf(file));
