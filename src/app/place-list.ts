/** The places on offer: as the hub said last, and as this device remembers. */
import type { IDBPDatabase } from "idb";
import type { PlaceIndex } from "../core/pack.ts";
import type { MetaRecord } from "../device/records.ts";

export class PlaceList {
  #index: PlaceIndex | null = null;
  /** Null while there is no database. */
  connection: IDBPDatabase | null = null;

  /** As last heard; null when this device never heard it. */
  async read(): Promise<PlaceIndex | null> {
    if (this.#index) return this.#index;
    const found: MetaRecord | undefined = await this.connection?.get("meta", "placeIndex");
    if (found?.key === "placeIndex") this.#index = found.value;
    return this.#index;
  }

  /** Remembers what the hub said; on the device as soon as there is a database. */
  async note(index: PlaceIndex): Promise<void> {
    this.#index = index;
    const record: MetaRecord = { key: "placeIndex", value: index };
    await this.connection?.put("meta", record);
  }
}
