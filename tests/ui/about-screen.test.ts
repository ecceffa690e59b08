import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keptPlace, type ScreenBrowser, startScreenBrowser } from "./device-screens/open-screen.ts";
import { aKeptPlace, type Kept } from "./device-screens/scenario.ts";

let browser: ScreenBrowser;
let town: Kept;
beforeAll(async () => {
  [browser, town] = await Promise.all([startScreenBrowser(), keptPlace("example-town")]);
}, 120_000);
afterAll(() => browser.close());

describe("about", () => {
  test("[LOOP-13] the version shown is that of the package, with its changes", async () => {
    const { version }: { version: string } = JSON.parse(
      readFileSync(join(import.meta.dirname, "../../package.json"), "utf8"),
    );
    const { page } = await browser.open({ path: "/en/about", scenario: { kept: [town], places: [aKeptPlace()] } });
    await page.getByText(`Version: ${version}`).waitFor();
    await page.getByRole("heading", { name: version }).waitFor();
  });

  test("[LOOP-13] limits, a missing statement and a missing contact are told, not hidden", async () => {
    const { page } = await browser.open({ path: "/en/about", scenario: { kept: [town], places: [aKeptPlace()] } });
    await page.getByText("Whoever runs the server of this app could serve a changed app.").waitFor();
    await page.getByText("There is no accessibility statement yet.").waitFor();
    await page.getByText("have not given a contact here yet").waitFor();
    await page.getByText("CC-BY-4.0").waitFor();
  });

  test("[LOOP-6] a waiting version is taken by a button and never by itself", async () => {
    const { page, calls } = await browser.open({
      path: "/en/about",
      scenario: { kept: [town], status: { updateWaiting: true } },
    });
    expect(await calls()).toEqual([]);
    await page.getByRole("button", { name: "Take the new version and restart" }).click();
    expect(await calls()).toEqual([{ name: "app.restart", of: null }]);
  });

  test.each(["en", "fr", "ar", "uk"])(
    "[LOOP-13] axe finds nothing in about in %s, light and dark",
    async (language) => {
      for (const dark of [false, true]) {
        const { axe } = await browser.open({
          path: `/${language}/about`,
          dark,
          scenario: { kept: [town], places: [aKeptPlace()] },
        });
        expect(await axe()).toEqual([]);
      }
    },
  );
});
