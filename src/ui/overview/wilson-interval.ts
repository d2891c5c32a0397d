/**
 * The 95 % score interval of a proportion, as shares of 0..1 (Wilson 1927). It stays within 0..1 and says
 * something for few trials, where the usual +- does not. Null where there is no trial or more hits than trials.
 */
export function wilsonInterval(
  hits: number,
  trials: number,
  z = 1.959964,
): { low: number; high: number } | null {
  if (trials <= 0 || hits < 0 || hits > trials) return null;
  const share = hits / trials;
  const scale = 1 + z ** 2 / trials;
  const centre = (share + z ** 2 / (2 * trials)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
