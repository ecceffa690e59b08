/**
 * A constant cookie and the store witness each other (S7.4): when the browser emptied the store, the cookie is often left, and the
 * person is told. The cookie's value is the same for everybody, so it identifies no one (P7).
 */
import type { DeviceTables } from "./device-database.ts";

export type CookieJar = {
  /** As `document.cookie` gives it: `name=value; other=value`. */
  readonly read: () => string;
  /** Takes one cookie with its attributes, as `document.cookie` does. */
  readonly write: (cookie: string) => void;
};

const cookieName = "passerelle-store";
const value = "1";
/** Browsers cap a cookie's life at 400 days; each visit begins it anew. */
const lifeSeconds = 34_560_000;
const attributes = "Path=/; SameSite=Strict";

const hasCookie = (jar: CookieJar): boolean =>
  jar
    .read()
    .split(/; */)
    .some((pair) => pair === `${cookieName}=${value}`);
const setCookie = (jar: CookieJar): void => jar.write(`${cookieName}=${value}; Max-Age=${lifeSeconds}; ${attributes}`);

/**
 * True when the store was emptied while the cookie stayed. It stays true, over reloads, until {@link acknowledgeEmptied}: the store's half
 * is written only then.
 */
export async function checkWitness({ tables, jar }: { tables: DeviceTables; jar: CookieJar }): Promise<boolean> {
  const isWitnessed = (await tables.meta.get("witness")) !== undefined;
  if (hasCookie(jar) && !isWitnessed) return true;
  if (!isWitnessed) await acknowledgeEmptied(tables);
  setCookie(jar);
  return false;
}

/** The person was told: the store counts as begun anew. */
export async function acknowledgeEmptied(tables: DeviceTables): Promise<void> {
  await tables.meta.put({ key: "witness", value });
}

/** Part of "delete everything": the next visit is a first one. */
export const removeWitnessCookie = (jar: CookieJar): void => jar.write(`${cookieName}=; Max-Age=0; ${attributes}`);
