import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { registerKeysCommand } from "../../src/cli/commands/keys.ts";
import { ensurePracticeKeys, readCertified, readKeyFile, readRoots } from "../../src/cli/key-store.ts";
import { certifiedFor, fingerprint } from "../../src/seal/certify.ts";
import { openKeyFile } from "../../src/seal/key-file.ts";
import { signManifest, verifyManifest } from "../../src/seal/manifest.ts";
import { makeRecipient, makeSigner } from "./making.ts";

let printed: string[] = [];
beforeEach(() => {
  printed = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void printed.push(line));
});
afterEach(() => vi.restoreAllMocks());

function makeFolder() {
  const dir = mkdtempSync(join(tmpdir(), "passerelle-keys-"));
  const at = (name: string) => join(dir, name);
  const write = (name: string, value: unknown) => {
    writeFileSync(at(name), typeof value === "string" ? value : JSON.stringify(value));
    return at(name);
  };
  return { dir, at, write };
}

async function run(...args: string[]): Promise<void> {
  const program = new Command("passerelle").exitOverride();
  registerKeysCommand(program);
  await program.parseAsync(["keys", ...args], { from: "user" });
}

async function makeRequests() {
  const [desk, wrap, wrap2] = await Promise.all([makeRecipient(), makeRecipient(), makeRecipient()]);
  const [officer, officer2, hub] = await Promise.all([makeSigner(), makeSigner(), makeSigner()]);
  const where = { v: 1, place: "example-town", desk: "newcomers" };
  return {
    kids: { desk: desk.kid, officer: officer.kid, officer2: officer2.kid, hub: hub.kid },
    desk: { ...where, purpose: "desk", jwk: desk.jwk, officer: { sign: officer.jwk, wrap: wrap.jwk } },
    officer: { ...where, purpose: "officer", officer: { sign: officer2.jwk, wrap: wrap2.jwk } },
    hub: { v: 1, purpose: "hub", origin: "https://hub.example", jwk: hub.jwk },
  };
}

