import { normalPath } from "./read-pages.ts";

const spelled: Readonly<Record<string, string>> = {
  ä: "ae",
  ö: "oe",
  ü: "ue",
  ß: "ss",
  æ: "ae",
  ø: "oe",
  œ: "oe",
  ł: "l",
  đ: "d",
  ı: "i",
};

/** Lower-case ASCII words joined by hyphens; empty when there is no Latin letter. */
export function kebab(text: string): string {
  return text
    .normalize("NFC")
    .toLowerCase()
    .replaceAll(/[äöüßæøœłđı]/g, (letter) => spelled[letter] ?? letter)
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 80)
    .replace(/-+$/, "");
}

/**
 * An id for each path: the last segment, with the segments before it when that is taken, with a number when all are. The same
 * paths in the same order give the same ids, so addresses stay.
 */
export function assignPageIds(paths: readonly string[]): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  for (const path of paths) {
    const segments = normalPath(path).split("/").slice(3, -1);
    const candidates = segments.map((_, index) => kebab(segments.slice(segments.length - 1 - index).join("-")));
    const base = candidates.find((candidate) => candidate !== "") ?? "page";
    let id = candidates.find((candidate) => candidate !== "" && !taken.has(candidate));
    for (let number = 2; id === undefined; number += 1) {
      const numbered = `${base.slice(0, 74)}-${number}`;
      if (!taken.has(numbered)) id = numbered;
    }
    taken.add(id);
    ids.set(normalPath(path), id);
  }
  return ids;
}
