/**
 * The only file that touches pixels. A photo is drawn on a canvas, at most 1600 px on the long side, and encoded as JPEG anew: nothing of
 * the file's metadata (place, time, device, preview picture) is carried over.
 */

export type ScaledPhoto =
  | { readonly ok: true; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly ok: false; readonly problem: "not-an-image" | "too-large" };
export type ScalePhoto = (file: Blob) => Promise<ScaledPhoto>;

export const photoMediaType = "image/jpeg";
export const longestSidePx = 1_600;
/** Larger files would not fit into the memory of a small phone. */
const maxFileBytes = 60_000_000;
const jpegQuality = 0.85;

type Picture = { readonly source: CanvasImageSource; readonly width: number; readonly height: number };

/** Width and height of at most {@link longestSidePx}; small pictures keep theirs. */
export function fitWithin({ width, height }: { width: number; height: number }): { width: number; height: number } {
  const scale = Math.min(1, longestSidePx / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

export const scalePhoto: ScalePhoto = async (file) => {
  if (file.size > maxFileBytes) return { ok: false, problem: "too-large" };
  const jpeg = (await redraw(await decode(file))) ?? null;
  if (!jpeg) return { ok: false, problem: "not-an-image" };
  return { ok: true, bytes: new Uint8Array(await jpeg.arrayBuffer()) };
};

async function decode(file: Blob): Promise<Picture | null> {
  try {
    // Turned as the camera was held; a browser that does not know this option throws, and the picture element does the same.
    const source = await createImageBitmap(file, { imageOrientation: "from-image" });
    return { source, width: source.width, height: source.height };
  } catch {
    return decodeByElement(file);
  }
}

async function decodeByElement(file: Blob): Promise<Picture | null> {
  const address = URL.createObjectURL(file);
  try {
    const source = new Image();
    source.src = address;
    await source.decode();
    const { naturalWidth: width, naturalHeight: height } = source;
    return width > 0 && height > 0 ? { source, width, height } : null;
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Null for what was not decoded, and where the browser gives no canvas. */
async function redraw(picture: Picture | null): Promise<Blob | null> {
  if (!picture) return null;
  const canvas = document.createElement("canvas");
  Object.assign(canvas, fitWithin(picture));
  const pen = canvas.getContext("2d");
  if (!pen) return null;
  // JPEG has no transparency: without this a transparent picture turns black.
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture.source, 0, 0, canvas.width, canvas.height);
  if (picture.source instanceof ImageBitmap) picture.source.close();
  return new Promise((resolve) => canvas.toBlob(resolve, photoMediaType, jpegQuality));
}
