/**
 * The composition root of the page, in two parts: what a form needs to be filled in comes first, and the rest (worker, packs, sender, cases;
 * `create-rest.ts`) follows by itself.
 */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { createPackStore } from "../device/pack-store.ts";
import { cryptoRandom } from "../seal/bytes.ts";
import { openChangeChannel } from "../sync/change-channel.ts";
import type {
  AppService,
  CaseService,
  CaseView,
  KeptPlace,
  PackService,
  ReadingOnly,
  Services,
  StorageService,
} from "../ui/services.ts";
import { type OpenedDevice, openDevice } from "./open-device.ts";
import type { PageParts, Rest } from "./page-parts.ts";
import { statusBefore } from "./services/app-service.ts";
import { createDraftService } from "./services/draft-service.ts";
import { findForm } from "./services/form-source.ts";
import { later } from "./services/later.ts";
import type { PersonalContext } from "./services/personal-context.ts";
import { readingOnlyServices } from "./services/reading-only-services.ts";
import { scalePhoto } from "./services/scale-photo.ts";

const now = (): Date => new Date();

/** From now on packs are read from the full database, and the fast connection of the first paint is closed. */
async function takeDevice({ shelf, places }: PageParts, opened: OpenedDevice): Promise<void> {
  if (!opened.ok) return;
  const { connection } = opened.device;
  const before = places.connection;
  shelf.device = createPackStore(connection);
  places.connection = connection;
  before?.close();
  const heard = await places.read();
  if (heard) await places.note(heard);
}

/** A signal that shows another one once that is there. */
function shownLater<T>(first: T, rest: ReadonlySignal<Rest | null>, of: (rest: Rest) => T): ReadonlySignal<T> {
  return computed(() => (rest.value ? of(rest.value) : first));
}

/** Puts everything together; never rejects for a browser that lacks or refuses something. */
export async function createServices(parts: PageParts): Promise<Services> {
  const readingOnly = signal<ReadingOnly | null>(null);
  const opened = await openDevice({
    now,
    onNewerPage: () => {
      readingOnly.value = "newer-schema";
    },
  });
  if (!opened.ok) readingOnly.value = opened.why;
  await takeDevice(parts, opened);
  const changes = openChangeChannel();
  const rest = signal<Rest | null>(null);
  const loading: { promise: Promise<Rest> | null } = { promise: null };

  /** Loaded once; a part of the app that did not come is tried again with the next call. */
  const loadRest = (): Promise<Rest> => {
    loading.promise ??= import("./create-rest.ts")
      .then(({ createRest }) => createRest({ ...parts, opened, readingOnly, changes, drafts, now }))
      .then((created) => {
        rest.value = created;
        return created;
      })
      .catch((error: unknown) => {
        loading.promise = null;
        throw error;
      });
    return loading.promise;
  };
  const packs = later<PackService>(async () => (await loadRest()).packs, {
    places: shownLater<readonly KeptPlace[]>([], rest, (it) => it.packs.places.value),
    form: (of) => findForm(parts, of),
    reading: (place) => parts.reader.readAll(place),
  });
  const whole = async (): Promise<PersonalContext> => {
    const { context } = await loadRest();
    if (!context) throw new Error("nothing is finalised where nothing can be kept");
    return context;
  };
  const drafts = opened.ok
    ? createDraftService({ drafts: opened.drafts, packs, changes, scalePhoto, now, random: cryptoRandom, whole })
    : null;
  const refused = readingOnlyServices(async () => (await loadRest()).storage.deleteAll());
  await drafts?.reload().catch(() => undefined);
  const app: AppService = {
    status: shownLater(statusBefore(readingOnly.value), rest, (it) => it.app.status.value),
    sendNow: () => void loadRest().then((it) => it.app.sendNow()),
    restart: () => void loadRest().then((it) => it.app.restart()),
    dismissEmptiedNote: () => void loadRest().then((it) => it.app.dismissEmptiedNote()),
    now,
  };
  const services: Services = {
    app,
    packs,
    drafts: drafts ? { ...drafts, finalise: async (of) => (await loadRest()).drafts.finalise(of) } : refused.drafts,
    cases: opened.ok
      ? later<CaseService>(async () => (await loadRest()).cases, {
          cases: shownLater<readonly CaseView[]>([], rest, (it) => it.cases.cases.value),
          isLoaded: shownLater(false, rest, (it) => it.cases.isLoaded?.value ?? true),
        })
      : refused.cases,
    storage: opened.ok ? later<StorageService>(async () => (await loadRest()).storage, {}) : refused.storage,
  };
  // Without it everything on the screen works; it tries again when something needs it.
  loadRest().catch(() => undefined);
  return services;
}
