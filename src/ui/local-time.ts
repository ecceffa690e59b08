/** Instants as the person's own clock tells them. Dates of law and publication are in UTC: `formatDate` of reading.tsx. */

const dayMs = 86_400_000;

/** `3 March 2026`, in the time zone of the device. */
export const formatDay = (language: string, instant: string | Date): string =>
  new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(new Date(instant));

/** `14:00`, in the time zone of the device. */
export const formatTime = (language: string, instant: string | Date): string =>
  new Intl.DateTimeFormat(language, { timeStyle: "short" }).format(new Date(instant));

/** `3 March 2026 at 14:00`, in the time zone of the device. */
export const formatDayAndTime = (language: string, instant: string | Date): string =>
  new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" }).format(new Date(instant));

/** The instant so many days later. */
export const daysLater = (instant: string, days: number): Date => new Date(Date.parse(instant) + days * dayMs);

/** Local wall time as forms count it, `2026-11-24T14:05:00.000+01:00`. */
export function wallTime(now: Date): string {
  const offset = -now.getTimezoneOffset();
  const local = new Date(now.getTime() + offset * 60_000).toISOString().slice(0, -1);
  const pad = (count: number) => String(count).padStart(2, "0");
  const minutes = Math.abs(offset);
  return `${local}${offset < 0 ? "-" : "+"}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}
