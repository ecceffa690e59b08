/** The page's side of the service worker: registration, the waiting version, and what is asked of the worker. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { Workbox } from "workbox-window";
import { ParseError } from "../core/parse.ts";
import {
  type KeepWordsRequest,
  type TakePackAnswer,
  type TakePackRequest,
  takePackAnswer,
  wakeUps,
} from "../sync/pack-messages.ts";
import type { PackProgress } from "../sync/pack-update.ts";
import { trustedWorkerAddress } from "./trusted-types.ts";

export type WorkerLink = {
  /** False where the browser has none or refuses ours: then nothing is ready offline, and everything works while the page is open. */
  readonly isSupported: boolean;
  /** Our requests and navigations go through a worker that has the app. */
  readonly isControlled: ReadonlySignal<boolean>;
  /** A new version waits, or runs already while this page is of the old one. */
  readonly updateWaiting: ReadonlySignal<boolean>;
  /** Takes the waiting version and loads the page again, once nothing in the page would be lost. */
  readonly restart: () => Promise<void>;
  /** True when the worker did it; false when there is none, it is silent, or it failed: the page tries itself then. */
  readonly ask: (
    request: TakePackRequest | KeepWordsRequest,
    onProgress?: (progress: PackProgress) => void,
  ) => Promise<boolean>;
  /** Asks the browser to wake the worker when there is a connection; false where it does not (S5.6). */
  readonly registerWakeUp: () => Promise<boolean>;
};

/** The worker may fetch for long, but not be silent for so long. */
const silentMs = 60_000;
const askAgainMs = 200;
const mostAsks = 25;
const updateEveryMs = 3_600_000;
const lookForPacksEveryMs = 43_200_000;

/** Background Sync and Periodic Sync (WICG), which the compiler's library does not know. */
type WakeableRegistration = ServiceWorkerRegistration & {
  readonly sync?: { readonly register: (tag: string) => Promise<void> };
  readonly periodicSync?: { readonly register: (tag: string, options: { minInterval: number }) => Promise<void> };
};

const noWorker: WorkerLink = {
  isSupported: false,
  isControlled: signal(false),
  updateWaiting: signal(false),
  restart: async () => undefined,
  ask: async () => false,
  registerWakeUp: async () => false,
};

/** Whether closing the page now would lose something: a draft with unsaved keystrokes saves itself and says so. */
const wouldLose = (): boolean => !dispatchEvent(new Event("beforeunload", { cancelable: true }));

async function untilNothingIsLost(): Promise<boolean> {
  for (let asks = 0; asks < mostAsks; asks++) {
    if (!wouldLose()) return true;
    await new Promise((resolve) => setTimeout(resolve, askAgainMs));
  }
  return false;
}

/** An answer of another version's worker may be something that this page does not know. */
function readAnswer(data: unknown): TakePackAnswer | null {
  try {
    return takePackAnswer(data, "answer");
  } catch (error) {
    if (error instanceof ParseError) return null;
    throw error;
  }
}

function askWorker(
  request: TakePackRequest | KeepWordsRequest,
  onProgress: (progress: PackProgress) => void,
): Promise<boolean> {
  const worker = navigator.serviceWorker.controller;
  if (!worker) return Promise.resolve(false);
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout>;
    const end = (isDone: boolean): void => {
      clearTimeout(timer);
      port1.close();
      resolve(isDone);
    };
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => end(false), silentMs);
    };
    port1.onmessage = ({ data }: MessageEvent<unknown>) => {
      const answer = readAnswer(data);
      wait();
      if (answer?.kind === "progress") onProgress(answer);
      else end(answer?.kind === "done");
    };
    wait();
    worker.postMessage(request, [port2]);
  });
}

/** Registers the worker. A browser without service workers, or one that refuses, gets a link that does nothing. */
export async function linkWorker(): Promise<WorkerLink> {
  if (!("serviceWorker" in navigator)) return noWorker;
  const isControlled = signal(navigator.serviceWorker.controller !== null);
  const updateWaiting = signal(false);
  let isRestarting = false;
  const workbox = new Workbox(trustedWorkerAddress(window.trustedTypes));
  workbox.addEventListener("waiting", () => {
    updateWaiting.value = true;
  });
  workbox.addEventListener("controlling", ({ isUpdate }) => {
    isControlled.value = true;
    if (isRestarting) location.reload();
    // Another tab took the new version: this page is of the old one.
    else if (isUpdate) updateWaiting.value = true;
  });
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    isControlled.value = navigator.serviceWorker.controller !== null;
  });
  let registration: WakeableRegistration | undefined;
  try {
    registration = await workbox.register({ immediate: true });
  } catch {
    // Refused by the browser or by a policy: everything works without it while the page is open.
    return noWorker;
  }
  setInterval(() => void workbox.update().catch(() => undefined), updateEveryMs);
  void registration?.periodicSync?.register(wakeUps.packs, { minInterval: lookForPacksEveryMs }).catch(() => undefined);

  return {
    isSupported: true,
    isControlled,
    updateWaiting,
    restart: async () => {
      if (!(await untilNothingIsLost())) return;
      isRestarting = true;
      if (registration?.waiting) workbox.messageSkipWaiting();
      else location.reload();
    },
    ask: (request, onProgress = () => undefined) => askWorker(request, onProgress),
    registerWakeUp: async () => {
      try {
        if (!registration?.sync) return false;
        await registration.sync.register(wakeUps.outbox);
        return true;
      } catch {
        return false;
      }
    },
  };
}
