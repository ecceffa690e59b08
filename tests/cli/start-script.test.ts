import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildOnce, suiteKeysDir } from "../publish/built-site.ts";

const root = join(import.meta.dirname, "../..");

// The script alone, in a folder with a command that only prints, and an npm that only notes how it was called.
describe("the start script", () => {
  let folder: string;
  const at = (...names: string[]) => join(folder, ...names);
  const script = (name: string, text: string) => {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), `#!/bin/sh\n${text}\n`);
    chmodSync(at(name), 0o755);
  };
  const calls = (): readonly string[] =>
    existsSync(at("calls")) ? readFileSync(at("calls"), "utf8").trim().split("\n") : [];
  const run = (...args: string[]) =>
    spawnSync(at("passerelle"), args, {
      encoding: "utf8",
      env: { ...process.env, PATH: `${at("bin")}:/usr/bin:/bin`, CALLS: at("calls") },
    });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "passerelle-script-"));
    cpSync(join(root, "passerelle"), at("passerelle"));
    mkdirSync(at("src/cli"), { recursive: true });
    writeFileSync(at("src/cli/main.ts"), "console.log('ran', ...process.argv.slice(2));");
    writeFileSync(at("package-lock.json"), "{}");
    script("bin/npm", 'echo "$@" >> "$CALLS"; mkdir -p node_modules');
    symlinkSync(process.execPath, at("bin/node"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("[LOOP-1] installs packages at the first start, and at a second one calls nothing", () => {
    expect(run("start", "--port", "1")).toMatchObject({ status: 0, stdout: "ran start --port 1\n" });
    expect(calls()).toEqual([expect.stringMatching(/^ci /)]);
    expect(run("test").stdout).toBe("ran test\n");
    expect(calls()).toHaveLength(1);
    writeFileSync(at("package-lock.json"), '{"newer":true}');
    run("test");
    expect(calls()).toHaveLength(2);
  });

  test("[LOOP-1] puts a private Node in place when the machine's is older, once", () => {
    rmSync(at("bin/node"));
    script("bin/node", "exit 1");
    script(
      "bin/npm",
      `echo "$@" >> "$CALLS"; mkdir -p node_modules; case "$*" in *node@24*) mkdir -p .node/node_modules/.bin; ln -sf ${process.execPath} .node/node_modules/.bin/node;; esac`,
    );
    expect(run("start").stdout).toBe("ran start\n");
    expect(calls()).toEqual([expect.stringContaining("--prefix .node"), expect.stringMatching(/^ci /)]);
    expect(run("start").stdout).toBe("ran start\n");
    expect(calls()).toHaveLength(2);
  });

  test("[LOOP-1] says what to install when there is neither Node nor npm", () => {
    rmSync(at("bin"), { recursive: true });
    mkdirSync(at("bin"));
    for (const tool of ["dirname", "cmp", "cp"]) symlinkSync(`/usr/bin/${tool}`, at("bin", tool));
    const { status, stderr } = spawnSync("/bin/sh", [at("passerelle"), "start"], {
      encoding: "utf8",
      env: { PATH: at("bin") },
    });
    expect([status, stderr]).toEqual([2, expect.stringContaining("Install Node 18 or newer with npm")]);
  });
});

const canUnshare = spawnSync("unshare", ["-rn", "true"]).status === 0;
const isInstalled =
  existsSync(join(root, "node_modules/.passerelle-lock")) &&
  readFileSync(join(root, "node_modules/.passerelle-lock")).equals(readFileSync(join(root, "package-lock.json")));
const whyNot = !canUnshare
  ? " (skipped: no unshare that takes the network away)"
  : isInstalled
    ? ""
    : " (skipped: ./passerelle did not install these packages)";

describe.skipIf(whyNot !== "")(`a second start with no network at all${whyNot}`, () => {
  test("[LOOP-1] ends with a hub that printed its address", { timeout: 300_000 }, async () => {
    await buildOnce();
    const data = mkdtempSync(join(tmpdir(), "passerelle-offline-"));
    cpSync(suiteKeysDir, join(data, "keys"), { recursive: true });
    const child = spawn("unshare", ["-rn", join(root, "passerelle"), "start", "--port", "0", "--data", data], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let errors = "";
    child.stderr.on("data", (piece) => {
      errors += String(piece);
    });
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
      if (line.startsWith("Passerelle answers at")) break;
    }
    child.kill("SIGTERM");
    expect(lines.at(-1), errors).toMatch(/^Passerelle answers at http:\/\/127\.0\.0\.1:\d+ \(PRACTICE\)$/);
    rmSync(data, { recursive: true, force: true });
  });
});
