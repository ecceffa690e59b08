import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { changed, newFolder, removeSamples, today, writeSample } from "../publish/sample-place.ts";

afterAll(removeSamples);

const main = join(import.meta.dirname, "../../src/cli/main.ts");

/** Every file below a folder, with its content: what a refused command must leave as it was. */
function snapshot(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return Object.fromEntries(
    names
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => [name, readFileSync(join(folder, name)).toString("base64")]),
  );
}

/** Runs the real command and checks what every refusal has: exit status 2, the place, a cure, and nothing changed in `folder`. */
function refused(folder: string, args: readonly string[], place: RegExp): void {
  const before = snapshot(folder);
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { cwd: folder, encoding: "utf8" });
  const said = stdout + stderr;
  expect(said).toMatch(place);
  expect(said).toMatch(/Cure: \S/);
  expect(said).not.toMatch(/\n {4}at /);
  expect(status).toBe(2);
  expect(snapshot(folder)).toEqual(before);
}

const po = (...entries: readonly string[]): string =>
  ['msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: fr\\n"\n', ...entries].join("\n");
const entry = (context: string, source: string, text: string): string =>
  `msgctxt "${context}"\nmsgid "${source}"\nmsgstr "${text}"\n`;

const workbook = (survey: string): string => `| survey | | | |\n${survey}\n`;

describe("content that is wrong", () => {
  const cases: readonly [string, string, Readonly<Record<string, string>>, RegExp][] = [
    [
      "BAD-yaml",
      "broken YAML",
      { "pages/start.yaml": 'id: start\ntitle: "Start\n' },
      /pages\/start\.yaml:\d+: error: .*YAML/,
    ],
    [
      "BAD-yaml",
      "a key twice",
      changed("pages/start.yaml", "title: Start here", "title: Start here\ntitle: Again"),
      /pages\/start\.yaml:3: error: .*YAML/,
    ],
    [
      "BAD-yaml",
      "a field that nobody knows",
      changed("pages/start.yaml", "title: Start here", "title: Start here\ntitel: x"),
      /pages\/start\.yaml:3: error: .*titel/,
    ],
    [
      "BAD-yaml",
      "an alias bomb",
      {
        "pages/start.yaml": `id: start\ntitle: x\nbody: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`,
      },
      /pages\/start\.yaml:\d+: error: /,
    ],
    [
      "BAD-po",
      "a translation that lost its placeholder",
      { "locales/fr.po": po(entry("page.start.body", "## First\\n\\nHello {name}.", "## Premier\\n\\nBonjour.")) },
      /locales\/fr\.po:\d+: error: .*\{name\}/,
    ],
    ["BAD-po", "a catalogue that is none", { "locales/fr.po": 'msgid "x\nmsgstr' }, /locales\/fr\.po:\d+: error: /],
  ];
  test.each(cases)("[%s] %s is refused with file and line, and nothing changes", (_id, _what, changes, place) => {
    const dir = writeSample(changes);
    refused(join(dir, ".."), ["content", "check", dir, "--today", today], place);
  });

  test("[BAD-yaml][LOOP-5] a publication of content with a fault is refused and leaves what was published", () => {
    const dir = writeSample(changed("pages/start.yaml", "title: Start here", "titel: Start here"));
    const folder = join(dir, "..");
    mkdirSync(join(folder, "site/current"), { recursive: true });
    writeFileSync(join(folder, "site/current/site.json"), "{}");
    const made = spawnSync(
      process.execPath,
      [
        "--input-type=module",
        "-e",
        `const { ensurePracticeKeys } = await import(${JSON.stringify(join(main, "../key-store.ts"))}); await ensurePracticeKeys("keys", new Date());`,
      ],
      { cwd: folder, encoding: "utf8" },
    );
    expect(made.status, made.stderr).toBe(0);
    refused(
      folder,
      ["publish", "--content", dir, "--keys", "keys", "--out", "site", "--no-site"],
      /pages\/start\.yaml:\d+: error: /,
    );
  });
});

describe("workbooks that are wrong", () => {
  const head = "| | type | name | label::English (en) |";
  const cases: readonly [string, string, string | Buffer, RegExp][] = [
    [
      "BAD-columns",
      "an unknown column",
      workbook(`${head.slice(0, -1)}| colour |\n| | text | a | A | red |`),
      /survey.*colour/s,
    ],
    ["BAD-columns", "an unknown type", workbook(`${head}\n| | telepathy | a | A |`), /survey.*telepathy/s],
    ["BAD-columns", "a name twice", workbook(`${head}\n| | text | a | A |\n| | text | a | B |`), /survey/],
    ["BAD-workbook", "an .xlsx that is no workbook", Buffer.from("no zip"), /form\.xlsx/],
    [
      "BAD-workbook",
      "an old .xls under the new name",
      Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(600)]),
      /form\.xlsx/,
    ],
  ];
  test.each(cases)("[%s] %s is refused with its place, and nothing changes", (_id, _what, content, place) => {
    const folder = newFolder();
    const file = join(folder, typeof content === "string" ? "form.md" : "form.xlsx");
    writeFileSync(file, content);
    refused(folder, ["form", "check", file], place);
  });
});

