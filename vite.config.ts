import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lingui } from "@lingui/vite-plugin";
import { preact } from "@preact/preset-vite";
import { defineConfig, type Plugin } from "vite";

const root = import.meta.dirname;

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

export default defineConfig({
  root,
  define: { __ROOTS__: roots },
  build: {
    outDir: "dist/app",
    emptyOutDir: true,
    target: "es2022",
    manifest: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  plugins: [preact(), lingui({ macroTransform: true }), inlineStyle()],
});
