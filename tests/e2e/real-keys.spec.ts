/**
 * The story with keys that are no practice keys: roots and publisher on a machine apart from the hub, an app that was built with those
 * roots. A desk key that the hub swaps is refused by every device.
 */
import { type ChildProcess, spawnSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { certifyRequest } from "../../src/core/protocol.ts";
import { fromBase64url, fromUtf8, toBase64url } from "../../src/seal/bytes.ts";
import { canonicalBytes } from "../../src/seal/canonical-json.ts";
import { writeRealPlace } from "../publish/real-place.ts";
import { removeSamples } from "../publish/sample-place.ts";
import { makeRecipient } from "../seal/making.ts";
import { playwrightTab } from "./chromium-driver.ts";
import { enrolOfficer, openFirst, reply, signIn } from "./desk-steps.ts";
import { freePort } from "./free-port.ts";
import { newPerson } from "./offline-steps.ts";
import { killProcess, startProcess } from "./served-hub.ts";

const root = join(import.meta.dirname, "../..");
/** What a build needs: the shared dist/ holds an app with other roots, so this one is built in a folder of its own. */
const tree =
  "src sw content locales public index.html vite.config.ts lingui.config.ts tsconfig.base.json package.json package-lock.json";
const passphrase = "grue lanterne pivot neige canal";

const folder = mkdtempSync(join(tmpdir(), "passerelle-e2e-real-"));
const project = join(folder, "project");
const publisherAt = (name: string): string => join(folder, "publisher", name);
const hubAt = (...names: string[]): string => join(folder, "hub", ...names);
let content = "";
let origin = "";
let hub: ChildProcess;

function passerelle(...args: string[]): { status: number | null; output: string } {
  const command = join(project, "src/cli/main.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], {
    cwd: project,
    encoding: "utf8",
  });
  return { status, output: `${stdout}${stderr}` };
}
function succeed(...args: string[]): void {
  const { status, output } = passerelle(...args);
  if (status !== 0) throw new Error(`passerelle ${args.join(" ")}: ${output}`);
}

/** On the publisher's machine; what leaves it is the publication. */
function publishAgain(): void {
  const keys = ["publisher.private.json", "publishers.jws", "certified.json"].map(publisherAt);
  const [publisher = "", publishers = "", certified = ""] = keys;
  succeed(
    ...["publish", "--content", content, "--out", hubAt("site")],
    ...["--publisher", publisher, "--publishers", publishers, "--certified", certified],
  );
}
const certify = (request: string): void =>
  succeed("keys", "certify", request, "--certified", publisherAt("certified.json"));

