import "fake-indexeddb/auto";
import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import { expect, test } from "vitest";
import { enrolOfficer } from "../../src/desk/desk-keys.ts";
import { officerStoreOn } from "../../src/desk/officer-record.ts";
import { openDeviceDatabase } from "../../src/device/device-database.ts";

const passphrase = "correct horse battery staple";

test("[LOOP-11] an officer's record survives the page, whole, and tells no private key", async () => {
  const factory = { indexedDB: new IDBFactory(), IDBKeyRange };
  const { record } = await enrolOfficer({
    place: "example-town",
    desk: "newcomers",
    passphrase,
    makesDeskKey: true,
    iterations: 1_000,
  });
  const first = await openDeviceDatabase({ factory });
  expect(await officerStoreOn(first.tables).save(record)).toBe(true);
  first.close();

  const second = await openDeviceDatabase({ factory });
  const store = officerStoreOn(second.tables);
  const [read, ...more] = await store.all();
  expect(read).toEqual(record);
  expect(more).toEqual([]);
  // The letter d names the private half of a JWK.
  expect(JSON.stringify(read)).not.toMatch(/"d":/);
  await store.remove(record.kid);
  expect(await store.all()).toEqual([]);
  second.close();
});

test("[LOOP-11] a record that the browser would not keep is told", async () => {
  const database = await openDeviceDatabase({ factory: { indexedDB: new IDBFactory(), IDBKeyRange } });
  const { record } = await enrolOfficer({
    place: "example-town",
    desk: "newcomers",
    passphrase,
    makesDeskKey: false,
    iterations: 1_000,
  });
  database.close();
  expect(await officerStoreOn(database.tables).save(record)).toBe(false);
});
