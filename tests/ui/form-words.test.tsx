import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { encode } from "uqr";
import { beforeAll, describe, expect, test } from "vitest";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { submissionStates } from "../../src/core/case.ts";
import type { PlacedForm } from "../../src/core/place.ts";
import { NoticeList } from "../../src/ui/components/form/notice-list.tsx";
import { noticeSections, noticeText } from "../../src/ui/components/form/notice-rows.ts";
import { pathOfModules, QrCode } from "../../src/ui/components/qr-code.tsx";
import { type StateFacts, StateWords, stateLabel } from "../../src/ui/components/state-words.tsx";
import { activate } from "../../src/ui/i18n.ts";
import { type Reading, ReadingContext } from "../../src/ui/reading.tsx";
import { keptPlace } from "./device-screens/open-screen.ts";
import { aCase } from "./device-screens/scenario.ts";

let reading: Reading;
let form: PlacedForm;
beforeAll(async () => {
  const { place, texts } = await keptPlace("example-town");
  const found = place.forms.find(({ id }) => id === "register-address");
  if (!found) throw new Error("the example town has lost its form");
  form = found;
  reading = {
    language: "en",
    place,
    texts,
    manifest: { issuedAt: "2026-11-24T00:00:00.000Z", sequence: 7, practice: true },
    route: { kind: "form", id: form.id },
    places: [],
  };
});

/** The words of a screen, one space between them. */
const wordsOf = (screen: VNode, of: Reading = reading): string =>
  renderToString(<ReadingContext.Provider value={of}>{screen}</ReadingContext.Provider>)
    .replace(/<\/?(p|dt|dd|h2|div|section|li|br)[^>]*>/g, " ")
    .replace(/<[^>]*>/g, "")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&")
    .replace(/\s+/g, " ")
    .trim();

describe("words for states", () => {
  beforeAll(() => activate("en"));
  const state = (more: Partial<StateFacts>) => (
    <StateWords of={aCase({ state: "waiting", ...more })} form={form} language="en" />
  );

  test("[LOOP-12] every state has words, and no two states the same", () => {
    expect(new Set(submissionStates.map(stateLabel)).size).toBe(submissionStates.length);
  });

  test("[LOOP-13] what waits says that it is not sent, until when, and which office to go to then", () => {
    const words = wordsOf(state({ state: "waiting", finalisedAt: "2026-11-20T09:30:00.000Z" }));
    expect(words).toContain("Finished · saved on this device · not sent yet");
    expect(words).toContain("If there is no connection by November 30, 2026, go to: Town hall");
  });

  test("[S2.8] what was received says the hour, the number and what it means, and nothing is said to be applied", () => {
    const words = wordsOf(
      state({
        state: "received",
        receivedBetween: { from: "2026-11-20T10:00:00.000Z", until: "2026-11-20T11:00:00.000Z" },
      }),
    );
    expect(words).toMatch(/Received on November 20, 2026 between \S+ [AP]M and \S+ [AP]M · No\. 7K4-Q2M-9TX/);
    expect(words).toContain("What this means: PRACTICE: none. No authority gets this form.");
    expect(words).toContain("Your deadline: PRACTICE: 30 days");
  });

  test("[S6.1] what was refused says that nothing is lost, why, and what to do", () => {
    const words = wordsOf(state({ state: "refused", refusal: "form-version-unknown" }));
    expect(words).toContain("Could not be delivered · nothing is lost");
    expect(words).toContain("does not know this version of the form");
    expect(words).toContain("fill in the form again");
  });

  test("[S2.6] a receipt that is not genuine is told while the submission still waits", () => {
    expect(wordsOf(state({ state: "waiting", refusal: "receipt-wrong" }))).toContain("not genuine");
  });

  test("[S4.5] received and deleted since says both", () => {
    const words = wordsOf(state({ state: "received", deletedSince: "retention" }));
    expect(words).toContain("Received");
    expect(words).toContain("deleted from the server since");
  });
});

describe("before you send", () => {
  test.each(["en", "fr", "ar", "uk"])(
    "[LOOP-13] in %s the words that are sealed are exactly the words that are shown",
    async (language) => {
      await activate(language);
      const of = { ...reading, language };
      const sections = noticeSections({ reading: of, form });
      const shown = wordsOf(<NoticeList sections={sections} />, of);
      expect(noticeText(sections).replace(/\s+/g, " ")).toBe(shown);
    },
  );

  test("[LOOP-13] everything of the form's sheet is told, in the language read", async () => {
    await activate("fr");
    const text = noticeText(noticeSections({ reading: { ...reading, language: "fr" }, form }));
    const { notice, consequences } = form;
    const ids = [
      ...Object.values(notice),
      consequences.legalEffect,
      consequences.deadline,
      consequences.otherWays,
      consequences.mayLearn.source,
      consequences.adviser,
    ];
    for (const id of ids) {
      const french = reading.texts.fr?.texts[id ?? ""];
      expect(typeof french, id).toBe("string");
      expect(text).toContain(french);
    }
  });

  test("[P8] a text without translation is told in its source language and marked", async () => {
    await activate("en");
    const { fr } = reading.texts;
    if (!fr) throw new Error("the example town has no French");
    const { [form.notice.purpose]: _, ...texts } = fr.texts;
    const lacking = { ...reading, language: "fr", texts: { ...reading.texts, fr: { ...fr, texts } } };
    const sections = noticeSections({ reading: lacking, form });
    const rows = sections.flatMap((section) => section.rows);
    const row = rows.find(({ language }) => language === "en");
    expect(row).toMatchObject({ language: "en", mark: "Not translated yet" });
    expect(row?.words).toContain("to try how an address is registered");
    expect(noticeText(sections)).toContain(`${row?.words}\nNot translated yet`);
  });
});

describe("a square code", () => {
  const address = `https://hub.example/fr/claim#${"Ab3-_".repeat(32)}`;

  test("[LOOP-12] its path has exactly the dark modules", () => {
    const { data, size } = encode(address, { ecc: "M", border: 4 });
    const drawn = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
    for (const [, x, y, length] of pathOfModules(data).matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
      drawn[Number(y)]?.fill(true, Number(x), Number(x) + Number(length));
    expect(drawn).toEqual(data);
  });

  test("[LOOP-12] a scanner reads the address of a claim slip from it", async () => {
    const wasm = createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm");
    await prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer }, fireImmediately: true });
    const markup = renderToString(<QrCode text={address} label="Claim slip" />);
    const size = Number(/viewBox="0 0 (\d+)/.exec(markup)?.[1]);
    const scale = 4;
    const width = size * scale;
    const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
    for (const [, x, y, length] of markup.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
      for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row += 1)
        for (let column = Number(x) * scale; column < (Number(x) + Number(length)) * scale; column += 1)
          pixels.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3);
    const [found] = await readBarcodes({ data: pixels, width, height: width, colorSpace: "srgb" });
    expect(found?.text).toBe(address);
  });
});
