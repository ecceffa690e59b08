/**
 * The data key of one holder (AES-256-GCM): every personal record on a device is encrypted with it before its first write. It is stored
 * wrapped by a device key, which the browser keeps and never gives out, or by the key of a PIN; unwrapped it is non-extractable.
 */
import { base64url, literal, object, type Parsed, union } from "../core/parse.ts";
import { type Bytes, cryptoRandom, fromBase64url, type Random, toBase64url } from "./bytes.ts";
import { canonicalBytes, readCanonical } from "./canonical-json.ts";
import type { KeyHandle } from "./key-handle.ts";
import { type Kdf, kdf, newKdf, passphraseKey } from "./passphrase.ts";
import { SealError } from "./seal-error.ts";

const wrappedFields = { v: literal(1), iv: base64url({ bytes: 12 }), wrapped: base64url({ bytes: 48 }) };
/** A wrapped data key as a device stores it. */
export const wrappedDataKey = union("by", {
  device: object({ by: literal("device"), ...wrappedFields }),
  pin: object({ by: literal("pin"), kdf, ...wrappedFields }),
});
export type WrappedDataKey = Parsed<typeof wrappedDataKey>;

/** What wraps: the device's key, or a PIN's key with how it was made. */
export type Wrapper =
  | { readonly by: "device"; readonly key: KeyHandle }
  | { readonly by: "pin"; readonly key: KeyHandle; readonly kdf: Kdf };

const aes = { name: "AES-GCM", length: 256 } as const;

/** A device's own key, non-extractable; IndexedDB keeps the handle. */
export const createDeviceKey = (): Promise<KeyHandle> =>
  crypto.subtle.generateKey(aes, false, ["wrapKey", "unwrapKey"]);

/** The wrapper of a PIN or passphrase: with a stored `kdf` to open, without one to set it. */
export async function pinWrapper(of: { pin: string; kdf?: Kdf }): Promise<Extract<Wrapper, { by: "pin" }>> {
  const chosen = of.kdf ?? newKdf();
  return { by: "pin", kdf: chosen, key: await passphraseKey({ passphrase: of.pin, kdf: chosen }) };
}

/** A fresh data key for a holder: wrapped to be stored, and ready for use. */
export async function createDataKey(of: {
  holder: string;
  wrapper: Wrapper;
}): Promise<{ wrapped: WrappedDataKey; key: KeyHandle }> {
  const extractable = await crypto.subtle.generateKey(aes, true, ["encrypt", "decrypt"]);
  const wrapped = await wrapKey({ ...of, key: extractable });
  return { wrapped, key: await unwrapDataKey({ ...of, wrapped }) };
}

/** The data key, non-extractable. Throws {@link SealError} `wrong-secret`: wrong PIN, other device key, other holder, damaged. */
export const unwrapDataKey = (of: { holder: string; wrapper: Wrapper; wrapped: WrappedDataKey }): Promise<KeyHandle> =>
  unwrapKey({ ...of, extractable: false });

/** The same data key under another wrapper; the caller deletes the old wrap in the transaction that stores the new one. */
export async function rewrapDataKey(of: {
  holder: string;
  wrapped: WrappedDataKey;
  from: Wrapper;
  to: Wrapper;
}): Promise<WrappedDataKey> {
  const key = await unwrapKey({ ...of, wrapper: of.from, extractable: true });
  return wrapKey({ holder: of.holder, wrapper: of.to, key });
}

/** Where a record stands; bound to its bytes, so that a record copied to another place or holder does not open. */
export type RecordPlace = { readonly table: string; readonly id: string; readonly holder: string };
export type EncryptedRecord = { readonly iv: Bytes; readonly body: Bytes };
type RecordJob = { readonly key: KeyHandle; readonly place: RecordPlace };

/** Encrypts plain data as canonical JSON. */
export const encryptRecord = (job: RecordJob & { value: unknown; random?: Random }): Promise<EncryptedRecord> =>
  encryptBytes({ ...job, bytes: canonicalBytes(job.value) });

/** The value, to be parsed by the caller. Throws {@link SealError} `damaged` for other keys, places or bytes. */
export const decryptRecord = async (job: RecordJob & { record: EncryptedRecord }): Promise<unknown> =>
  readCanonical(await decryptBytes(job));

/** Encrypts bytes, a photo say, under a random 96-bit nonce. */
export async function encryptBytes(job: RecordJob & { bytes: Uint8Array; random?: Random }): Promise<EncryptedRecord> {
  const iv = (job.random ?? cryptoRandom)(12);
  const params = { name: "AES-GCM", iv, additionalData: aadOf(job.place) } as const;
  return { iv, body: new Uint8Array(await crypto.subtle.encrypt(params, job.key, job.bytes)) };
}

export async function decryptBytes({ key, place, record }: RecordJob & { record: EncryptedRecord }): Promise<Bytes> {
  try {
    const params = { name: "AES-GCM", iv: record.iv, additionalData: aadOf(place) } as const;
    return new Uint8Array(await crypto.subtle.decrypt(params, key, record.body));
  } catch (cause) {
    throw new SealError("damaged", `record ${place.table}/${place.id} does not open`, { cause });
  }
}

const aadOf = ({ table, id, holder }: RecordPlace): Bytes => canonicalBytes([table, id, holder]);
const holderAad = (holder: string): Bytes => canonicalBytes(["data key", holder]);

async function wrapKey(of: { holder: string; wrapper: Wrapper; key: KeyHandle }): Promise<WrappedDataKey> {
  const iv = cryptoRandom(12);
  const params = { name: "AES-GCM", iv, additionalData: holderAad(of.holder) } as const;
  const wrapped = new Uint8Array(await crypto.subtle.wrapKey("raw", of.key, of.wrapper.key, params));
  const stored = { v: 1 as const, iv: toBase64url(iv), wrapped: toBase64url(wrapped) };
  return of.wrapper.by === "pin" ? { by: "pin", kdf: of.wrapper.kdf, ...stored } : { by: "device", ...stored };
}

async function unwrapKey(of: {
  holder: string;
  wrapper: Wrapper;
  wrapped: WrappedDataKey;
  extractable: boolean;
}): Promise<KeyHandle> {
  const { wrapper, wrapped, extractable } = of;
  try {
    const params = { name: "AES-GCM", iv: fromBase64url(wrapped.iv), additionalData: holderAad(of.holder) } as const;
    const bytes = fromBase64url(wrapped.wrapped);
    const usages: KeyHandle["usages"] = ["encrypt", "decrypt"];
    return await crypto.subtle.unwrapKey("raw", bytes, wrapper.key, params, "AES-GCM", extractable, usages);
  } catch (cause) {
    throw new SealError("wrong-secret", `the data key of ${of.holder} does not open`, { cause });
  }
}
