/** Which files of the built app a person gets, read from Vite's manifest: what is precached, what comes on demand, what a screen loads. */

/** One entry of `.vite/manifest.json`. */
export type BuiltChunk = {
  readonly file: string;
  readonly name?: string;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
  readonly css?: readonly string[];
};
/** By source file: `index.html`, `src/desk/desk-app.tsx`, `locales/app/fr.po`. */
export type BuiltManifest = Readonly<Record<string, BuiltChunk>>;

export const appEntry = "index.html";
const isCatalogue = (source: string): boolean => source.startsWith("locales/");
/** Catalogues come with their language, the desk's screens to its officers. */
const isOnDemand = (source: string): boolean => isCatalogue(source) || source.startsWith("src/desk/");

/** A chunk that others share goes by its name instead of its source. */
function keyOf(manifest: BuiltManifest, source: string): string {
  const name = /([^/]+)\.tsx?$/.exec(source)?.[1];
  const found = Object.entries(manifest).find(([key, chunk]) => key === source || (name && chunk.name === name));
  if (!found) throw new Error(`the build made nothing of ${source}`);
  return found[0];
}

/** Files that come with some sources: their chunks and everything these import, and dynamic imports where `follows` says so. */
export function filesOf(
  manifest: BuiltManifest,
  { sources, follows = () => false }: { sources: readonly string[]; follows?: (source: string) => boolean },
): readonly string[] {
  const seen = new Set<string>();
  const queue = sources.map((source) => keyOf(manifest, source));
  for (let source = queue.pop(); source !== undefined; source = queue.pop()) {
    const chunk = manifest[source];
    if (!chunk) throw new Error(`the build made nothing of ${source}`);
    if (seen.has(source)) continue;
    seen.add(source);
    queue.push(...(chunk.imports ?? []), ...(chunk.dynamicImports ?? []).filter(follows));
  }
  return [...new Set([...seen].flatMap((source) => [manifest[source]?.file ?? "", ...(manifest[source]?.css ?? [])]))];
}

/** Everything that a person's device keeps, whatever the language. */
export const personFiles = (manifest: BuiltManifest): readonly string[] =>
  filesOf(manifest, { sources: [appEntry], follows: (source) => !isOnDemand(source) });

/** Catalogues that a person's device keeps, with their language; those of the desk are on demand like its screens. */
export const personCatalogues = (
  manifest: BuiltManifest,
): readonly { readonly language: string; readonly file: string }[] =>
  Object.entries(manifest).flatMap(([source, { file }]) => {
    const language = /^locales\/(?:app\/)?([^/]+)\.po$/.exec(source)?.[1];
    return language === undefined ? [] : [{ language, file }];
  });
