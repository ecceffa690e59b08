/** Whose records these are: one person for now. The data key is wrapped by a device key that the browser keeps and never gives out. */
import { createDataKey, createDeviceKey, unwrapDataKey, type WrappedDataKey } from "../seal/data-key.ts";
import type { KeyHandle } from "../seal/key-handle.ts";
import type { DeviceTables } from "./device-database.ts";

export type Holder = {
  readonly id: string;
  /** AES-256-GCM, non-extractable: encrypts every personal record before its first write (S7.1). */
  readonly key: KeyHandle;
};

/** The holder of a device that is not shared; the same word everywhere, so it identifies no one. */
export const firstHolder = "first";

/**
 * Opens the holder's data key, and makes device key, holder and data key on a new device. Two tabs that begin at once end with the
 * same keys. Throws a SealError `wrong-secret` when the stored key belongs to another device key.
 */
export async function openHolder({
  tables,
  now,
  id = firstHolder,
}: {
  tables: DeviceTables;
  now: () => Date;
  id?: string;
}): Promise<Holder> {
  const deviceKey = await openDeviceKey(tables);
  const wrapper = { by: "device", key: deviceKey } as const;
  const known = await tables.holders.get(id);
  const wrapped = known?.wrapped ?? (await addHolder({ tables, id, now, deviceKey }));
  return { id, key: await unwrapDataKey({ holder: id, wrapper, wrapped }) };
}

/** Keys are made outside the transaction, which WebCrypto would let commit early; the first writer wins. */
async function openDeviceKey(tables: DeviceTables): Promise<KeyHandle> {
  const known = await tables.keys.get("device");
  if (known) return known.key;
  const fresh = await createDeviceKey();
  return tables.transaction(["keys"], async ({ keys }) => {
    const other = await keys.get("device");
    if (other) return other.key;
    await keys.add({ id: "device", key: fresh });
    return fresh;
  });
}

async function addHolder(of: {
  tables: DeviceTables;
  id: string;
  now: () => Date;
  deviceKey: KeyHandle;
}): Promise<WrappedDataKey> {
  const { tables, id } = of;
  const { wrapped } = await createDataKey({ holder: id, wrapper: { by: "device", key: of.deviceKey } });
  return tables.transaction(["holders"], async ({ holders }) => {
    const other = await holders.get(id);
    if (other) return other.wrapped;
    await holders.add({ id, wrapped, createdAt: of.now().toISOString() });
    return wrapped;
  });
}
