/** Each language once: the device's own in its order, then the rest by their tags. */
export function orderLanguages({
  offered,
  preferred,
}: {
  offered: readonly string[];
  preferred: readonly string[];
}): readonly string[] {
  const rank = (language: string): number => {
    const place = preferred.findIndex((one) => one === language || one.split("-")[0] === language);
    return place === -1 ? preferred.length : place;
  };
  return [...new Set(offered)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
