/** EXIF of a JPEG: written to make a photo that tells where it was taken, read to prove that it no longer does. Format: CIPA DC-008 (Exif 3.0). */

const app1 = 0xe1;
const startOfScan = 0xda;
const exifMark = Buffer.from("Exif\0\0", "latin1");
const gpsPointer = 0x8825;
const ascii = 2;
const rational = 5;
const long = 4;

type Field = { readonly tag: number; readonly type: number; readonly count: number; readonly value: Buffer };

/** One directory: its fields in place, longer values behind it. Offsets count from the TIFF header. */
function directory(fields: readonly Field[], at: number): Buffer {
  const head = Buffer.alloc(2 + fields.length * 12 + 4);
  head.writeUInt16LE(fields.length, 0);
  const values: Buffer[] = [];
  let next = at + head.length;
  fields.forEach(({ tag, type, count, value }, index) => {
    const entry = 2 + index * 12;
    head.writeUInt16LE(tag, entry);
    head.writeUInt16LE(type, entry + 2);
    head.writeUInt32LE(count, entry + 4);
    if (value.length <= 4) value.copy(head, entry + 8);
    else {
      head.writeUInt32LE(next, entry + 8);
      values.push(value);
      next += value.length;
    }
  });
  return Buffer.concat([head, ...values]);
}

const text = (tag: number, content: string): Field => {
  const value = Buffer.from(`${content}\0`, "latin1");
  return { tag, type: ascii, count: value.length, value };
};

/** Degrees, minutes and seconds, each as a fraction. */
function angle(tag: number, parts: readonly number[]): Field {
  const value = Buffer.alloc(parts.length * 8);
  parts.forEach((part, index) => {
    value.writeUInt32LE(part, index * 8);
    value.writeUInt32LE(1, index * 8 + 4);
  });
  return { tag, type: rational, count: parts.length, value };
}

/** The photo with an EXIF segment: a description and the place (48° 51' 24" N, 2° 21' 3" E). */
export function withPlaceTaken(jpeg: Buffer, { description }: { description: string }): Buffer {
  const header = Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0]);
  const place = [text(1, "N"), angle(2, [48, 51, 24]), text(3, "E"), angle(4, [2, 21, 3])];
  const pointer = (at: number): Field => {
    const value = Buffer.alloc(4);
    value.writeUInt32LE(at, 0);
    return { tag: gpsPointer, type: long, count: 1, value };
  };
  const fields = (at: number) => [text(0x010e, description), pointer(at)];
  const gpsAt = header.length + directory(fields(0), header.length).length;
  const tiff = Buffer.concat([header, directory(fields(gpsAt), header.length), directory(place, gpsAt)]);
  const body = Buffer.concat([exifMark, tiff]);
  const segment = Buffer.from([0xff, app1, (body.length + 2) >> 8, (body.length + 2) & 0xff]);
  return Buffer.concat([jpeg.subarray(0, 2), segment, body, jpeg.subarray(2)]);
}

/** Markers of the segments before the picture's data, with their bodies. Throws when it is no JPEG. */
export function segmentsOf(jpeg: Buffer): readonly { readonly marker: number; readonly body: Buffer }[] {
  if (jpeg.readUInt16BE(0) !== 0xffd8) throw new Error("this is no JPEG");
  const segments: { marker: number; body: Buffer }[] = [];
  for (let at = 2; at + 4 <= jpeg.length; ) {
    const marker = jpeg[at + 1] ?? 0;
    const length = jpeg.readUInt16BE(at + 2);
    if (jpeg[at] !== 0xff || marker === startOfScan) return segments;
    segments.push({ marker, body: jpeg.subarray(at + 4, at + 2 + length) });
    at += 2 + length;
  }
  return segments;
}

/** Whether any EXIF segment points to a directory of where the photo was taken. */
export const tellsPlaceTaken = (jpeg: Buffer): boolean =>
  segmentsOf(jpeg).some(({ marker, body }) => {
    if (marker !== app1 || !body.subarray(0, 6).equals(exifMark)) return false;
    const tiff = body.subarray(6);
    const isLittle = tiff.readUInt16BE(0) === 0x4949;
    const u16 = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
    const first = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
    return Array.from({ length: u16(first) }, (_, index) => u16(first + 2 + index * 12)).includes(gpsPointer);
  });

/** Whether any segment holds what a camera writes beside the picture (EXIF, XMP: APP1; IPTC: APP13; comments). */
export const holdsMetadata = (jpeg: Buffer): boolean =>
  segmentsOf(jpeg).some(({ marker }) => marker === app1 || marker === 0xed || marker === 0xfe);
