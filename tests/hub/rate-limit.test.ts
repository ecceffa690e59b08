import { expect, test } from "vitest";
import { RateLimit } from "../../src/hub/rate-limit.ts";

const limitAt = (clock: { ms: number }, most: number) =>
  new RateLimit({ burst: 3, perSecond: 1, most, now: () => clock.ms });

test("[LOOP-10] who asks too often waits, and may ask again after the time told", () => {
  const clock = { ms: 0 };
  const limit = limitAt(clock, 10);
  expect([limit.take("a"), limit.take("a"), limit.take("a"), limit.take("a")]).toEqual([0, 0, 0, 1]);
  expect(limit.take("b")).toBe(0);
  clock.ms = 2_000;
  expect(limit.take("a")).toBe(0);
});

test("[LOOP-10] many new addresses do not make the hub forget one that asks too often", () => {
  const clock = { ms: 0 };
  const limit = limitAt(clock, 100);
  for (let time = 0; time < 10; time += 1) limit.take("greedy");
  for (let other = 0; other < 1_000; other += 1) {
    expect(limit.take(`other ${other}`)).toBe(0);
    // It keeps asking, so it is never the one that asked longest ago.
    if (other % 50 === 0) expect(limit.take("greedy")).toBeGreaterThan(0);
  }
  expect(limit.take("greedy")).toBeGreaterThan(0);
});

test("[LOOP-10] the one that asked longest ago is forgotten for a new one", () => {
  const limit = limitAt({ ms: 0 }, 2);
  for (let time = 0; time < 4; time += 1) limit.take("a");
  limit.take("b");
  limit.take("c");
  expect(limit.take("a")).toBe(0);
});
