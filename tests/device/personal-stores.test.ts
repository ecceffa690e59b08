import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { describe, expect, test } from "vitest";
import { type CaseBody, CaseStore, sealNewCase } from "../../src/device/cases.ts";
import { deleteDatabase, deleteEverything } from "../../src/device/delete-all.ts";
import { NewerDatabase, openDeviceDatabase } from "../../src/device/device-database.ts";
import { type DraftBody, DraftStore } from "../../src/device/drafts.ts";
import { openHolder } from "../../src/device/holders.ts";
import { storageProblemOf } from "../../src/device/storage-fault.ts";
import { askToPersist, readUsage } from "../../src/device/storage-health.ts";
import { acknowledgeEmptied, type CookieJar, checkWitness, removeWitnessCookie } from "../../src/device/witness.ts";
import { anyHash } from "../seal/making.ts";

const now = () => new Date("2026-11-24T12:00:00Z");
const open = (factory = new IDBFactory()) => openDeviceDatabase({ factory: { indexedDB: factory, IDBKeyRange } });
const draftBody: DraftBody = {
  v: 1,
  place: "example-town",
  form: "question",
  formVersion: anyHash,
  language: "en",
  answers: { "/name": "Amina" },
  attachments: [],
  screen: null,
  corrects: null,
  startedAt: now().toISOString(),
  savedAt: now().toISOString(),
};
const caseBody: CaseBody = {
  v: 1,
  secret: anyHash,
  capability: null,
  nextCapability: null,
  envelopeHash: anyHash,
  place: "example-town",
  form: "question",
  formVersion: anyHash,
  desk: "newcomers",
  practice: true,
  language: "en",
  finalisedAt: now().toISOString(),
  corrects: null,
  deskMessages: [],
  unverified: [],
  downloaded: false,
  movedAway: false,
  isClaimed: false,
};

