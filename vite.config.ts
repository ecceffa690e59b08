import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lingui } from "@lingui/vite-plugin";
import { preact } from "@preact/preset-vite";
import { defineConfig, type Plugin } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { type BuiltManifest, personCatalogues, personFiles } from "./src/cli/app-assets.ts";

const root = import.meta.dirname;
const outDir = process.env.PASSERELLE_APP_DIR ?? join(root, "dist/app");

/**
 * The one style sheet is inlined in the app shell, as it is in every prerendered page, and written beside the app so that
 * publishing inlines the same bytes: one hash in the content security policy admits both.
 */
function inlineStyle(): Plugin {
  const style = () =>
    readFileSync(join(root, "src/ui/style.css"), "utf8")
      .replaceAll(/\/\*[\s\S]*?\*\//g, "")
      .replaceAll(/\s+/g, " ")
      .replaceAll(/ ?([{};,>]) ?/g, "$1")
      .trim();
  return {
    name: "passerelle-inline-style",
    transformIndexHtml: { order: "post", handler: (html) => html.replace("<!--style-->", `<style>${style()}</style>`) },
    generateBundle() {
      this.emitFile({ type: "asset", fileName: "inline-style.css", source: style() });
    },
  };
}

/** Public halves of the roots (JSON of `keys/roots.json`); a build without them trusts no pack. */
const roots = process.env.PASSERELLE_ROOTS
  ? readFileSync(process.env.PASSERELLE_ROOTS, "utf8")
  : '{"practice":true,"roots":[]}';

/**
 * Pins every file that the worker may keep to its hash, so that neither a sign-in page nor half a file is ever kept, and marks what is
 * fetched on demand: the desk's screens, and each catalogue with the language it is for.
 */
function pinFiles<Entry extends { readonly url: string }>(entries: readonly Entry[]) {
  // Written by Vite a moment ago.
  const built = JSON.parse(readFileSync(join(outDir, ".vite/manifest.json"), "utf8")) as BuiltManifest;
  const precached = new Set(personFiles(built));
  const languages = new Map(personCatalogues(built).map(({ file, language }) => [file, language]));
  return entries.map((entry) => {
    const digest = createHash("sha256")
      .update(readFileSync(join(outDir, entry.url)))
      .digest("base64");
    const language = languages.get(entry.url);
    return {
      ...entry,
      url: `/${entry.url}`,
      integrity: `sha256-${digest}`,
      ...(language === undefined ? {} : { language }),
      ...(entry.url.startsWith("assets/") && !precached.has(entry.url) ? { onDemand: true } : {}),
    };
  });
}

/** We resolve addresses ourselves; this line alone keeps 2 kB of `Router` in the first script. */
function withoutRouter(): Plugin {
  return {
    name: "passerelle-without-router",
    transform: {
      filter: { id: /preact-iso\/src\/router\.js$/ },
      handler: (code) => code.replace("Router.Provider = LocationProvider;", ""),
    },
  };
}

export default defineConfig({
  root,
  define: { __ROOTS__: roots },
  build: {
    outDir,
    emptyOutDir: true,
    target: "es2022",
    manifest: true,
    modulePreload: {
      polyfill: false,
      // Names of files cost the first script their bytes; what a later screen imports is on the device by then.
      resolveDependencies: (file, files, { hostType }) =>
        hostType === "html" || /\/(first-visit|create-services)-/.test(file)
          ? files
          : files.filter((one) => one.endsWith(".css")),
    },
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // Every screen needs these at once, and one file packs better than six (DESIGN: 30 kB before a page is interactive).
        codeSplitting: {
          groups: [
            {
              name: "first",
              test: /node_modules\/(preact|preact-iso|@lingui)\/|\/src\/ui\/(components\/icon|reading)\.tsx|\/src\/core\/direction\.ts/,
            },
          ],
        },
      },
      treeshake: {
        // Importing pure rules, or what is built on them, does nothing by itself: a re-export brings only what it leads to.
        moduleSideEffects: (id) => !/\/src\/(core|seal|sync|device)\//.test(id),
      },
    },
  },
  plugins: [
    preact(),
    lingui({ macroTransform: true }),
    inlineStyle(),
    withoutRouter(),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "sw",
      filename: "sw.ts",
      injectRegister: false,
      registerType: "prompt",
      manifest: false,
      includeManifestIcons: false,
      injectManifest: {
        // One classic script: Firefox ESR 115 runs no module workers as service workers.
        rollupFormat: "iife",
        globPatterns: ["index.html", "app.webmanifest", "icons/icon.svg", "assets/**/*.{js,css,wasm}"],
        globIgnores: [],
        manifestTransforms: [(entries) => ({ manifest: pinFiles(entries) })],
      },
    }),
  ],
});