describe("files of other commands that are wrong", () => {
  const cases: readonly [string, string, readonly string[], RegExp][] = [
    [
      "BAD-import",
      "an import that is not there",
      ["content", "import", "integreat", "none.json", "--place", "x", "--out", "x"],
      /none\.json/,
    ],
    [
      "BAD-import",
      "an import that is no JSON",
      ["content", "import", "integreat", "broken.json", "--place", "x", "--out", "x"],
      /broken\.json/,
    ],
    [
      "LOOP-2",
      "a request that is no JSON",
      ["keys", "certify", "broken.json", "--certified", "certified.json"],
      /broken\.json/,
    ],
    ["LOOP-2", "certified keys that are none", ["keys", "retire", "x", "--certified", "broken.json"], /broken\.json/],
    [
      "LOOP-2",
      "a root key that is there already",
      ["keys", "root", "--out", "broken.json"],
      /broken\.json: is already there/,
    ],
    [
      "LOOP-2",
      "a hub's request that is there already",
      ["keys", "hub", "--out", "hub.json", "--request", "broken.json"],
      /broken\.json: is already there/,
    ],
    [
      "LOOP-2",
      "a hub's origin that is none",
      ["keys", "hub", "--out", "hub.json", "--request", "r.json", "--origin", "hub"],
      /--origin hub/,
    ],
    ["LOOP-5", "roots that are not there", ["build", "--roots", "none.json"], /none\.json/],
    [
      "LOOP-10",
      "a backup of no hub",
      ["hub", "backup", "one.sqlite", "--data", "."],
      /hub\.sqlite: there is no hub database/,
    ],
    ["LOOP-10", "a restore of what is not there", ["hub", "restore", "none.sqlite", "--data", "."], /none\.sqlite/],
  ];
  test.each(cases)("[%s] %s is refused with its place, and nothing changes", (_id, _what, args, place) => {
    const folder = newFolder();
    writeFileSync(join(folder, "broken.json"), '{"v":');
    refused(folder, args, place);
  });

  test("[LOOP-10] a restore of what is no backup is refused and leaves the database", () => {
    const folder = newFolder();
    writeFileSync(join(folder, "broken.sqlite"), "SQLite format 3\0 and then nothing that fits");
    writeFileSync(join(folder, "hub.sqlite"), "kept");
    // The lock that a restore takes; it holds nothing.
    writeFileSync(join(folder, "hub.lock"), "");
    refused(folder, ["hub", "restore", "broken.sqlite", "--data", "."], /broken\.sqlite/);
  });
});

describe("a start that is asked for wrongly", () => {
  const whole =
    "operator: Town\nprivacyNotice: https://town.example/privacy\naccessibilityStatement: https://town.example/a11y\ncomplaintContact: x@town.example\n";
  /** A folder with a publication that says it was signed with real keys. */
  function folderOf(settings: string | null): string {
    const folder = newFolder();
    mkdirSync(join(folder, "data/site/current"), { recursive: true });
    writeFileSync(join(folder, "data/site/current/site.json"), '{"practice":false}');
    if (settings !== null) writeFileSync(join(folder, "data/settings.yaml"), settings);
    return folder;
  }
  const publicHost = ["start", "--host", "0.0.0.0", "--data", "data"];
  const cases: readonly [string, string | null, readonly string[], RegExp][] = [
    ["a public hub without settings", null, publicHost, /settings\.yaml: there is no such file.*who runs the hub/],
    [
      "a public origin behind a proxy without settings",
      null,
      ["start", "--origin", "https://hub.example", "--data", "data"],
      /settings\.yaml: there is no such file/,
    ],
    [
      "settings without a complaint contact",
      whole.replace(/complaint.*\n/, ""),
      publicHost,
      /settings\.yaml:\d+: complaintContact/,
    ],
    ["settings with an empty operator", whole.replace("Town\n", '" "\n'), publicHost, /settings\.yaml:1: operator/],
    ["settings with a field nobody knows", `${whole}adress: x\n`, publicHost, /settings\.yaml:\d+: .*adress/],
    ["settings that are no YAML", `${whole}  x: [`, publicHost, /settings\.yaml:\d+: .*YAML/],
    [
      "settings that were named and are not there",
      null,
      ["start", "--data", "data", "--settings", "none.yaml"],
      /none\.yaml: there is no such file/,
    ],
    [
      "a webhook that is no web address",
      whole,
      ["start", "--data", "data", "--webhook", "ftp://x.example"],
      /--webhook ftp:\/\/x\.example/,
    ],
    [
      "a webhook with a password in it",
      whole,
      ["start", "--data", "data", "--webhook", "https://a:b@x.example"],
      /--webhook/,
    ],
    ["an origin with a path", whole, ["start", "--data", "data", "--origin", "https://x.example/y"], /--origin/],
    ["half of TLS", whole, ["start", "--data", "data", "--tls-cert", "x.pem"], /--tls-cert and --tls-key/],
    ["a real hub without roots", whole, ["start", "--data", "data"], /roots\.json: there is no such file/],
  ];
  test.each(cases)("[LOOP-10] %s is refused with its place and a cure", (_what, settings, args, place) => {
    refused(folderOf(settings), args, place);
  });

  test("[LOOP-10] practice keys are for this machine: behind a public origin they are refused too", () => {
    const folder = newFolder();
    refused(folder, ["start", "--origin", "https://hub.example", "--data", "data"], /practice keys/);
    expect(existsSync(join(folder, "data"))).toBe(false);
  });
});
