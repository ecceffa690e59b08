/** Padding to size classes, so that a length tells little: big-endian 32-bit length, bytes, zeros. */
import { sizeClasses } from "../core/envelope.ts";
import { type Bytes, concat, readUint32, uint32 } from "./bytes.ts";
import { SealError } from "./seal-error.ts";

const prefixBytes = 4;
/** Past the last class, sizes are multiples of it. */
const largestClass = Math.max(...sizeClasses);

/** Size in bytes that a plaintext of `length` bytes is padded to: a class of core/envelope, or a multiple of the last. */
export function paddedSize(length: number): number {
  const needed = length + prefixBytes;
  return sizeClasses.find((size) => size >= needed) ?? Math.ceil(needed / largestClass) * largestClass;
}

export const isPaddedSize = (size: number): boolean => size > prefixBytes && paddedSize(size - prefixBytes) === size;

export function pad(bytes: Uint8Array): Bytes {
  const padded = new Uint8Array(paddedSize(bytes.length));
  padded.set(concat(uint32(bytes.length), bytes));
  return padded;
}

/** What was padded; throws {@link SealError} `malformed` unless length, class and zeros are exactly those of {@link pad}. */
export function unpad(padded: Bytes): Bytes {
  const length = readUint32(padded, 0);
  const end = prefixBytes + length;
  if (paddedSize(length) !== padded.length || padded.subarray(end).some((byte) => byte !== 0))
    throw new SealError("malformed", "wrong padding");
  return padded.slice(prefixBytes, end);
}
