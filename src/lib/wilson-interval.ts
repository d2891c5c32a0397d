/** An interval of a share or of a difference of shares. */
export interface Interval {
  low: number;
  high: number;
}

const z95 = 1.959963984540054;

/**
 * The 95 % score interval of a proportion, as shares of 0..1 (Wilson 1927). It stays within 0..1 and says
 * something for few trials, where the usual +- does not. Null where there is no trial or more hits than trials.
 */
export function wilsonInterval(hits: number, trials: number, z = z95): Interval | null {
  if (trials <= 0 || hits < 0 || hits > trials) return null;
  const share = hits / trials;
  const scale = 1 + z ** 2 / trials;
  const centre = (share + z ** 2 / (2 * trials)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/**
 * The 95 % interval of a difference of two proportions, first minus second (Newcombe 1998, Statistics in Medicine 17:873, method 10:
 * squared distances to the ends of both Wilson intervals). Null where a side has no trial.
 */
export function newcombeInterval(
  hits1: number,
  trials1: number,
  hits2: number,
  trials2: number,
): Interval | null {
  const first = wilsonInterval(hits1, trials1);
  const second = wilsonInterval(hits2, trials2);
  if (first === null || second === null) return null;
  const share1 = hits1 / trials1;
  const share2 = hits2 / trials2;
  const gap = share1 - share2;
  return {
    low: gap - Math.hypot(share1 - first.low, second.high - share2),
    high: gap + Math.hypot(first.high - share1, share2 - second.low),
  };
}
