/** The service worker: what it listens to. What is kept stands in app-files.ts, how requests are answered in answer.ts. */
import { precacheAndRoute } from "workbox-precaching";
import { registerRoute } from "workbox-routing";
import { answerAsset, answerNavigation, isAsset, isNavigation } from "./answer.ts";
import { dropOldFiles, keepWords, precachedFiles } from "./app-files.ts";
import { keptPacks } from "./device-packs.ts";
import { answerPage } from "./page-requests.ts";
import { wake } from "./wake.ts";

declare const self: ServiceWorkerGlobalScope;
const files = self.__WB_MANIFEST;

// A file that cannot be had whole fails the install, and the old worker stays.
precacheAndRoute(precachedFiles(files), { directoryIndex: "", cleanURLs: false });
registerRoute(isAsset, answerAsset(files));
registerRoute(isNavigation, answerNavigation);

self.addEventListener("install", (event) => {
  // A new version speaks the languages that are kept before it takes over.
  const languages = keptPacks().then((packs) => packs.flatMap((pack) => pack.languages));
  event.waitUntil(languages.then((kept) => keepWords(files, kept)));
});
// The page that installed us reads its parts from us at once.
self.addEventListener("activate", (event) => event.waitUntil(Promise.all([self.clients.claim(), dropOldFiles(files)])));
self.addEventListener("message", (event) => {
  // Workbox's word for "the person wants the new version now".
  if (event.data?.type === "SKIP_WAITING") event.waitUntil(self.skipWaiting());
  else event.waitUntil(answerPage(files, event));
});
self.addEventListener("sync", (event) => event.waitUntil(wake(event.tag)));
self.addEventListener("periodicsync", (event) => event.waitUntil(wake(event.tag)));