test.beforeAll(async () => {
  test.setTimeout(300_000);
  for (const name of ["publisher", "hub/keys", "project"]) mkdirSync(join(folder, name), { recursive: true });
  for (const name of tree.split(" ")) cpSync(join(root, name), join(project, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(project, "node_modules"));
  content = writeRealPlace();
  for (const name of ["root-1.private.json", "root-2.private.json"])
    succeed("keys", "root", "--out", publisherAt(name), "--roots", publisherAt("roots.json"));
  succeed(
    ...["keys", "publisher", "--root", publisherAt("root-1.private.json")],
    ...["--out", publisherAt("publisher.private.json"), "--list", publisherAt("publishers.jws")],
  );
  copyFileSync(publisherAt("roots.json"), hubAt("keys", "roots.json"));
  succeed("build", "--roots", publisherAt("roots.json"));
  publishAgain();
  // The first start makes the hub's key, and ends: nobody certifies it yet.
  const port = await freePort();
  const first = passerelle("start", "--port", String(port), "--data", hubAt());
  expect([first.status, first.output]).toEqual([2, expect.stringContaining("no publication certifies it yet")]);
  certify(hubAt("keys", "hub.request.json"));
  publishAgain();
  hub = await startProcess({ port, data: hubAt(), timeoutMs: 120_000, project });
  origin = `http://127.0.0.1:${port}`;
});
test.afterAll(async () => {
  if (hub) await killProcess(hub);
  removeSamples();
  rmSync(folder, { recursive: true, force: true });
});

const formAddress = (): string => `${origin}/en/sample/f/question`;

async function begin(page: Page): Promise<void> {
  await page.goto(formAddress());
  await page.getByRole("button", { name: "Begin" }).click();
}
async function ask(page: Page, question: string): Promise<void> {
  await begin(page);
  await page.getByLabel("Your question").fill(question);
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("heading", { name: "Check your answers" }).waitFor();
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("button", { name: "Finish and send" }).click();
  await page.getByText("Your form is finished").waitFor();
  await page.goto(`${origin}/en/mine`);
  await expect(page.getByText("Received", { exact: true }).first()).toBeVisible({ timeout: 60_000 });
}

test("[LOOP-2] the story passes with certified keys, and a desk key that the hub swaps is refused", async ({
  browser,
}) => {
  const desk = await newPerson(browser, { origin, locale: "en" });
  const officer = { tab: playwrightTab(desk.page), language: "en" };
  const { request } = await enrolOfficer({ ...officer, origin, place: "Sample town", desk: "Help desk", passphrase });
  writeFileSync(publisherAt("desk.request.json"), JSON.stringify(certifyRequest(JSON.parse(request), "request")));
  certify(publisherAt("desk.request.json"));
  publishAgain();
  await signIn({ ...officer, passphrase });

  const person = await newPerson(browser, { origin, locale: "en" });
  await ask(person.page, "Where do I learn the language?");
  await expect(person.page.getByText("PRACTICE")).toHaveCount(0);
  await openFirst({ ...officer, form: "Ask the help desk" });
  await officer.tab.see("Where do I learn the language?");
  await reply({ ...officer, phrases: ["Please come to the help desk."] });
  await person.page.getByRole("link", { name: "Ask the help desk" }).first().click();
  await expect(person.page.getByText("Please come to the help desk.")).toBeVisible({ timeout: 90_000 });

  await test.step("the hub serves the manifest with a desk key of its own", async () => {
    const file = hubAt("site", "current", "packs", "sample", "manifest.jws");
    const [header = "", payload = "", signature = ""] = readFileSync(file, "utf8").trim().split(".");
    const manifest = JSON.parse(fromUtf8(fromBase64url(payload)));
    const { certified } = await makeRecipient();
    const [helpDesk] = manifest.desks;
    helpDesk.keys = [{ ...helpDesk.keys[0], kid: certified.kid, jwk: certified.jwk }];
    const swapped = { ...manifest, sequence: manifest.sequence + 1 };
    writeFileSync(file, [header, toBase64url(canonicalBytes(swapped)), signature].join("."));
  });
  await test.step("a device without the pack takes nothing from it and cannot fill the form in", async () => {
    const stranger = await newPerson(browser, { origin, locale: "en" });
    await stranger.page.goto(formAddress());
    await expect(stranger.page.getByRole("heading", { name: "This content could not be verified" })).toBeVisible();
    await expect(stranger.page.getByRole("button", { name: "Begin" })).toHaveCount(0);
    await stranger.context.close();
  });
  await test.step("a device with the pack keeps the true key: the desk still opens what it sends", async () => {
    await ask(person.page, "And where do I find a doctor?");
    await officer.tab.click({ role: "button", name: "Close, back to the list" });
    await officer.tab.click({ role: "button", name: "Read again" });
    const entries = desk.page.getByRole("button", { name: "Ask the help desk" });
    await expect(entries).toHaveCount(2);
    for (const entry of await entries.all()) {
      await entry.click();
      await desk.page.getByRole("heading", { name: "Answers" }).waitFor();
      if (await desk.page.getByText("And where do I find a doctor?").isVisible()) return;
      await officer.tab.click({ role: "button", name: "Close, back to the list" });
    }
    throw new Error("the desk does not open what was sealed after the swap");
  });
  for (const { context, trespasses } of [desk, person]) {
    expect(trespasses).toEqual([]);
    await context.close();
  }
});
