import { existsSync, readFileSync, statSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { InputError } from "../publish/content/fault.ts";
import { readTemplate } from "../publish/site/html-document.ts";
import type { RenderPage, Site } from "../publish/site/write-site.ts";
import { inProject } from "./project-root.ts";

const isRenderer = (module: unknown): module is { readonly renderStaticPage: RenderPage } =>
  typeof module === "object" &&
  module !== null &&
  "renderStaticPage" in module &&
  typeof module.renderStaticPage === "function";

/** The built app as publishing needs it. Throws an {@link InputError} when it is not built. */
export async function loadSite(): Promise<Site> {
  const index = inProject("dist/app/index.html");
  const entry = inProject("dist/prerender/prerender-entry.js");
  for (const file of [index, entry])
    if (!existsSync(file)) throw new InputError(`${file}: the app is not built`, "run ./passerelle build");
  // The query makes Node load it again after a new build in the same process.
  const module: unknown = await import(`${pathToFileURL(entry).href}?built=${statSync(entry).mtimeMs}`);
  if (!isRenderer(module)) throw new InputError(`${entry}: exports no renderStaticPage`, "run ./passerelle build");
  return { template: readTemplate(readFileSync(index, "utf8")), renderPage: module.renderStaticPage };
}
