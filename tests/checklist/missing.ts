import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Ids of docs/checklist.md and of the rules of docs/sync-spec.md that no test is named after. A test is named after
 * an id when its title holds `[id]`.
 */
export function missingFromChecklist({ root, titles }: { root: string; titles: readonly string[] }): readonly string[] {
  const rules = [...readFileSync(join(root, "docs/sync-spec.md"), "utf8").matchAll(/^- \*\*(S\d+\.\d+)\*\*/gm)];
  const items = [...readFileSync(join(root, "docs/checklist.md"), "utf8").matchAll(/^\| ((?:LOOP|BAD)-[\w-]+) \|/gm)];
  const named = new Set(titles.flatMap((title) => [...title.matchAll(/\[([\w.-]+)\]/g)].map((match) => match[1])));
  return [...items, ...rules].flatMap(([, id]) => (id !== undefined && !named.has(id) ? [id] : []));
}
