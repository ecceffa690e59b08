import fc from "fast-check";
import { compress } from "snappyjs";
import { expect, test } from "vitest";
import { uncompress } from "./snappy.ts";

test("[P6] what another library compressed with Snappy comes back byte for byte", () => {
  const text = fc.string({ unit: "binary", maxLength: 400 }).map((piece) => Buffer.from(piece.repeat(40)));
  fc.assert(
    fc.property(fc.oneof(text, fc.uint8Array({ maxLength: 70_000 })), (bytes) => {
      expect(Buffer.from(uncompress(new Uint8Array(compress(new Uint8Array(bytes))))).equals(bytes)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test("[P6] bytes that are not Snappy end with a RangeError, never without an end", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
      try {
        uncompress(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
    { numRuns: 2_000 },
  );
});
