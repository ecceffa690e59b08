import "fake-indexeddb/auto";
import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import { beforeEach, describe, expect, test } from "vitest";
import { PackReader, type PackShelf } from "../../src/app/pack-shelf.ts";
import { PlaceList } from "../../src/app/place-list.ts";
import { createPackService, type LoadedPackService } from "../../src/app/services/pack-service.ts";
import { packPaths } from "../../src/core/pack.ts";
import { openDeviceDatabase } from "../../src/device/device-database.ts";
import { createPackMemory } from "../../src/device/pack-memory.ts";
import { createPackStore } from "../../src/device/pack-store.ts";
import type { TakePackRequest } from "../../src/sync/pack-messages.ts";
import { updatePack } from "../../src/sync/pack-update.ts";
import { now, type PackHub, packHub, place } from "../sync/pack-hub.ts";

let hub: PackHub;
let shelf: PackShelf;
let packs: LoadedPackService;
/** What the worker was asked; it says no unless told otherwise, and the page does the work. */
let asked: { readonly type: string; readonly languages?: readonly string[] }[];
let workerTakes: (request: TakePackRequest) => Promise<boolean>;

async function makeService({ hasDevice = true }: { hasDevice?: boolean } = {}): Promise<void> {
  const factory = { indexedDB: new IDBFactory(), IDBKeyRange };
  const device = hasDevice ? createPackStore((await openDeviceDatabase({ factory })).connection) : null;
  shelf = { device, memory: createPackMemory() };
  packs = createPackService({
    shelf,
    reader: new PackReader(shelf),
    places: new PlaceList(),
    transport: hub.transport,
    worker: {
      ask: async (request) => {
        asked.push(request);
        return request.type === "take-pack" && workerTakes(request);
      },
    },
    roots: hub.roots,
    changes: { tell: () => undefined },
    now,
  });
  await packs.reload();
}
const readIntoMemory = () =>
  updatePack({
    transport: hub.transport,
    store: shelf.memory,
    roots: hub.roots,
    place,
    languages: ["fr", "en"],
    scope: "reading",
    now,
  });

beforeEach(async () => {
  hub = await packHub();
  asked = [];
  workerTakes = async () => false;
  await makeService();
});

describe("keeping a place", () => {
  test("[LOOP-6] a place that was only read is kept without fetching its texts again, with its forms", async () => {
    await hub.publish({ sequence: 1 });
    await readIntoMemory();
    await packs.reload();
    expect(packs.places.value).toMatchObject([{ place, isKept: false, issuedAt: null }]);
    hub.asked.length = 0;
    expect(await packs.keep({ place, languages: ["fr", "en"] })).toEqual({ ok: true });
    expect(hub.asked).toHaveLength(2);
    expect(packs.places.value[0]?.languages.filter(({ isKept }) => isKept).map(({ language }) => language)).toEqual([
      "en",
      "fr",
    ]);
    expect(asked[0]).toMatchObject({ type: "take-pack", languages: ["fr", "en"] });
  });

  test("[LOOP-6] where the worker takes the place the page fetches nothing", async () => {
    await hub.publish({ sequence: 1 });
    const { device } = shelf;
    if (!device) throw new Error("no device");
    workerTakes = async ({ languages }) =>
      (
        await updatePack({
          transport: hub.transport,
          store: device,
          roots: hub.roots,
          place,
          languages: languages ?? "as-kept",
          scope: "whole",
          now,
        })
      ).ok;
    const before = hub.asked.length;
    expect(await packs.keep({ place, languages: ["en"] })).toEqual({ ok: true });
    expect(hub.asked.slice(before).filter((path) => path === packPaths.manifest(place))).toHaveLength(1);
    expect(packs.places.value).toMatchObject([{ place, isKept: true }]);
  });

  test("[LOOP-6] one language less, and none, need no connection", async () => {
    await hub.publish({ sequence: 1 });
    await packs.keep({ place, languages: ["fr", "en"] });
    hub.asked.length = 0;
    expect(await packs.keep({ place, languages: ["fr"] })).toEqual({ ok: true });
    expect((await shelf.device?.find(place))?.languages).toEqual(["fr"]);
    expect(await packs.keep({ place, languages: [] })).toEqual({ ok: true });
    expect(await shelf.device?.all()).toEqual([]);
    expect(hub.asked).toEqual([]);
  });

  test("[S11.3] a pack that does not verify is refused in words and the old one stays", async () => {
    await hub.publish({ sequence: 2 });
    await packs.keep({ place, languages: ["en"] });
    await hub.publish({ sequence: 1 });
    expect(await packs.checkNow()).toEqual({ ok: false, problem: "pack-refused" });
    expect((await shelf.device?.find(place))?.sequence).toBe(2);
  });

  test("[LOOP-6] without storage nothing is kept, and that is said", async () => {
    await makeService({ hasDevice: false });
    await hub.publish({ sequence: 1 });
    await readIntoMemory();
    expect(await packs.keep({ place, languages: ["en"] })).toEqual({ ok: false, problem: "reading-only" });
    expect((await packs.reading(place))?.texts.fr?.texts["place.title"]).toBe("Town fr");
    expect((await packs.form({ place, form: "question" }))?.form.title).toBe("Question");
  });

  test("[LOOP-6] no connection is told as such", async () => {
    hub.bent.set(packPaths.manifest(place), () => {
      throw new TypeError("offline");
    });
    expect(await packs.keep({ place, languages: ["en"] })).toEqual({ ok: false, problem: "no-connection" });
  });
});

describe("forms and keys", () => {
  test("[LOOP-7] a draft's form is found in the version that it is pinned to after a newer one came", async () => {
    const first = await hub.publish({ sequence: 1 });
    await packs.keep({ place, languages: ["en"] });
    const pinned = first.blocks["form.question"]?.hash ?? "";
    await hub.publish({ sequence: 2, formTitle: "Newer question" });
    await packs.checkNow();
    hub.asked.length = 0;
    expect((await packs.form({ place, form: "question" }))?.form.title).toBe("Newer question");
    expect(await packs.form({ place, form: "question", version: pinned })).toMatchObject({
      version: pinned,
      form: { title: "Question" },
    });
    expect(hub.asked).toEqual([]);
  });

  test("[LOOP-7] an older version that is not here is fetched, and taken only if its bytes are of that hash", async () => {
    const first = await hub.publish({ sequence: 1 });
    await hub.publish({ sequence: 2, formTitle: "Newer question" });
    await packs.keep({ place, languages: ["en"] });
    const version = first.blocks["form.question"]?.hash ?? "";
    hub.bent.set(
      packPaths.block(place, version),
      () => new Response("{}", { headers: { "content-type": "text/plain" } }),
    );
    expect(await packs.form({ place, form: "question", version })).toBeNull();
    hub.bent.clear();
    expect(await packs.form({ place, form: "question", version })).toMatchObject({ form: { title: "Question" } });
    expect(await packs.form({ place, form: "question", version: "A".repeat(43) })).toBeNull();
  });

  test("[S7.6] a desk can be sealed to only with a certified key that is valid now", async () => {
    await hub.publish({ sequence: 1 });
    await packs.keep({ place, languages: ["en"] });
    expect(await packs.canSeal({ place, desk: "newcomers" })).toBe(true);
    expect(await packs.canSeal({ place, desk: "nobody" })).toBe(false);
    expect(await packs.canSeal({ place: "elsewhere", desk: "newcomers" })).toBe(false);
  });
});
