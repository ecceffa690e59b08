/** The few statistics that measurements need; nothing is assumed about how values are spread. */

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

/** The middle value, or the mean of the two in the middle. @throws RangeError without values */
export function median(values: readonly number[]): number {
  const all = sorted(values);
  const upper = all[Math.floor(all.length / 2)];
  const lower = all[Math.floor((all.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new RangeError("no values");
  return (lower + upper) / 2;
}

/** The smallest value that at least `percent` of 100 of the values do not exceed (nearest rank). @throws RangeError without values */
export function percentile(values: readonly number[], percent: number): number {
  const found = sorted(values)[Math.max(0, Math.ceil((percent / 100) * values.length) - 1)];
  if (found === undefined) throw new RangeError("no values");
  return found;
}

/**
 * The exponent b of y = a · x^b by least squares on logarithms: 0 is constant, 1 is linear.
 * @param points at least two different x, all numbers above 0
 */
export function logLogSlope(points: readonly { readonly x: number; readonly y: number }[]): number {
  const logs = points.map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y) }));
  const mean = (of: "x" | "y"): number => logs.reduce((sum, point) => sum + point[of], 0) / logs.length;
  const middle = { x: mean("x"), y: mean("y") };
  const spread = logs.reduce((sum, { x }) => sum + (x - middle.x) ** 2, 0);
  if (!(spread > 0)) throw new RangeError("a slope needs two different x above 0");
  return logs.reduce((sum, { x, y }) => sum + (x - middle.x) * (y - middle.y), 0) / spread;
}
