import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { firstSources } from "../../src/cli/first-sources.ts";

const root = resolve(import.meta.dirname, "../..");

/** Files of the project that a file needs before it runs: its own static imports and theirs. */
function closureOf(entry: string): readonly string[] {
  const seen = new Set<string>();
  const queue = [entry];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file) || !existsSync(file)) continue;
    seen.add(file);
    const imports = readFileSync(file, "utf8").matchAll(
      /^(?:import|export) (?!type\b)[^;]*?from "(\.[^"]+)"|^import "(\.[^"]+)"/gm,
    );
    for (const [, from, bare] of imports) queue.push(join(dirname(file), from ?? bare ?? ""));
  }
  return [...seen];
}

test("[LOOP-13] the first catalogue holds the words of all that the first screen needs, and of nothing else", () => {
  const needed = closureOf(join(root, "src/app/main.ts"))
    .filter((file) => readFileSync(file, "utf8").includes('"@lingui/core/macro"'))
    .map((file) => relative(root, file));
  expect([...needed].sort()).toEqual([...firstSources].sort());
});