describe("[LOOP-2] keys root, publisher, certify", () => {
  it("two roots, a publisher and certified keys make a manifest that a device accepts", async () => {
    const { at, write } = makeFolder();
    await run("root", "--out", at("r1"), "--roots", at("roots.json"));
    await run("root", "--out", at("r2"), "--roots", at("roots.json"));
    await run("publisher", "--root", at("r2"), "--out", at("p"), "--list", at("list"));
    const requests = await makeRequests();
    for (const name of ["desk", "officer", "hub"] as const)
      await run("certify", write(name, requests[name]), "--certified", at("certified.json"));
    const certified = certifiedFor(readCertified(at("certified.json")), "example-town");
    expect(certified.desks[0]?.officers.map((entry) => entry.kid)).toEqual([
      requests.kids.officer,
      requests.kids.officer2,
    ]);
    for (const kid of Object.values(requests.kids)) expect(printed.join("\n")).toContain(fingerprint(kid));

    const now = new Date();
    const publisher = await openKeyFile({
      content: readKeyFile({ file: at("p"), kind: "publisher" }),
      kind: "publisher",
      file: at("p"),
    });
    const content = {
      v: 1,
      purpose: "manifest",
      place: "example-town",
      sequence: 1,
      issuedAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + 1e9).toISOString(),
      previous: null,
      practice: false,
      languages: ["en"],
      blocks: [],
      formVersions: {},
      publishers: readFileSync(at("list"), "utf8").trim(),
      ...certified,
    } as const;
    const jws = await signManifest(content, publisher);
    const roots = readRoots(at("roots.json"));
    const job = { jws, roots, place: "example-town", now, source: "network", allowPractice: false } as const;
    expect(await verifyManifest(job)).toMatchObject({ ok: true });
  });

  it("private files have mode 0600 and are never overwritten", async () => {
    const { at } = makeFolder();
    await run("root", "--out", at("root"));
    expect(statSync(at("root")).mode & 0o777).toBe(0o600);
    const before = readFileSync(at("root"), "utf8");
    await expect(run("root", "--out", at("root"))).rejects.toMatchObject({ cure: expect.stringContaining("never") });
    expect(readFileSync(at("root"), "utf8")).toBe(before);
  });

  it("[LOOP-2] a request that is malformed is refused with file, field and cure, and changes nothing", async () => {
    const { at, write } = makeFolder();
    const { desk, hub, officer } = await makeRequests();
    const offCurve = { ...hub.jwk, y: "A".repeat(43) };
    const cases: [unknown, RegExp][] = [
      ["{", /bad: is no JSON/],
      [{ ...desk, desk: "No Slug" }, /bad: desk: must be lower-case/],
      [{ ...desk, jwk: undefined }, /bad: jwk: must be/],
      [{ ...desk, purpose: "root" }, /bad: purpose: must be one of/],
      [{ ...hub, jwk: offCurve }, /jwk: is no public P-256 key/],
      [officer, /desk: newcomers of example-town has no certified key/],
    ];
    for (const [request, message] of cases) {
      const attempt = run("certify", write("bad", request), "--certified", at("certified.json"));
      await expect(attempt).rejects.toMatchObject({
        message: expect.stringMatching(message),
        cure: expect.any(String),
      });
      expect(existsSync(at("certified.json"))).toBe(false);
    }
    await expect(run("certify", at("none"), "--certified", at("c"))).rejects.toMatchObject({ cure: "check the path" });
    await expect(run("certify", write("hub", hub), "--certified", at("c"), "--days", "0")).rejects.toMatchObject({
      code: "commander.invalidArgument",
    });
    const wrongRoot = run("publisher", "--root", write("x", hub), "--out", at("p"), "--list", at("l"));
    await expect(wrongRoot).rejects.toMatchObject({ cure: expect.stringContaining("keys root") });
    expect(existsSync(at("p"))).toBe(false);
  });

  it("certifying again extends, retiring ends now and keeps the key in the file", async () => {
    const { at, write } = makeFolder();
    const { desk, kids } = await makeRequests();
    const certified = at("certified.json");
    await run("certify", write("desk", desk), "--certified", certified, "--days", "10");
    const keyOf = () => readCertified(certified).desks[0]?.desk.keys;
    const first = keyOf()?.[0];
    await run("certify", at("desk"), "--certified", certified, "--days", "20");
    expect(keyOf()).toHaveLength(1);
    expect(keyOf()?.[0]?.validFrom).toBe(first?.validFrom);
    expect(Date.parse(keyOf()?.[0]?.validUntil ?? "")).toBeGreaterThan(Date.parse(first?.validUntil ?? ""));
    await run("retire", kids.desk, "--certified", certified);
    expect(Date.parse(keyOf()?.[0]?.validUntil ?? "")).toBeLessThanOrEqual(Date.now());
    await expect(run("retire", kids.hub, "--certified", certified)).rejects.toMatchObject({ cure: expect.any(String) });
  });
});

describe("[LOOP-2] practice keys", () => {
  it("are made once, say practice, and stay the same at the next start", async () => {
    const { dir } = makeFolder();
    const now = new Date("2026-11-24T12:00:00Z");
    const files = await ensurePracticeKeys(join(dir, "keys"), now);
    const read = () => Object.values(files).map((file) => readFileSync(file, "utf8"));
    const before = read();
    await ensurePracticeKeys(join(dir, "keys"), now);
    expect(read()).toEqual(before);
    const roots = readRoots(files.roots);
    expect(roots).toMatchObject({ practice: true });
    expect(roots.roots).toHaveLength(2);
    expect(JSON.stringify(roots)).not.toContain('"d"');
    for (const file of [files.root1, files.root2, files.publisher, files.hub])
      expect(statSync(file).mode & 0o777).toBe(0o600);
    const hub = readKeyFile({ file: files.hub, kind: "hub" });
    expect(readCertified(files.certified).hubs[0]?.keys[0]?.kid).toBe(hub.kid);
  });

  it("a real publisher is not put on a practice list, nor a practice root among real ones", async () => {
    const { at } = makeFolder();
    await run("root", "--out", at("real"), "--roots", at("roots.json"));
    await run("root", "--out", at("practice"), "--practice");
    await run("publisher", "--root", at("practice"), "--out", at("p"), "--list", at("list"));
    const mixed = run("publisher", "--root", at("real"), "--out", at("p2"), "--list", at("list"));
    await expect(mixed).rejects.toThrow(/practice/);
    expect(existsSync(at("p2"))).toBe(false);
    await expect(run("root", "--out", at("r3"), "--practice", "--roots", at("roots.json"))).rejects.toThrow(/practice/);
    expect(existsSync(at("r3"))).toBe(false);
  });
});
