/** How requests are answered. Only pinned files of the app are ever kept; pages of the hub and of anybody else pass through. */
import { matchPrecache } from "workbox-precaching";
import { onDemandFile, type PinnedFile, shellAddress } from "./app-files.ts";
import { isReadable, keptPacks } from "./device-packs.ts";

/** Addresses of the hub that no screen stands at. */
const notOfApp = /^\/(api|packs|open|assets|icons|healthz|metrics)(\/|$)/;

export const isNavigation = ({ request, url }: { request: Request; url: URL }): boolean =>
  request.mode === "navigate" && !notOfApp.test(url.pathname);

export const isAsset = ({ url }: { url: URL }): boolean =>
  url.origin === location.origin && url.pathname.startsWith("/assets/");

/** The app's shell, kept at install; from the network should the browser have dropped it. */
const shell = async (): Promise<Response> => (await matchPrecache(shellAddress)) ?? fetch(shellAddress);

/** The shell where the device has what the address shows, else the hub's page, else the shell, which says what is missing. */
export async function answerNavigation({ request, url }: { request: Request; url: URL }): Promise<Response> {
  if (isReadable(url.pathname, await keptPacks())) return shell();
  try {
    return await fetch(request);
  } catch {
    return shell();
  }
}

/** A file that is kept on demand; one of another version comes from the network and is not kept. */
export const answerAsset =
  (files: readonly PinnedFile[]) =>
  async ({ request, url }: { request: Request; url: URL }): Promise<Response> =>
    (await onDemandFile(files, url.pathname)) ?? fetch(request);
