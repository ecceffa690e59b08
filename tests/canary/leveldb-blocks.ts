/** The blocks of a LevelDB table file, decompressed; format: LevelDB's doc/table_format.md. */
import { uncompress } from "snappyjs";

const footerBytes = 48;
const magic = 0xdb4775248b80fb57n;

type Handle = { readonly offset: number; readonly size: number };

function readVarint(bytes: Uint8Array, at: number): { value: number; next: number } {
  let value = 0;
  let scale = 1;
  for (let next = at; next < bytes.length; next += 1) {
    const byte = bytes[next] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, next: next + 1 };
    scale *= 128;
  }
  throw new RangeError("a varint runs over the end");
}

function readHandle(bytes: Uint8Array, at: number): { handle: Handle; next: number } {
  const offset = readVarint(bytes, at);
  const size = readVarint(bytes, offset.next);
  return { handle: { offset: offset.value, size: size.value }, next: size.next };
}

/** One byte after a block tells its compression: 0 none, 1 Snappy. */
function readBlock(file: Uint8Array, { offset, size }: Handle): Uint8Array {
  const content = file.slice(offset, offset + size);
  return file[offset + size] === 1 ? uncompress(content) : content;
}

/** Values of an index block are handles of data blocks; keys share prefixes with the one before. */
function handlesIn(index: Uint8Array): readonly Handle[] {
  const restarts = new DataView(index.buffer, index.byteOffset + index.length - 4).getUint32(0, true);
  const end = index.length - 4 - restarts * 4;
  const handles: Handle[] = [];
  for (let at = 0; at < end; ) {
    const shared = readVarint(index, at);
    const unshared = readVarint(index, shared.next);
    const valueBytes = readVarint(index, unshared.next);
    const valueAt = valueBytes.next + unshared.value;
    handles.push(readHandle(index, valueAt).handle);
    at = valueAt + valueBytes.value;
  }
  return handles;
}

/** Every data block of a table file, decompressed. An empty list when the file is no table. */
export function levelDbBlocks(file: Uint8Array): readonly Uint8Array[] {
  if (file.length < footerBytes) return [];
  const footer = file.subarray(file.length - footerBytes);
  if (new DataView(footer.buffer, footer.byteOffset + 40).getBigUint64(0, true) !== magic) return [];
  const { next } = readHandle(footer, 0);
  const { handle } = readHandle(footer, next);
  return handlesIn(readBlock(file, handle)).map((block) => readBlock(file, block));
}
