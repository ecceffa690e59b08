import { pathsIn } from "../../core/form/evaluate.ts";
import type { FormNode } from "../../core/form/model.ts";

/** Paths of questions whose calculations or relevance lead back to themselves, in order; null when there is no cycle. */
export function findCycle(nodes: readonly FormNode[]): readonly string[] | null {
  const reads = new Map<string, readonly string[]>();
  const visit = (list: readonly FormNode[], around: readonly string[]) => {
    for (const node of list) {
      const own = node.relevant === undefined ? [] : pathsIn(node.relevant);
      if (node.kind === "group") visit(node.children, [...around, ...own]);
      else
        reads.set(node.path, [...around, ...own, ...(node.calculation === undefined ? [] : pathsIn(node.calculation))]);
    }
  };
  visit(nodes, []);
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): readonly string[] | null => {
    const at = trail.indexOf(path);
    if (at >= 0) return [...trail.slice(at), path];
    if (done.has(path)) return null;
    for (const read of reads.get(path) ?? []) {
      const cycle = walk(read, [...trail, path]);
      if (cycle) return cycle;
    }
    done.add(path);
    return null;
  };
  for (const path of reads.keys()) {
    const cycle = walk(path, []);
    if (cycle) return cycle;
  }
  return null;
}
