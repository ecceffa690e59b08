import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Command } from "commander";
import { describe, expect, test } from "vitest";
import { buildProgram } from "../../src/cli/program.ts";

const root = join(import.meta.dirname, "../..");
const documents = [
  "README.md",
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const textOf = (name: string): string => readFileSync(join(root, name), "utf8");

/** Command lines in code blocks and between backticks: `./passerelle start --port 80`, `keys certify REQUEST`. */
function commandLinesIn(text: string): readonly string[] {
  const lines = text
    .split("\n")
    .map((line) => line.replace(/\s+#.*$/, "").trim())
    .filter((line) => /^(\.\/)?passerelle /.test(line));
  const inline = [...text.matchAll(/`(?:\.\/)?passerelle ([a-z][^`]*)`/g)].map(([, line]) => line ?? "");
  return [...lines.map((line) => line.replace(/^(\.\/)?passerelle /, "")), ...inline];
}

/** What in a command line the command does not know; null when it knows all. */
function unknownIn(line: string, program: Command): string | null {
  const words = line.split(/\s+/);
  let command = program;
  while (command.commands.length > 0) {
    const next = command.commands.find((one) => one.name() === words[0]);
    if (!next) return words[0] !== undefined && /^[a-z]/.test(words[0]) ? words[0] : null;
    command = next;
    words.shift();
  }
  const known = new Set(["--help", ...command.options.map(({ long }) => long)]);
  return words.find((word) => word.startsWith("--") && !known.has(word.replace(/=.*/, ""))) ?? null;
}

describe("the documents", () => {
  test.each(documents)("[LOOP-1] every link of %s leads to a file that is there", (name) => {
    const dead = [...textOf(name).matchAll(/\]\(([^)#:\s]+)(#[^)]*)?\)/g)]
      .map(([, target]) => target ?? "")
      .filter((target) => !existsSync(resolve(root, dirname(name), target)))
      // Editing shows how a link inside content is written: `document:card` has a colon and is no file.
      .filter((target) => !target.includes(":"));
    expect(dead).toEqual([]);
  });

  test.each(documents)("[LOOP-1] every path of the project that %s names is there", (name) => {
    const paths = [...textOf(name).matchAll(/`((?:src|sw|tests|docs|content\/(?:eu|example-town)|locales)\/[^`\s]*)`/g)]
      .map(([, path]) => path ?? "")
      .filter((path) => !/[A-Z]{2}|…|<|\{/.test(path));
    const missing = paths.filter(
      (path) => !existsSync(join(root, path)) && globSync(join(root, `${path}{,.ts,.tsx,.md}`)).length === 0,
    );
    expect(missing).toEqual([]);
  });

  test.each(documents)("[LOOP-1] every command line of %s is one that passerelle knows", (name) => {
    const program = buildProgram();
    const unknown = commandLinesIn(textOf(name)).flatMap((line) => {
      const what = unknownIn(line, program);
      return what === null ? [] : [`${line}: ${what}`];
    });
    expect(unknown).toEqual([]);
  });

  test("[LOOP-1] every folder in the README's map is there, and every folder of src is in the map", () => {
    const map = textOf("README.md")
      .split("\n")
      .filter((line) => line.startsWith("| `"))
      .flatMap((line) => [...(line.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map(([, path]) => path ?? ""));
    for (const path of map) expect(existsSync(join(root, path)), path).toBe(true);
    for (const folder of readdirSync(join(root, "src"))) expect(map).toContain(`src/${folder}`);
  });
});
