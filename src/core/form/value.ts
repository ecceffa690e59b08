/** XPath 1.0 values as ODK XForms has them: texts, numbers and booleans; an empty answer is the empty text. */
export type Value = string | number | boolean;

const isoDateTime = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?(Z|[+-]\d\d:\d\d)?)?$/;
const dayMs = 86_400_000;

/** Days since 1970-01-01 of an ISO date or date and time, NaN for anything else: how ODK counts dates. */
export function daysOf(text: string): number {
  const match = isoDateTime.exec(text);
  if (!match) return Number.NaN;
  const [, year, month, day, hour = "0", minute = "0", second = "0", zone = "Z"] = match;
  const ms = Date.UTC(Number(year), Number(month) - 1, Number(day));
  if (new Date(ms).toISOString().slice(0, 10) !== text.slice(0, 10)) return Number.NaN;
  const zoneMinutes =
    zone === "Z" ? 0 : (zone.startsWith("-") ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4)));
  return (ms + ((Number(hour) * 60 + Number(minute) - zoneMinutes) * 60 + Number(second)) * 1_000) / dayMs;
}

/** ISO date of a count of days since 1970-01-01. */
export const dateOfDays = (days: number): string =>
  Number.isFinite(days) ? new Date(Math.floor(days) * dayMs).toISOString().slice(0, 10) : "";

/** XPath `number()`; a date becomes its days since 1970-01-01. */
export function toNumber(value: Value): number {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  const text = value.trim();
  if (/^-?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text);
  return daysOf(text);
}

/** XPath `string()`. */
export function toText(value: Value): string {
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value === "number") return Number.isNaN(value) ? "NaN" : Object.is(value, -0) ? "0" : String(value);
  return value;
}

/** XPath `boolean()`. */
export function toBoolean(value: Value): boolean {
  if (typeof value === "boolean") return value;
  return typeof value === "number" ? value !== 0 && !Number.isNaN(value) : value !== "";
}

/** XPath 1.0 section 3.4: booleans win over numbers, numbers over texts. */
export function areEqual(left: Value, right: Value): boolean {
  if (typeof left === "boolean" || typeof right === "boolean") return toBoolean(left) === toBoolean(right);
  if (typeof left === "number" || typeof right === "number") return toNumber(left) === toNumber(right);
  return left === right;
}
