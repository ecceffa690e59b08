/** `18 kB`, `1.2 MB` in the reader's language; powers of 1,000, at least 1 kB for anything. */
export function formatSize(language: string, bytes: number): string {
  const isLarge = bytes >= 999_500;
  const value = isLarge ? bytes / 1_000_000 : Math.max(bytes > 0 ? 1 : 0, Math.round(bytes / 1_000));
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: isLarge ? "megabyte" : "kilobyte",
    maximumFractionDigits: isLarge && value < 100 ? 1 : 0,
  }).format(value);
}
