/** The second part of the composition root: worker, packs, a person's cases and the sender. Loaded when the first part is on the screen. */
import { type Signal, signal } from "@preact/signals";
import { deleteEverything } from "../device/delete-all.ts";
import { createPackStore } from "../device/pack-store.ts";
import { acknowledgeEmptied, checkWitness } from "../device/witness.ts";
import { cryptoRandom } from "../seal/bytes.ts";
import type { Transport } from "../sync/http-transport.ts";
import { hubsOfPacks } from "../sync/pack-hubs.ts";
import { createSyncEngine, type SyncEngine } from "../sync/sync-engine.ts";
import { idleState, type SyncState } from "../sync/sync-state.ts";
import { browserDeletion, documentCookies } from "./browser-deletion.ts";
import { followConnection } from "./follow-connection.ts";
import type { OpenedDevice } from "./open-device.ts";
import type { FirstPart, Personal, Rest } from "./page-parts.ts";
import { createAppService } from "./services/app-service.ts";
import { watchConnection } from "./services/connection-watch.ts";
import { createPackService, type LoadedPackService } from "./services/pack-service.ts";
import type { PersonalStores } from "./services/personal-context.ts";
import { capabilitiesOf, createPersonalServices, openPersonalStores } from "./services/personal-services.ts";
import { readingOnlyServices } from "./services/reading-only-services.ts";
import { watchReadyOffline } from "./services/ready-offline.ts";
import { scalePhoto } from "./services/scale-photo.ts";
import { followWaiting } from "./wake-up.ts";
import { linkWorker } from "./worker-link.ts";

/** Chromium tells it; others do not. */
const savesData = (): boolean =>
  "connection" in navigator &&
  typeof navigator.connection === "object" &&
  navigator.connection !== null &&
  "saveData" in navigator.connection &&
  navigator.connection.saveData === true;

function createEngine(of: {
  first: FirstPart;
  stores: PersonalStores;
  transport: Transport;
  sync: Signal<SyncState>;
}): SyncEngine {
  const { first, stores, transport, sync } = of;
  const engine = createSyncEngine({
    store: stores.outbox,
    transport,
    hubsOf: hubsOfPacks(createPackStore(stores.device.connection)),
    capabilityOf: capabilitiesOf(stores),
    locks: navigator.locks,
    channel: first.changes,
    now: Date.now,
    random: Math.random,
    timers: { set: (run, ms) => window.setTimeout(run, ms), clear: (timer) => window.clearTimeout(timer) },
    isVisible: () => document.visibilityState === "visible",
  });
  engine.subscribe((state) => {
    sync.value = state;
  });
  return engine;
}

async function createPersonal(of: {
  first: FirstPart;
  transport: Transport;
  packs: LoadedPackService;
  sync: Signal<SyncState>;
}): Promise<Personal> {
  const { first, packs } = of;
  const { opened, changes, now } = first;
  const deletion = browserDeletion(() => {
    if (opened.ok) opened.device.close();
    else first.places.connection?.close();
  });
  if (!opened.ok || !first.drafts)
    return { ...readingOnlyServices(() => deleteEverything(deletion)), context: null, engine: null };
  const stores = await openPersonalStores({ device: opened.device, now });
  const engine = createEngine({ ...of, stores });
  const { origin } = location;
  const context = { ...stores, packs, engine, changes, scalePhoto, origin, now, random: cryptoRandom };
  const browser = { storage: navigator.storage, deletion };
  return { ...createPersonalServices(context, browser, first.drafts), context, engine };
}

const isEmptied = async (opened: OpenedDevice): Promise<boolean> =>
  opened.ok && (await checkWitness({ tables: opened.device.tables, jar: documentCookies }));

/** Puts it together and starts the sender. */
export async function createRest(first: FirstPart): Promise<Rest> {
  const { opened, changes, now } = first;
  const watch = watchConnection(first.transport);
  const { transport } = watch;
  const current = signal(first.current.get());
  first.current.follow((reading) => {
    current.value = reading;
  });
  const worker = await linkWorker();
  const sync = signal<SyncState>(idleState);
  const packs = createPackService({ ...first, transport, worker, roots: __ROOTS__ });
  const personal = await createPersonal({ first, transport, packs, sync });
  const { engine } = personal;
  const app = createAppService({
    sources: {
      ...watchReadyOffline({ current, packs, worker, savesData }),
      connection: watch.connection,
      sync,
      fetching: packs.fetching,
      places: packs.places,
      updateWaiting: worker.updateWaiting,
      sendsByItself: followWaiting({ sync, worker }),
      storeWasEmptied: signal(await isEmptied(opened)),
      readingOnly: first.readingOnly,
    },
    sendNow: () => engine?.sendNow(),
    worker,
    acknowledgeEmptied: async () => {
      if (opened.ok) await acknowledgeEmptied(opened.device.tables);
    },
    now,
  });
  changes.listen(({ subject, isOwn }) => {
    if (subject === "packs" && !isOwn) void packs.reload();
  });
  await packs.reload();
  const askForNews = async (): Promise<void> => {
    if (personal.cases.cases.peek().length > 0) await personal.cases.refresh();
  };
  const look = async (): Promise<void> => {
    await packs.refresh();
    if (!savesData()) await packs.checkNow();
    await askForNews();
  };
  followConnection({
    connection: () => watch.connection.peek(),
    lose: watch.lose,
    shorten: () => engine?.shorten(),
    look,
    askForNews,
  });
  void engine?.start();
  void look();
  return { app, packs, ...personal };
}
