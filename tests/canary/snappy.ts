/**
 * Decompression of Snappy's raw format (google/snappy, format_description.txt). The scan tries it on any bytes, so unlike npm's `snappyjs`,
 * which can run for ever on bytes that are none, it only ever moves forward.
 */
const longestBytes = 64 * 1024 * 1024;
/** A copy of three bytes gives at most 64. */
const mostGrowth = 32;

function readLength(bytes: Uint8Array): { length: number; next: number } {
  let length = 0;
  for (let at = 0; at < 5; at += 1) {
    const byte = bytes[at];
    if (byte === undefined) break;
    length += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return { length, next: at + 1 };
  }
  throw new RangeError("this is not Snappy: no length");
}

/** Little-endian number of `count` bytes. */
function readNumber(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let index = 0; index < count; index += 1) value += (bytes[at + index] ?? 0) * 256 ** index;
  return value;
}

/** Throws a RangeError for bytes that are not Snappy. */
export function uncompress(bytes: Uint8Array): Uint8Array {
  const { length, next } = readLength(bytes);
  if (length > longestBytes || length > bytes.length * mostGrowth) throw new RangeError("this is not Snappy: too long");
  const whole = new Uint8Array(length);
  let filled = 0;
  const take = (size: number): void => {
    filled += size;
    if (filled > length) throw new RangeError("this is not Snappy: more than it says");
  };
  for (let at = next; at < bytes.length; ) {
    const tag = bytes[at] ?? 0;
    at += 1;
    const kind = tag & 3;
    if (kind === 0) {
      const small = tag >>> 2;
      const more = Math.max(0, small - 59);
      const size = (more > 0 ? readNumber(bytes, at, more) : small) + 1;
      at += more;
      if (at + size > bytes.length) throw new RangeError("this is not Snappy: cut off");
      const from = filled;
      take(size);
      whole.set(bytes.subarray(at, at + size), from);
      at += size;
      continue;
    }
    const size = kind === 1 ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1;
    const width = kind === 3 ? 4 : kind;
    const offset = readNumber(bytes, at, width) + (kind === 1 ? (tag >>> 5) * 256 : 0);
    at += width;
    const from = filled;
    if (offset === 0 || offset > from) throw new RangeError("this is not Snappy: copies from before the beginning");
    take(size);
    for (let index = 0; index < size; index += 1) whole[from + index] = whole[from + index - offset] ?? 0;
  }
  if (filled !== length) throw new RangeError("this is not Snappy: less than it says");
  return whole;
}
