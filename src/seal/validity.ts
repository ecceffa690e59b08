/** Validity of certified keys. Instants are compared as times, never as text. */
type Validity = { readonly validFrom: string; readonly validUntil: string };

/** True when `at` (ISO instant or Date) is within the validity, both ends included. */
export function isValidAt(key: Validity, at: string | Date): boolean {
  const time = new Date(at).getTime();
  return Date.parse(key.validFrom) <= time && time <= Date.parse(key.validUntil);
}

/** The key to seal to: of those valid at `at`, the one that became valid last; null when there is none. */
export function newestValid<K extends Validity>(keys: readonly K[], at: string | Date): K | null {
  return keys
    .filter((key) => isValidAt(key, at))
    .reduce<K | null>(
      (best, key) => (best && Date.parse(best.validFrom) > Date.parse(key.validFrom) ? best : key),
      null,
    );
}
