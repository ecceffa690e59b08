/** deflate-raw (RFC 1951) by the platform's streams, never inflating past a bound. */
import { type Bytes, concat } from "./bytes.ts";
import { SealError } from "./seal-error.ts";

/** Fed in pieces, so that one piece inflates to 4 MiB at most (deflate's ratio ends at 1032) before the bound is looked at. */
const pieceBytes = 4_096;

export const deflate = (bytes: Uint8Array): Promise<Bytes> =>
  through({ transform: new CompressionStream("deflate-raw"), bytes, maxBytes: Number.POSITIVE_INFINITY });

/**
 * Inflates `bytes` to at most `maxBytes`. Throws {@link SealError} `too-large` past that, and `malformed` for what is not one
 * whole deflate stream.
 */
export async function inflate({ bytes, maxBytes }: { bytes: Uint8Array; maxBytes: number }): Promise<Bytes> {
  try {
    return await through({ transform: new DecompressionStream("deflate-raw"), bytes, maxBytes });
  } catch (cause) {
    if (cause instanceof SealError) throw cause;
    throw new SealError("malformed", "not deflate-raw", { cause });
  }
}

async function through(job: { transform: ByteTransform; bytes: Uint8Array; maxBytes: number }): Promise<Bytes> {
  const writer = job.transform.writable.getWriter();
  const reader = job.transform.readable.getReader();
  const feed = async () => {
    for (let at = 0; at < job.bytes.length; at += pieceBytes) {
      await writer.ready;
      await writer.write(job.bytes.subarray(at, at + pieceBytes));
    }
    await writer.close();
  };
  const feeding = feed().catch((error: unknown) => error);
  const pieces: Uint8Array[] = [];
  let total = 0;
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    total += step.value.length;
    if (total > job.maxBytes) {
      await Promise.allSettled([reader.cancel(), writer.abort()]);
      throw new SealError("too-large", `inflates to more than ${job.maxBytes} bytes`);
    }
    pieces.push(step.value);
  }
  const failure = await feeding;
  if (failure !== undefined) throw new SealError("malformed", "stream failed", { cause: failure });
  return concat(...pieces);
}
