/**
 * The whole story with a real hub process and real browser processes that are really killed: read, lose the connection, fill in with a
 * photo, be delivered, be answered.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, test } from "@playwright/test";
import { findCanaries } from "../canary/find-canaries.ts";
import { openFirst, reply } from "./desk-steps.ts";
import { chromium109, firefox, installedChromium, type Offer, webkit } from "./drivers.ts";
import { enrolAtHub } from "./enrol-at-hub.ts";
import { holdsMetadata, tellsPlaceTaken } from "./exif.ts";
import * as person from "./person-steps.ts";
import { writePhoto } from "./photo.ts";
import { serveHub } from "./served-hub.ts";
import type { Driver, OpenBrowser } from "./tab.ts";
import { choiceLabel, contentText, interfacePattern, interfaceText, questionLabel } from "./words.ts";

const placeTitle = "Example Town (PRACTICE)";
const deskTitle = "Registry desk (PRACTICE)";
const phrase =
  "Your address is registered (PRACTICE). You can collect your certificate of address at the town hall registry.";
const officerText = "Apportez aussi l'original-canari-749.";
const photoName = "canary-photo-of-my-letter-5531.jpg";
const photoDescription = "canary-description-8842";

/** A browser of one person through kills: the same profile, or the same window where no profile is kept. */
class Window {
  private browser: OpenBrowser | null = null;
  private readonly trespasses: string[] = [];
  private readonly of: {
    readonly driver: Driver;
    readonly profile: string;
    readonly origin: string;
    readonly language: string;
  };
  constructor(of: Window["of"]) {
    this.of = of;
  }
  async open(): Promise<OpenBrowser["tab"]> {
    this.browser = await this.of.driver.open(this.of);
    return this.browser.tab;
  }
  /** SIGKILL, then the same profile at an address; where no profile is kept, a reload there. */
  async killAndOpen(address: string): Promise<OpenBrowser["tab"]> {
    if (this.of.driver.keepsStore) {
      await this.kill();
      await this.open();
    }
    if (!this.browser) throw new Error("the window was never opened");
    await this.browser.tab.goto(address);
    if (!this.of.driver.keepsStore) await this.browser.tab.reload();
    return this.browser.tab;
  }
  async kill(): Promise<void> {
    this.trespasses.push(...((await this.browser?.trespasses()) ?? []));
    await this.browser?.kill();
    this.browser = null;
  }
  /** What the window shows and said, for whoever looks into a failure. */
  async keepTraces(): Promise<void> {
    if (!this.browser) return;
    const file = test.info().outputPath(basename(this.of.profile));
    const { tab, trespasses } = this.browser;
    await tab.screenshot(`${file}.png`).catch(() => undefined);
    const said = [await tab.address(), await tab.text(), ...(await trespasses())];
    writeFileSync(`${file}.txt`, said.join("\n\n"));
  }
  seenTrespasses(): readonly string[] {
    return this.trespasses;
  }
}

async function seeReadyOffline(tab: OpenBrowser["tab"], language: string): Promise<void> {
  const told = ["Ready to work offline ({size})", "Ready offline ({size})"].map(
    (source) => interfacePattern(language, source).source,
  );
  await tab.see(new RegExp(told.join("|"), "u"), { timeoutMs: 60_000 });
}

/** Bytes of the pictures that a page of Chromium made addresses for. */
async function picturesOf(tab: OpenBrowser["tab"]): Promise<readonly Buffer[]> {
  const encoded = await tab.evaluate(
    `Promise.all(globalThis.blobsOfTest.filter((blob) => blob.type.startsWith("image/")).map((blob) => new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
      reader.readAsDataURL(blob);
    })))`,
  );
  return Array.isArray(encoded) ? encoded.map((one) => Buffer.from(String(one), "base64")) : [];
}

