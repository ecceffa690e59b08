import type { Roots } from "../../seal/manifest.ts";
import type { ChangeChannel } from "../../sync/change-channel.ts";
import type { Transport } from "../../sync/http-transport.ts";
import type { PackReader, PackShelf } from "../pack-shelf.ts";
import type { PlaceList } from "../place-list.ts";
import type { WorkerLink } from "../worker-link.ts";

/** What the service of packs is built on. */
export type PackContext = {
  readonly shelf: PackShelf;
  readonly reader: PackReader;
  readonly places: PlaceList;
  readonly transport: Transport;
  readonly worker: Pick<WorkerLink, "ask">;
  readonly roots: Roots;
  readonly changes: Pick<ChangeChannel, "tell">;
  readonly now: () => Date;
};
