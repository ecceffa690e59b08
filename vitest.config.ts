import { lingui } from "@lingui/vite-plugin";
import { preact } from "@preact/preset-vite";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // Screens are tested as they are built: JSX of Preact, macros and catalogues of Lingui.
  plugins: [preact(), lingui({ macroTransform: true })],
  test: {
    include: ["tests/**/*.test.{ts,tsx}"],
    exclude: ["tests/e2e/**", "tests/defences/**"],
    testTimeout: 60_000,
    maxWorkers: 2,
  },
});
