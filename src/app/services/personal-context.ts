/** What the services of a person's things are built on; the composition root gives the real ones, tests their own clock and network. */
import type { Manifest } from "../../core/pack.ts";
import type { CaseStore } from "../../device/cases.ts";
import type { DeviceDatabase } from "../../device/device-database.ts";
import type { DraftStore } from "../../device/drafts.ts";
import type { Holder } from "../../device/holders.ts";
import type { OutboxStore } from "../../device/outbox-store.ts";
import type { Random } from "../../seal/bytes.ts";
import type { ChangeChannel } from "../../sync/change-channel.ts";
import type { SyncEngine } from "../../sync/sync-engine.ts";
import type { Outcome, PackService } from "../../ui/services.ts";
import type { OwnEnvelopes } from "./own-envelopes.ts";
import type { ScalePhoto } from "./scale-photo.ts";

/** What is asked of the packs on this device. */
export type PacksOfPerson = Pick<PackService, "form" | "reading"> & {
  /** The verified manifest of a place on this device; null when the place is not here. */
  readonly manifest: (place: string) => Promise<Manifest | null>;
  /** Brings a place to this device, for a case that is opened by its slip. */
  readonly fetch: (place: string) => Promise<Outcome>;
};

/** Stores of one holder whose data key is open. */
export type PersonalStores = {
  readonly device: DeviceDatabase;
  readonly holder: Holder;
  readonly drafts: DraftStore;
  readonly cases: CaseStore;
  readonly outbox: OutboxStore;
  readonly own: OwnEnvelopes;
};

export type PersonalContext = PersonalStores & {
  readonly packs: PacksOfPerson;
  readonly engine: Pick<SyncEngine, "wake" | "withdraw" | "state" | "subscribe" | "transport">;
  readonly changes: Pick<ChangeChannel, "tell" | "listen">;
  readonly scalePhoto: ScalePhoto;
  /** `https://hub.example`, for the address on a claim slip. */
  readonly origin: string;
  readonly now: () => Date;
  readonly random: Random;
};
