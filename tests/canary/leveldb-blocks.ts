/** The entries of LevelDB's files, decompressed; formats: LevelDB's doc/table_format.md and doc/log_format.md. */
import { uncompress } from "./snappy.ts";

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

type Entry = { readonly key: Uint8Array; readonly value: Uint8Array };

const joined = (...pieces: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(pieces));

/** Keys share prefixes with the one before; here they are whole. */
function entriesIn(block: Uint8Array): readonly Entry[] {
  const restarts = new DataView(block.buffer, block.byteOffset + block.length - 4).getUint32(0, true);
  const end = block.length - 4 - restarts * 4;
  const entries: Entry[] = [];
  let key: Uint8Array = new Uint8Array();
  for (let at = 0; at < end; ) {
    const shared = readVarint(block, at);
    const unshared = readVarint(block, shared.next);
    const valueBytes = readVarint(block, unshared.next);
    const valueAt = valueBytes.next + unshared.value;
    key = joined(key.subarray(0, shared.value), block.subarray(valueBytes.next, valueAt));
    at = valueAt + valueBytes.value;
    entries.push({ key, value: block.subarray(valueAt, at) });
  }
  return entries;
}

/** Every data block of a table file, decompressed. An empty list when the file is no table. */
export function levelDbBlocks(file: Uint8Array): readonly Uint8Array[] {
  if (file.length < footerBytes) return [];
  const footer = file.subarray(file.length - footerBytes);
  if (new DataView(footer.buffer, footer.byteOffset + 40).getBigUint64(0, true) !== magic) return [];
  const { next } = readHandle(footer, 0);
  const { handle } = readHandle(footer, next);
  return entriesIn(readBlock(file, handle)).map(({ value }) => readBlock(file, readHandle(value, 0).handle));
}

const logBlockBytes = 32_768;
const recordHeadBytes = 7;
const batchHeadBytes = 12;

/** Records of a log file, put together from their pieces: 1 whole, 2 first, 3 middle, 4 last. Zeros fill a block's end. */
function* recordsIn(file: Buffer): Generator<Buffer> {
  let begun: Buffer[] = [];
  for (let block = 0; block < file.length; block += logBlockBytes) {
    const end = Math.min(block + logBlockBytes, file.length);
    for (let at = block; at + recordHeadBytes <= end; ) {
      const length = file.readUInt16LE(at + 4);
      const type = file[at + 6] ?? 0;
      if (type < 1 || type > 4) break;
      const piece = file.subarray(at + recordHeadBytes, at + recordHeadBytes + length);
      begun = type === 1 || type === 2 ? [piece] : [...begun, piece];
      if (type === 1 || type === 4) yield Buffer.concat(begun);
      at += recordHeadBytes + length;
    }
  }
}

/** A record of a log is a batch of writes: 1 puts a key and a value, 0 deletes a key. */
function entriesOfBatch(record: Uint8Array): readonly Entry[] {
  const entries: Entry[] = [];
  const readBytes = (at: number): { bytes: Uint8Array; next: number } => {
    const length = readVarint(record, at);
    const next = length.next + length.value;
    return { bytes: record.subarray(length.next, next), next };
  };
  for (let at = batchHeadBytes; at < record.length; ) {
    const key = readBytes(at + 1);
    const value = record[at] === 1 ? readBytes(key.next) : { bytes: new Uint8Array(), next: key.next };
    entries.push({ key: key.bytes, value: value.bytes });
    at = value.next;
  }
  return entries;
}

/** Chromium's IndexedDB compresses values of its own: this head, then Snappy (third_party/blink, idb_value_wrapping.cc). */
const snappyHead = Buffer.from([0xff, 0x11, 0x02]);

function uncompressedValue(value: Uint8Array): readonly Uint8Array[] {
  const at = Buffer.from(value.buffer, value.byteOffset, value.length).indexOf(snappyHead);
  if (at < 0) return [];
  try {
    return [uncompress(value.slice(at + snappyHead.length))];
  } catch {
    // The three bytes stood there by chance.
    return [];
  }
}

/** Keys and values of a table or a log of LevelDB, each whole and decompressed. An empty list for any other file. */
export function levelDbTexts(file: Buffer, name: string): readonly Uint8Array[] {
  const blocks = levelDbBlocks(file);
  const entries = blocks.flatMap(entriesIn);
  if (/^\d{6}\.log$/.test(name))
    for (const record of recordsIn(file))
      try {
        entries.push(...entriesOfBatch(record));
      } catch (error) {
        // A MANIFEST or a log that was cut by the kill.
        if (!(error instanceof RangeError)) throw error;
      }
  return [...blocks, ...entries.flatMap(({ key, value }) => [key, value, ...uncompressedValue(value)])];
}