async function tell({ driver, language, canReadBlobs }: { driver: Driver; language: string; canReadBlobs: boolean }) {
  const folder = mkdtempSync(join(tmpdir(), "passerelle-e2e-story-"));
  const hub = await serveHub();
  const windowOf = (name: string, of: string): Window => {
    const profile = join(folder, name);
    mkdirSync(profile);
    return new Window({ driver, profile, origin: hub.origin, language: of });
  };
  const officer = windowOf("officer", "fr");
  const first = windowOf("first-device", language);
  const second = windowOf("second-device", "ar");
  const say = (source: string): string => interfaceText(language, source);
  const photo = join(folder, photoName);
  writePhoto({ file: photo, description: photoDescription });
  const { exampleAnswers: answers } = person;
  try {
    const desk = await officer.open();
    await test.step("an officer enrols and is certified", () =>
      enrolAtHub({ tab: desk, hub, language: "fr", place: placeTitle, desk: deskTitle }));

    let tab = await first.open();
    await test.step("a procedure is opened and kept on the device", async () => {
      await tab.goto(`${hub.origin}${person.procedureAddress(language)}`);
      await seeReadyOffline(tab, language);
    });

    await test.step("the hub is killed; the page is reloaded and still works", async () => {
      await hub.kill();
      await tab.reload();
      await tab.see(contentText(language, "Collect your certificate of address"));
      await tab.see(say("No connection · everything here still works"), { timeoutMs: 60_000 });
    });

    await test.step("the form is opened and filled in with a photo", async () => {
      const filler = { tab, language, answers };
      await tab.click({ role: "link", name: say("About the form") });
      await person.begin(filler);
      await person.fillPerson(filler);
      await person.next(filler);
      await person.fillAddress(filler);
      await person.next(filler);
      await person.addPhoto(filler, photo);
    });

    await test.step("the browser is killed in mid-form; the draft is there", async () => {
      tab = await first.killAndOpen(`${hub.origin}${person.formAddress(language)}`);
      const filler = { tab, language, answers };
      await person.goOn(filler);
      await tab.see(say("Remove the photo"));
      await person.confirmAndFinish(filler);
      // "Sending" until the first attempt has failed, which a browser may take its time for.
      await tab.see(say("not sent yet"), { timeoutMs: 60_000 });
    });

    await test.step("the browser is killed again, the hub comes back: received without a click", async () => {
      tab = await first.killAndOpen(`${hub.origin}/${language}/mine`);
      await tab.see(say("Finished, not sent yet"), { timeoutMs: 60_000 });
      await person.openRequest({ tab, language });
      await tab.see(say("not sent yet"));
      expect(hub.envelopes()).toEqual([]);
      await hub.start();
      await tab.see(interfacePattern(language, "Received on {day} between {start} and {end}"), { timeoutMs: 60_000 });
      expect(hub.envelopes()).toEqual([{ id: expect.any(String), kind: "submission", hour: expect.any(String) }]);
    });

    await test.step("the officer reads it in French, with the free text as it was written", async () => {
      await openFirst({ tab: desk, language: "fr", form: person.formTitle });
      const form = "register-address";
      await desk.see(questionLabel({ form, name: "housing", language: "fr" }));
      await desk.see(choiceLabel({ form, list: "housing", name: "host", language: "fr" }));
      await desk.see(choiceLabel({ form, list: "district", name: "hill", language: "fr" }));
      for (const written of person.canariesOf(answers)) await desk.see(written);
      if (canReadBlobs) {
        const pictures = await picturesOf(desk);
        expect(pictures.length).toBeGreaterThan(0);
        expect(pictures.some(tellsPlaceTaken)).toBe(false);
        expect(pictures.some(holdsMetadata)).toBe(false);
      }
      await reply({ tab: desk, language: "fr", phrases: [phrase], text: officerText });
    });

    await test.step("the person reads the answer in Arabic, on a second device by the claim slip and on the first", async () => {
      const slip = await person.readSlip({ tab, language, answers });
      const other = await second.open();
      await person.openSlip({ tab: other, language: "ar", origin: hub.origin, slip });
      await other.see(contentText("ar", phrase), { timeoutMs: 60_000 });
      await other.see(officerText);
      expect(await other.address()).not.toContain(slip);
      // The language is changed where the person is: the place is then kept in Arabic too.
      await tab.goto(`${hub.origin}/ar/example-town/`);
      await seeReadyOffline(tab, "ar");
      await tab.goto(`${hub.origin}/ar/mine`);
      await person.openRequest({ tab, language: "ar" });
      await tab.see(contentText("ar", phrase), { timeoutMs: 60_000 });
      await tab.see(officerText);
      expect(hub.envelopes().length).toBe(1);
    });

    await test.step("nothing that was typed lies in clear on a disk", async () => {
      for (const window of [officer, first, second]) await window.kill();
      await hub.kill();
      const canaries = [...person.canariesOf(answers), photoName, photoDescription, officerText];
      const folders = driver.keepsStore
        ? [hub.data, ...["first-device", "second-device", "officer"].map((name) => join(folder, name))]
        : [hub.data];
      for (const each of folders) expect(findCanaries({ folder: each, canaries })).toEqual([]);
    });
    for (const window of [officer, first, second]) expect(window.seenTrespasses()).toEqual([]);
  } catch (error) {
    for (const window of [officer, first, second]) await window.keepTraces().catch(() => undefined);
    throw error;
  } finally {
    for (const window of [officer, first, second]) await window.kill();
    await hub.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

const tellings: readonly { offer: Offer; language: string; name: string; canReadBlobs: boolean }[] = [
  { offer: installedChromium, language: "fr", name: "French", canReadBlobs: true },
  { offer: installedChromium, language: "ar", name: "Arabic", canReadBlobs: true },
  { offer: chromium109, language: "ar", name: "Arabic", canReadBlobs: true },
  { offer: firefox, language: "fr", name: "French", canReadBlobs: false },
  { offer: webkit, language: "ar", name: "Arabic", canReadBlobs: false },
];

// Each has a hub and browsers of its own.
test.describe.configure({ mode: "parallel" });

for (const { offer, language, name, canReadBlobs } of tellings)
  test(`[LOOP-6] [LOOP-9] [LOOP-11] [LOOP-12] the whole story in ${name} in ${offer.name}: read, fill in without a connection, deliver, be answered`, async () => {
    // Three browsers of WebKit take their time to come up on a busy machine.
    test.setTimeout(360_000);
    test.skip(offer.missing !== null, `${offer.missing} is not installed`);
    await tell({ driver: await offer.driver(), language, canReadBlobs });
  });
