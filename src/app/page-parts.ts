/** What the two parts of the composition root hand to each other. */
import type { ReadonlySignal } from "@preact/signals";
import type { ChangeChannel } from "../sync/change-channel.ts";
import type { Transport } from "../sync/http-transport.ts";
import type { SyncEngine } from "../sync/sync-engine.ts";
import type { AppService, CaseService, DraftService, ReadingOnly, StorageService } from "../ui/services.ts";
import type { Held } from "./held.ts";
import type { OpenedDevice } from "./open-device.ts";
import type { PackReader, PackShelf } from "./pack-shelf.ts";
import type { PlaceList } from "./place-list.ts";
import type { LoadedDraftService } from "./services/draft-service.ts";
import type { LoadedPackService } from "./services/pack-service.ts";
import type { PersonalContext } from "./services/personal-context.ts";
import type { Current } from "./services/ready-offline.ts";

export type PageParts = {
  readonly shelf: PackShelf;
  readonly reader: PackReader;
  readonly places: PlaceList;
  readonly transport: Transport;
  /** What is being read; null where no place is. */
  readonly current: Held<Current | null>;
};

/** What the second part builds on. */
export type FirstPart = PageParts & {
  readonly opened: OpenedDevice;
  readonly readingOnly: ReadonlySignal<ReadingOnly | null>;
  readonly changes: ChangeChannel;
  /** Null where nothing can be kept. */
  readonly drafts: LoadedDraftService | null;
  readonly now: () => Date;
};

export type Personal = {
  readonly drafts: DraftService;
  readonly cases: CaseService;
  readonly storage: StorageService;
  /** Null where nothing can be kept. */
  readonly context: PersonalContext | null;
  readonly engine: SyncEngine | null;
};
export type Rest = Personal & { readonly app: AppService; readonly packs: LoadedPackService };
