/** One JSON line an event. Nothing of a person goes in: no address, no id, no capability, no content (S9.3). */
export type HubLog = (event: Readonly<Record<string, string | number | boolean>>) => void;

export const logTo =
  (write: (line: string) => void, now: () => Date): HubLog =>
  (event) =>
    write(JSON.stringify({ at: now().toISOString(), ...event }));
