import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { logLogSlope, median, percentile } from "./statistics.ts";

describe("statistics of the measurements", () => {
  test("the median is the middle value, whatever the order, and the mean of two in the middle", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 100])).toBe(3.5);
    expect(median([7])).toBe(7);
    expect(() => median([])).toThrow(RangeError);
  });

  test("one value out of line does not move the median beyond its neighbours", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 3, maxLength: 15 }), (values) => {
        const all = [...values].sort((a, b) => a - b);
        const spoilt = median([...values, 1_000_000]);
        expect(spoilt).toBeGreaterThanOrEqual(median(values));
        expect(spoilt).toBeLessThanOrEqual(all[Math.ceil(all.length / 2)] ?? 1_000_000);
      }),
    );
  });

  test("a percentile is a value that was measured, by its rank", () => {
    const values = Array.from({ length: 200 }, (_, index) => 200 - index);
    expect([percentile(values, 50), percentile(values, 99), percentile(values, 100)]).toEqual([100, 198, 200]);
    expect(percentile([3, 1, 2], 0)).toBe(1);
    expect(() => percentile([], 99)).toThrow(RangeError);
  });

  test("the slope is the exponent of a power, 0 for what does not grow and 1 for what grows in line", () => {
    const at = (power: number) => [100, 1_000, 10_000].map((x) => ({ x, y: 250 * x ** power }));
    for (const power of [0, 0.05, 0.5, 1, -1]) expect(logLogSlope(at(power))).toBeCloseTo(power, 10);
  });

  test("a constant start with a linear scan of a tenth in it is over the budget of 0.05", () => {
    const scanned = [100, 1_000, 10_000].map((x) => ({ x, y: 300 + 0.05 * x }));
    expect(logLogSlope(scanned)).toBeGreaterThan(0.05);
  });

  test("a slope needs two different sizes above zero", () => {
    expect(() => logLogSlope([{ x: 5, y: 1 }])).toThrow(RangeError);
    expect(() =>
      logLogSlope([
        { x: 0, y: 1 },
        { x: 10, y: 1 },
      ]),
    ).toThrow(RangeError);
  });
});
