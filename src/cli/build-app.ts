import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writePrecompressed } from "../publish/pack/precompress.ts";
import { inProject, projectRoot } from "./project-root.ts";

/** What the built app depends on, beside the roots. */
const sources = [
  "src",
  "sw",
  "locales",
  "public",
  "index.html",
  "vite.config.ts",
  "package-lock.json",
  "tsconfig.base.json",
];
const notInApp = new Set(["hub", "cli"]);
const stampFile = inProject("dist", "build-stamp");

function* filesBelow(path: string): Generator<string> {
  if (!existsSync(path)) return;
  const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const child = join(path, entry.name);
    if (!entry.isDirectory()) yield child;
    else if (!(path === inProject("src") && notInApp.has(entry.name))) yield* filesBelow(child);
  }
}

/** Changes when a source file or the roots change. */
export function buildStamp(rootsFile: string): string {
  const hash = createHash("sha256");
  for (const name of sources) {
    const path = inProject(name);
    const files = /\.[a-z]+$/.test(name) ? (existsSync(path) ? [path] : []) : [...filesBelow(path)];
    for (const file of files)
      hash
        .update(`${file.slice(projectRoot.length)}\0`)
        .update(readFileSync(file))
        .update("\0");
  }
  return hash.update(readFileSync(rootsFile)).digest("hex");
}

export const isBuilt = (rootsFile: string): boolean =>
  existsSync(stampFile) &&
  existsSync(inProject("dist/app/index.html")) &&
  existsSync(inProject("dist/prerender/prerender-entry.js")) &&
  readFileSync(stampFile, "utf8") === buildStamp(rootsFile);

/** Text files of the app get their brotli and gzip beside them; the hub serves these. */
export async function precompressApp(dir: string): Promise<void> {
  const names = readdirSync(dir, { recursive: true, encoding: "utf8" });
  for (const name of names.filter((one) => /\.(js|css|html|svg|webmanifest)$/.test(one)))
    await writePrecompressed({ dir, previousDir: null }, name, readFileSync(join(dir, name)));
}

/** Bundles the page renderer for Node, which runs no .tsx. */
async function buildPrerender(roots: string): Promise<void> {
  const { build } = await import("vite");
  const { preact } = await import("@preact/preset-vite");
  const { lingui } = await import("@lingui/vite-plugin");
  await build({
    configFile: false,
    root: projectRoot,
    logLevel: "warn",
    define: { __ROOTS__: roots },
    plugins: [preact(), lingui({ macroTransform: true, cwd: projectRoot })],
    ssr: { noExternal: true },
    build: {
      ssr: inProject("src/publish/prerender-entry.tsx"),
      outDir: inProject("dist/prerender"),
      emptyOutDir: true,
      target: "node24",
      copyPublicDir: false,
      rolldownOptions: {
        output: { entryFileNames: "prerender-entry.js" },
        // The page renderer has every catalogue at once; the app's own way to them goes along unused.
        checks: { ineffectiveDynamicImport: false },
      },
    },
  });
}

/**
 * Builds the app into dist/app and the page renderer into dist/prerender, with the public roots compiled in, unless what is
 * there was built from the same sources and roots. Returns whether anything was built.
 */
export async function buildApp({ rootsFile, force = false }: { rootsFile: string; force?: boolean }): Promise<boolean> {
  if (!force && isBuilt(rootsFile)) return false;
  const stamp = buildStamp(rootsFile);
  rmSync(stampFile, { force: true });
  // vite.config.ts reads the roots from this file.
  process.env.PASSERELLE_ROOTS = rootsFile;
  process.env.NODE_ENV = "production";
  const { build } = await import("vite");
  await build({ configFile: inProject("vite.config.ts"), root: projectRoot, logLevel: "warn", mode: "production" });
  await precompressApp(inProject("dist/app"));
  await buildPrerender(readFileSync(rootsFile, "utf8"));
  mkdirSync(inProject("dist"), { recursive: true });
  writeFileSync(stampFile, stamp);
  return true;
}
