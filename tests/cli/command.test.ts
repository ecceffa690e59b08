import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { changed, newFolder, removeSamples, today, writeSample } from "../publish/sample-place.ts";

afterAll(removeSamples);

const root = join(import.meta.dirname, "../..");

/** Runs the real command in its own process. */
function passerelle(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "src/cli/main.ts"), ...args], {
    cwd: root,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

const commands = [
  ["start"],
  ["build"],
  ["publish"],
  ["content"],
  ["content", "check"],
  ["content", "extract"],
  ["content", "import"],
  ["content", "import", "integreat"],
  ["form", "check"],
  ["keys"],
  ["hub", "backup"],
  ["hub", "restore"],
  ["bench"],
  ["test"],
];

describe("the passerelle command", () => {
  it.each(commands.map((words) => [words.join(" "), words] as const))(
    "[LOOP-1] explains %s with --help",
    (name, words) => {
      const { status, stdout } = passerelle(...words, "--help");
      expect(status).toBe(0);
      expect(stdout).toContain(`Usage: passerelle ${name}`);
    },
  );

  it("[LOOP-1] names every option of start", () => {
    const { stdout } = passerelle("start", "--help");
    for (const option of [
      "--port",
      "--data",
      "--content",
      "--host",
      "--origin",
      "--tls-cert",
      "--tls-key",
      "--trust-proxy",
      "--demo",
    ])
      expect(stdout).toContain(option);
  });

  it.each([
    ["an unknown command", ["strat"], /unknown command 'strat'/],
    ["an unknown option", ["start", "--prot", "1"], /unknown option '--prot'/],
    ["a missing argument", ["content", "check"], /missing required argument/],
    ["a port that is none", ["start", "--port", "99999999"], /--port/],
    [
      "a host that takes no practice keys",
      ["start", "--host", "0.0.0.0", "--data", "/nonexistent/data"],
      /practice keys[\s\S]*Cure: /,
    ],
    ["a date that is none", ["content", "check", "x", "--today", "soon"], /--today: must be a date[\s\S]*Cure: /],
    [
      "keys that are not there",
      ["publish", "--keys", "/nonexistent"],
      /publisher\.private\.json: there is no such file\nCure: /,
    ],
  ])("[LOOP-1] ends with status 2 and a message on %s", (_what, args, message) => {
    const { status, stderr } = passerelle(...args);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });

  it("[LOOP-3] content check ends with 0 on correct content and with 2 and the lines on faults", () => {
    expect(passerelle("content", "check", writeSample(), "--today", today).status).toBe(0);
    const dir = writeSample(changed("place.yaml", "id: sample", "id: desk"));
    const { status, stdout } = passerelle("content", "check", dir, "--today", today);
    expect(status).toBe(2);
    expect(stdout).toContain(`${dir}/place.yaml:1: error: "desk" is an address of Passerelle itself. Cure: `);
  });

  it("[LOOP-3] content extract writes the catalogues", () => {
    const dir = writeSample();
    const { status, stdout } = passerelle("content", "extract", dir);
    expect(status).toBe(0);
    expect(stdout).toContain("fr.po: 23 texts, 0 translated");
    expect(readFileSync(join(dir, "locales/fr.po"), "utf8")).toContain('msgctxt "page.start.title"');
  });

  it("[BAD-import] content import ends with 2, names the file, and leaves nothing", () => {
    const folder = newFolder();
    const args = [
      "content",
      "import",
      "integreat",
      join(root, "package.json"),
      "--place",
      "x",
      "--out",
      join(folder, "x"),
    ];
    const { status, stderr } = passerelle(...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(/package\.json: .*must be a list\nCure: /);
    expect(existsSync(join(folder, "x"))).toBe(false);
  });
});
