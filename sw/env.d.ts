/** Public halves of the roots, compiled in. */
declare const __ROOTS__: import("../src/seal/manifest.ts").Roots;

interface ServiceWorkerGlobalScope {
  /** Every file that may be kept, pinned to its hash; the build fills it in. */
  readonly __WB_MANIFEST: readonly import("./app-files.ts").PinnedFile[];
}
/** Background Sync and Periodic Sync, which the compiler's library does not know (WICG drafts; Chromium only). */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}
interface ServiceWorkerGlobalScopeEventMap {
  sync: SyncEvent;
  periodicsync: SyncEvent;
}
