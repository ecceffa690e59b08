import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../publish/content/fault.ts";

const isPlace = (dir: string): boolean => existsSync(join(dir, "place.yaml"));

/** Folders of places: those given, and those inside a given folder that is none itself. `eu` comes first, then by name. */
export function findContentFolders(given: readonly string[]): readonly string[] {
  const found = given.flatMap((dir) => {
    const path = dir.replace(/\/+$/, "");
    if (isPlace(path)) return [path];
    const inside = existsSync(path)
      ? readdirSync(path)
          .sort()
          .map((name) => join(path, name))
          .filter(isPlace)
      : [];
    if (inside.length === 0)
      throw new InputError(
        `--content ${dir}: there is no place here`,
        "give a folder with a place.yaml, or one that holds such folders",
      );
    return inside.sort((a, b) => Number(b.endsWith("/eu")) - Number(a.endsWith("/eu")));
  });
  return [...new Set(found)];
}
