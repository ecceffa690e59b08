/**
 * Authenticated encryption of bytes of any length in chunks, after STREAM (Hoang, Reyhanitabar, Rogaway, Vizar: "Online
 * Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance", 2015): AES-256-GCM, 64 KiB of plaintext a chunk, nonce = seven
 * zero bytes, the chunk's number (32 bits, big-endian), and 1 for the last chunk, else 0. A key seals one thing once, so no nonce
 * comes twice; a chunk that is changed, moved, repeated, cut off or added does not open.
 */
import { type Bytes, concat, uint32 } from "./bytes.ts";
import type { KeyHandle } from "./key-handle.ts";
import { SealError } from "./seal-error.ts";

export const chunkBytes = 65_536;
export const tagBytes = 16;

type ChunkJob = { readonly key: KeyHandle; readonly aad: Uint8Array };

const gcm = (job: { number: number; isLast: boolean; aad: Uint8Array }) =>
  ({
    name: "AES-GCM",
    iv: concat(new Uint8Array(7), uint32(job.number), Uint8Array.of(job.isLast ? 1 : 0)),
    additionalData: job.aad,
  }) as const;

const chunkCount = (length: number, size: number): number => Math.max(1, Math.ceil(length / size));

/** Length in bytes of what {@link sealChunks} makes of `length` bytes. */
export const sealedSize = (length: number): number => length + chunkCount(length, chunkBytes) * tagBytes;

/** Length in bytes of the plaintext that gave `sealedBytes`; may be negative or impossible for a made-up length. */
export const plaintextSize = (sealedBytes: number): number =>
  sealedBytes - chunkCount(sealedBytes, chunkBytes + tagBytes) * tagBytes;

/** Seals `plaintext` under a key that seals nothing else. */
export async function sealChunks({ key, aad, plaintext }: ChunkJob & { plaintext: Uint8Array }): Promise<Bytes> {
  const count = chunkCount(plaintext.length, chunkBytes);
  const sealed = new Uint8Array(sealedSize(plaintext.length));
  for (let number = 0; number < count; number++) {
    const chunk = plaintext.subarray(number * chunkBytes, (number + 1) * chunkBytes);
    const params = gcm({ number, isLast: number === count - 1, aad });
    sealed.set(new Uint8Array(await crypto.subtle.encrypt(params, key, chunk)), number * (chunkBytes + tagBytes));
  }
  return sealed;
}

/** Opens what {@link sealChunks} made; throws {@link SealError} `damaged` when any bit, chunk or the AAD differs. */
export async function openChunks({ key, aad, ciphertext }: ChunkJob & { ciphertext: Uint8Array }): Promise<Bytes> {
  const stride = chunkBytes + tagBytes;
  const count = chunkCount(ciphertext.length, stride);
  const length = plaintextSize(ciphertext.length);
  // Exact inverse, so that a plaintext length has one ciphertext length.
  if (length < 0 || sealedSize(length) !== ciphertext.length) throw new SealError("damaged", "cut off");
  const plaintext = new Uint8Array(length);
  for (let number = 0; number < count; number++) {
    const chunk = ciphertext.subarray(number * stride, (number + 1) * stride);
    try {
      const params = gcm({ number, isLast: number === count - 1, aad });
      plaintext.set(new Uint8Array(await crypto.subtle.decrypt(params, key, chunk)), number * chunkBytes);
    } catch (cause) {
      throw new SealError("damaged", `chunk ${number} of ${count} does not open`, { cause });
    }
  }
  return plaintext;
}
