/** What of the app is kept: the shell and a person's script at once, the rest when it is asked for. Every file is pinned to its hash. */

/** `integrity` makes the browser refuse a sign-in page, or half a file, in its place. */
export type PinnedFile = {
  readonly url: string;
  readonly revision: string | null;
  readonly integrity: string;
  /** Not precached. */
  readonly onDemand?: boolean;
  /** Of a catalogue of the interface. */
  readonly language?: string;
};

export const shellAddress = "/index.html";
export const onDemandCache = "passerelle-on-demand";

export const precachedFiles = (files: readonly PinnedFile[]): PinnedFile[] => files.filter(({ onDemand }) => !onDemand);

/** Catalogues for the languages of a pack; the interface speaks English where it lacks one. */
export function catalogueFiles(files: readonly PinnedFile[], languages: readonly string[]): readonly PinnedFile[] {
  const catalogues = files.filter(({ language }) => language !== undefined);
  const wanted = new Set(
    languages.flatMap((language) => {
      const known = [language, language.split("-")[0]].find((one) => catalogues.some((file) => file.language === one));
      return known ?? "en";
    }),
  );
  return catalogues.filter(({ language }) => language !== undefined && wanted.has(language));
}

/** Fetches a pinned file into the cache unless it is there. @throws when it cannot be had whole */
async function keep({ url, integrity }: PinnedFile): Promise<void> {
  const cache = await caches.open(onDemandCache);
  if (await cache.match(url)) return;
  const response = await fetch(new Request(url, { integrity, credentials: "same-origin" }));
  if (!response.ok) throw new TypeError(`${url}: status ${response.status}`);
  await cache.put(url, response);
}

/** Keeps the interface's words in some languages. @throws when one cannot be had whole */
export async function keepWords(files: readonly PinnedFile[], languages: readonly string[]): Promise<void> {
  await Promise.all(catalogueFiles(files, languages).map(keep));
}

/** A kept file, or the file from the network, kept for the next time; null for one that this version does not have. */
export async function onDemandFile(files: readonly PinnedFile[], path: string): Promise<Response | null> {
  const file = files.find(({ url, onDemand }) => onDemand && url === path);
  const cache = await caches.open(onDemandCache);
  const kept = await cache.match(path);
  if (kept || !file) return kept ?? null;
  await keep(file);
  return (await cache.match(path)) ?? null;
}

/** Drops what an older version kept and this one does not have. */
export async function dropOldFiles(files: readonly PinnedFile[]): Promise<void> {
  const current = new Set(files.map(({ url }) => url));
  const cache = await caches.open(onDemandCache);
  for (const request of await cache.keys())
    if (!current.has(new URL(request.url).pathname)) await cache.delete(request);
}
