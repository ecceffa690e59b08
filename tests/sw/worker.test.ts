import "fake-indexeddb/auto";
import { afterEach, describe, expect, test } from "vitest";
import { openDeviceDatabase } from "../../src/device/device-database.ts";
import { createPackStore } from "../../src/device/pack-store.ts";
import { databaseName, type PackRecord } from "../../src/device/records.ts";
import { catalogueFiles, type PinnedFile, precachedFiles } from "../../sw/app-files.ts";
import { isReadable, keptPacks, withDevice } from "../../sw/device-packs.ts";

const file = (url: string, more: Partial<PinnedFile> = {}): PinnedFile => ({
  url,
  revision: null,
  integrity: "sha256-x",
  ...more,
});
const files = [
  file("/index.html", { revision: "1" }),
  file("/assets/index.js"),
  file("/assets/desk.js", { onDemand: true }),
  ...["en", "fr", "ar"].flatMap((language) => [
    file(`/assets/${language}.js`, { onDemand: true, language }),
    file(`/assets/app-${language}.js`, { onDemand: true, language }),
  ]),
];
const urls = (some: readonly PinnedFile[]) => some.map(({ url }) => url);

afterEach(
  () =>
    new Promise((resolve) => {
      indexedDB.deleteDatabase(databaseName).onsuccess = resolve;
    }),
);

describe("what the worker keeps", () => {
  test("[LOOP-6] the shell and a person's script at once, the desk and other languages' words on demand", () => {
    expect(urls(precachedFiles(files))).toEqual(["/index.html", "/assets/index.js"]);
  });

  test("[LOOP-6] the words of the pack's languages, in English where the interface lacks one", () => {
    expect(urls(catalogueFiles(files, ["ar"]))).toEqual(["/assets/ar.js", "/assets/app-ar.js"]);
    expect(urls(catalogueFiles(files, ["fr-BE"]))).toEqual(["/assets/fr.js", "/assets/app-fr.js"]);
    expect(urls(catalogueFiles(files, ["ti"]))).toEqual(["/assets/en.js", "/assets/app-en.js"]);
    expect(urls(catalogueFiles(files, []))).toEqual([]);
  });
});

describe("what the worker answers from the device", () => {
  const packs = [{ place: "eu", languages: ["en", "fr"] }];

  test("[LOOP-6][P2] every address of a kept place in a kept language, and the device's own screens", () => {
    for (const path of [
      "/",
      "/fr/",
      "/fr",
      "/fr/eu",
      "/fr/eu/",
      "/en/eu/p/ask-for-asylum",
      "/fr/eu/f/x",
      "/ar/mine",
      "/desk",
      "/uk/settings",
    ])
      expect([path, isReadable(path, packs)]).toEqual([path, true]);
  });

  test("[LOOP-6] what is not kept is asked of the hub", () => {
    for (const path of ["/ar/eu/p/ask-for-asylum", "/fr/example-town/", "/ar/", "/fr/eu/p/x/y", "/robots.txt"])
      expect([path, isReadable(path, packs)]).toEqual([path, false]);
    expect(isReadable("/", [])).toBe(false);
  });
});

describe("the device database in the worker", () => {
  const pack: PackRecord = {
    place: "eu",
    jws: "a.b.c",
    hash: "h",
    sequence: 1,
    publishersSequence: 1,
    languages: ["fr"],
    blocks: {},
    changedAt: "2026-11-24T12:00:00.000Z",
    checkedAt: "2026-11-24T12:00:00.000Z",
  };

  test("[S7.5] the worker makes no database where there is none", async () => {
    expect(await keptPacks()).toEqual([]);
    expect(await withDevice(async () => "open")).toBeNull();
    expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(databaseName);
  });

  test("[S7.5] the worker reads what a page stored and leaves the version as it is", async () => {
    const device = await openDeviceDatabase();
    await createPackStore(device.connection).swap({ pack, alsoKept: [] });
    const { version } = device.connection;
    device.close();
    expect(await keptPacks()).toEqual([pack]);
    expect((await indexedDB.databases()).find(({ name }) => name === databaseName)?.version).toBe(version);
  });

  test("[S7.5] the worker gives way at once to a page that upgrades", async () => {
    const device = await openDeviceDatabase();
    device.close();
    let upgraded = false;
    await withDevice(async () => {
      const request = indexedDB.open(databaseName, 9_990);
      request.onblocked = () => undefined;
      await new Promise((resolve) => {
        request.onsuccess = resolve;
      });
      upgraded = true;
      request.result.close();
    });
    expect(upgraded).toBe(true);
  });
});
