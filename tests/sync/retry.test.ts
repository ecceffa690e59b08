import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quietCapMs, retryDelayMs, visibleCapMs } from "../../src/sync/retry.ts";

describe("waiting between attempts", () => {
  test("[S5.1] waits are between 0 and min(cap, 1 s x 2^attempt), and use all of that room", () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 2_000 }),
        fc.constantFrom(visibleCapMs, quietCapMs),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, capMs, random) => {
          const most = Math.min(capMs, 1_000 * 2 ** attempt);
          const delay = retryDelayMs({ attempt, capMs, random });
          expect(delay).toBeGreaterThanOrEqual(0);
          expect(delay).toBeLessThan(most);
          expect(delay).toBe(Math.floor(random * most));
        },
      ),
    );
  });

  test("[S5.1] the cap is 20 s while a page is visible and 15 min hidden", () => {
    expect([visibleCapMs, quietCapMs]).toEqual([20_000, 900_000]);
    const longest = { attempt: 40, random: 0.999_999_9 };
    expect(retryDelayMs({ ...longest, capMs: visibleCapMs })).toBe(19_999);
    expect(retryDelayMs({ ...longest, capMs: quietCapMs })).toBe(899_999);
  });

  test("[S5.1] devices that fail together come back apart", () => {
    // A small generator with a printed seed, so that a failure can be repeated.
    let seed = 20_261_124;
    const random = () => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return seed / 2 ** 32;
    };
    const seconds = new Array<number>(20).fill(0);
    for (let device = 0; device < 10_000; device++) {
      const second = Math.floor(retryDelayMs({ attempt: 9, capMs: visibleCapMs, random: random() }) / 1_000);
      seconds[second] = (seconds[second] ?? 0) + 1;
    }
    // Evenly: 500 in each second, give or take six standard deviations.
    for (const count of seconds) expect(Math.abs(count - 500)).toBeLessThan(6 * Math.sqrt(500));
  });
});