/** A browser's cookies: one string out, one cookie in. */
function makeJar(): CookieJar & { written: string[] } {
  const cookies = new Map<string, string>();
  const written: string[] = [];
  return {
    written,
    read: () => [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
    write: (cookie) => {
      written.push(cookie);
      const [pair = ""] = cookie.split(";");
      const [name = "", value = ""] = pair.split("=");
      if (/Max-Age=0(;|$)/.test(cookie)) cookies.delete(name);
      else cookies.set(name, value);
    },
  };
}

describe("holders and their records", () => {
  test("[S7.1] two tabs that begin at once share one data key", async () => {
    const factory = new IDBFactory();
    const [one, other] = [await open(factory), await open(factory)];
    const holders = await Promise.all([openHolder({ ...one, now }), openHolder({ ...other, now })]);
    const [first, second] = holders.map(
      (holder, tab) => new DraftStore({ tables: [one, other][tab]?.tables ?? one.tables, holder }),
    );
    await first?.add({ id: "a", body: draftBody });
    expect((await second?.get("a"))?.value).toEqual(draftBody);
    expect(await one.tables.holders.count()).toBe(1);
  });

  test("[S7.1] another holder of the device sees neither drafts nor photos", async () => {
    const { tables } = await open();
    const mine = new DraftStore({ tables, holder: await openHolder({ tables, now }) });
    await mine.add({ id: "a", body: draftBody, copies: [{ path: "/photo", bytes: new Uint8Array([1, 2, 3]) }] });
    const other = new DraftStore({ tables, holder: await openHolder({ tables, now, id: "second" }) });
    expect([await other.get("a"), await other.copy({ id: "a", path: "/photo" }), await other.list()]).toEqual([
      null,
      null,
      [],
    ]);
    expect(await other.replace({ id: "a", base: 1, body: draftBody })).toEqual({ ok: false, reason: "missing" });
    await other.remove("a");
    expect(await mine.copy({ id: "a", path: "/photo" })).toEqual(new Uint8Array([1, 2, 3]));
  });

  test("[S7.7] a write over an older revision changes nothing, photos included", async () => {
    const { tables } = await open();
    const drafts = new DraftStore({ tables, holder: await openHolder({ tables, now }) });
    await drafts.add({ id: "a", body: draftBody });
    await drafts.replace({ id: "a", base: 1, body: { ...draftBody, answers: { "/name": "newer" } } });
    const stale = { id: "a", base: 1, body: draftBody, put: [{ path: "/photo", bytes: new Uint8Array([1]) }] };
    expect(await drafts.replace(stale)).toEqual({ ok: false, reason: "changed" });
    expect((await drafts.get("a"))?.value.answers).toEqual({ "/name": "newer" });
    expect(await tables.copies.count()).toBe(0);
  });

  test("[S8.3] two writers of one case lose neither's change", async () => {
    const { tables } = await open();
    const holder = await openHolder({ tables, now });
    await tables.cases.add(await sealNewCase({ holder, id: "a", body: caseBody }));
    const cases = new CaseStore({ tables, holder });
    await Promise.all(
      [1, 2, 3, 4, 5].map((number) =>
        cases.update("a", (body) => ({ ...body, unverified: [...body.unverified, number] })),
      ),
    );
    expect([...((await cases.get("a"))?.value.unverified ?? [])].sort()).toEqual([1, 2, 3, 4, 5]);
  });

  test("[S10.2] a field that a newer version wrote into a case is carried when this one changes it", async () => {
    const { tables } = await open();
    const holder = await openHolder({ tables, now });
    await tables.cases.add(await sealNewCase({ holder, id: "a", body: { ...caseBody, ...{ helper: "x" } } }));
    const cases = new CaseStore({ tables, holder });
    await cases.update("a", (body) => ({ ...body, downloaded: true }));
    expect((await cases.get("a"))?.value).toMatchObject({ helper: "x", downloaded: true });
  });
});

describe("the store as a whole", () => {
  test("[S7.4] a store that the browser emptied while the cookie stayed is noticed until the person was told", async () => {
    const jar = makeJar();
    const first = await open();
    expect(await checkWitness({ ...first, jar })).toBe(false);
    expect(await checkWitness({ ...first, jar })).toBe(false);
    const emptied = await open();
    expect(await checkWitness({ ...emptied, jar })).toBe(true);
    expect(await checkWitness({ ...emptied, jar })).toBe(true);
    await acknowledgeEmptied(emptied.tables);
    expect(await checkWitness({ ...emptied, jar })).toBe(false);
  });

  test("[S7.4] a new person, and one who only deleted the cookies, are told nothing; the cookie is the same for everybody", async () => {
    const [jar, other] = [makeJar(), makeJar()];
    const device = await open();
    await checkWitness({ ...device, jar });
    await checkWitness({ ...(await open()), jar: other });
    expect(jar.written).toEqual(other.written);
    removeWitnessCookie(jar);
    expect(jar.read()).toBe("");
    expect(await checkWitness({ ...device, jar })).toBe(false);
    expect(jar.read()).toBe(other.read());
  });

  test("[S7.5] code that meets a newer schema opens nothing to write into and leaves it as it is", async () => {
    const factory = new IDBFactory();
    const newer = factory.open("passerelle", 9_990);
    newer.onupgradeneeded = () => newer.result.createObjectStore("drafts", { keyPath: "somethingElse" });
    await new Promise((resolve) => {
      newer.onsuccess = resolve;
    });
    newer.result.close();
    await expect(open(factory)).rejects.toThrow(NewerDatabase);
    const again = factory.open("passerelle");
    await new Promise((resolve) => {
      again.onsuccess = resolve;
    });
    expect([again.result.version, [...again.result.objectStoreNames]]).toEqual([9_990, ["drafts"]]);
  });

  test("[S7.5] after a newer page upgraded, calls of this one fail instead of opening the database again", async () => {
    const factory = new IDBFactory();
    const { tables } = await open(factory);
    const newer = factory.open("passerelle", 9_990);
    await new Promise((resolve) => {
      newer.onsuccess = resolve;
    });
    const problem = await tables.drafts.count().then(
      () => null,
      (error: unknown) => storageProblemOf(error),
    );
    expect(problem).toBe("reading-only");
    newer.result.close();
  });

  test("[LOOP-6] what storage says is told apart, and a mistake of ours is none of it", () => {
    const inner = { name: "AbortError", inner: { name: "QuotaExceededError" } };
    expect(storageProblemOf(inner)).toBe("storage-full");
    expect(storageProblemOf(new DOMException("", "QuotaExceededError"))).toBe("storage-full");
    expect(storageProblemOf(new DOMException("", "UnknownError"))).toBe("storage-failed");
    expect(storageProblemOf({ name: "DatabaseClosedError" })).toBe("reading-only");
    expect(storageProblemOf(new TypeError("x is not a function"))).toBeNull();
  });

  test("[LOOP-6] usage and persistence are told as far as the browser does", async () => {
    expect(await readUsage(undefined)).toEqual({ usedBytes: 0, quotaBytes: null, isPersisted: false });
    const storage = {
      estimate: async () => ({ usage: 7, quota: 70 }),
      persisted: async () => true,
      persist: async () => true,
    };
    expect(await readUsage(storage)).toEqual({ usedBytes: 7, quotaBytes: 70, isPersisted: true });
    expect([await askToPersist(storage), await askToPersist(undefined)]).toEqual([true, false]);
  });

  test("[LOOP-13] deleting everything removes the database, goes on after a failed step, and then leaves the witness", async () => {
    const factory = new IDBFactory();
    const device = await open(factory);
    const done: string[] = [];
    const steps = {
      closeDatabase: () => device.close(),
      deleteDatabase: () => deleteDatabase({ indexedDB: factory, name: "passerelle" }),
      deletePreferences: async () => void done.push("preferences"),
      deleteCaches: async () => Promise.reject(new Error("blocked")),
      unregisterServiceWorkers: async () => void done.push("workers"),
      removeWitness: () => void done.push("witness"),
    };
    await expect(deleteEverything(steps)).rejects.toThrow("not everything");
    expect(done).toEqual(["workers", "preferences"]);
    expect(await factory.databases()).toEqual([]);
    await deleteEverything({ ...steps, deleteCaches: async () => undefined });
    expect(done.at(-1)).toBe("witness");
  });
});
