/** Browser tests: the built app against real hubs. Every spec starts what it needs; nothing is served from here. */
import { defineConfig } from "@playwright/test";
import { chromiumFlags, findChromium } from "./tests/e2e/browsers.ts";

const { executablePath } = await findChromium();

export default defineConfig({
  testDir: "tests/e2e",
  testMatch: "**/*.spec.ts",
  globalSetup: "./tests/e2e/global-setup.ts",
  outputDir: "test-results/e2e",
  // Tests of one file follow each other and share its hub.
  fullyParallel: false,
  workers: 2,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
  use: {
    launchOptions: { executablePath, args: chromiumFlags },
    viewport: { width: 360, height: 740 },
    actionTimeout: 20_000,
    screenshot: "only-on-failure",
  },
});
