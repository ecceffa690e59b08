import { describe, expect, it } from "vitest";
import {
  createDataKey,
  createDeviceKey,
  decryptBytes,
  decryptRecord,
  encryptBytes,
  encryptRecord,
  pinWrapper,
  rewrapDataKey,
  unwrapDataKey,
  type Wrapper,
  wrappedDataKey,
} from "../../src/seal/data-key.ts";
import { newKdf } from "../../src/seal/passphrase.ts";

const holder = "h1";
const place = { table: "drafts", id: "d1", holder };
const deviceWrapper = async (): Promise<Wrapper> => ({ by: "device", key: await createDeviceKey() });
const pin = (text: string, kdf = newKdf({ iterations: 1_000 })) => pinWrapper({ pin: text, kdf });

describe("the data key of a holder", () => {
  it("[P9] neither the device key nor the unwrapped data key can be exported", async () => {
    const wrapper = await deviceWrapper();
    const { key, wrapped } = await createDataKey({ holder, wrapper });
    expect(wrapper.key.extractable).toBe(false);
    expect(key.extractable).toBe(false);
    expect((await unwrapDataKey({ holder, wrapper, wrapped })).extractable).toBe(false);
  });

  it("[S7.1] encrypts records and bytes that open again after a restart", async () => {
    const wrapper = await deviceWrapper();
    const { key, wrapped } = await createDataKey({ holder, wrapper });
    const record = await encryptRecord({ key, place, value: { name: "Amina", age: 4 } });
    const photo = await encryptBytes({ key, place, bytes: new Uint8Array([1, 2]) });
    const again = await unwrapDataKey({
      holder,
      wrapper,
      wrapped: wrappedDataKey(JSON.parse(JSON.stringify(wrapped))),
    });
    expect(await decryptRecord({ key: again, place, record })).toEqual({ name: "Amina", age: 4 });
    expect(await decryptBytes({ key: again, place, record: photo })).toEqual(new Uint8Array([1, 2]));
    expect(Buffer.from(record.body).includes("Amina")).toBe(false);
  });

  it("[P9] a record copied to another table, id or holder, or changed, does not open", async () => {
    const { key } = await createDataKey({ holder, wrapper: await deviceWrapper() });
    const { key: other } = await createDataKey({ holder, wrapper: await deviceWrapper() });
    const record = await encryptRecord({ key, place, value: 1 });
    const refused = { name: "SealError", reason: "damaged" };
    for (const change of [{ table: "cases" }, { id: "d2" }, { holder: "h2" }])
      await expect(decryptRecord({ key, place: { ...place, ...change }, record })).rejects.toMatchObject(refused);
    await expect(decryptRecord({ key: other, place, record })).rejects.toMatchObject(refused);
    const body = record.body.slice();
    body[0] = (body[0] ?? 0) ^ 1;
    await expect(decryptRecord({ key, place, record: { ...record, body } })).rejects.toMatchObject(refused);
  });

  it("[P9] setting a PIN keeps the records, and only the PIN opens them", async () => {
    const device = await deviceWrapper();
    const made = await createDataKey({ holder, wrapper: device });
    const record = await encryptRecord({ key: made.key, place, value: "kept" });
    const right = await pin("4711");
    const wrapped = await rewrapDataKey({ holder, wrapped: made.wrapped, from: device, to: right });
    if (wrapped.by !== "pin") throw new Error("wrapped by a PIN");
    const key = await unwrapDataKey({ holder, wrapper: await pin("4711", wrapped.kdf), wrapped });
    expect(await decryptRecord({ key, place, record })).toBe("kept");
    const refused = { reason: "wrong-secret" };
    const wrong = await pin("4712", wrapped.kdf);
    await expect(unwrapDataKey({ holder, wrapper: wrong, wrapped })).rejects.toMatchObject(refused);
    await expect(unwrapDataKey({ holder, wrapper: device, wrapped })).rejects.toMatchObject(refused);
    await expect(unwrapDataKey({ holder: "h2", wrapper: right, wrapped })).rejects.toMatchObject(refused);
  });
});
