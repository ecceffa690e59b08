/** Several envelopes as one body: a big-endian 32-bit length before each (media type `envelopesMediaType`). */

/** Frames envelopes for a push, or for the answer to a case's owner. */
export function frameEnvelopes(envelopes: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const body = new Uint8Array(envelopes.reduce((sum, { length }) => sum + 4 + length, 0));
  const view = new DataView(body.buffer);
  let at = 0;
  for (const bytes of envelopes) {
    view.setUint32(at, bytes.length);
    body.set(bytes, at + 4);
    at += 4 + bytes.length;
  }
  return body;
}

export type CutResult =
  | { readonly ok: true; readonly envelopes: readonly Uint8Array<ArrayBuffer>[] }
  /** `at`: the byte where no whole envelope begins, or where one more than `most` does. */
  | { readonly ok: false; readonly at: number };

/** Cuts a framed body into copies of its envelopes; nothing may follow the last. */
export function cutEnvelopes(body: Uint8Array, most: number): CutResult {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const envelopes: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; at < body.length; ) {
    const length = at + 4 <= body.length ? view.getUint32(at) : Number.POSITIVE_INFINITY;
    if (at + 4 + length > body.length || envelopes.length === most) return { ok: false, at };
    envelopes.push(new Uint8Array(body.subarray(at + 4, at + 4 + length)));
    at += 4 + length;
  }
  return { ok: true, envelopes };
}
