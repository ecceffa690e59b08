import { join } from "node:path";
import { lingui } from "@lingui/vite-plugin";
import { preact } from "@preact/preset-vite";
import { build } from "vite";

const root = join(import.meta.dirname, "../..");

/** A script of this folder with the app's own modules in it, as one classic script whose exports stand in the global `bench`. */
export async function bundleScript(script: string): Promise<string> {
  const built = await build({
    configFile: false,
    root,
    logLevel: "silent",
    plugins: [preact(), lingui({ macroTransform: true, cwd: root })],
    build: {
      write: false,
      target: "es2022",
      lib: { entry: join(import.meta.dirname, script), formats: ["iife"], name: "bench" },
    },
  });
  // One library in one format is one output of one chunk.
  const [result] = built as readonly { readonly output: readonly { readonly code: string }[] }[];
  const code = result?.output[0]?.code;
  if (!code) throw new Error(`${script} was not built`);
  return code;
}
