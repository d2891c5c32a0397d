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
export function newcombeInterval(first: Share, second: Share, z = z95): Interval | null {
  const one = wilsonInterval(first.numerator, first.denominator, z);
  const two = wilsonInterval(second.numerator, second.denominator, z);
  if (one === null || two === null) return null;
  const share1 = first.numerator / first.denominator;
  const share2 = second.numerator / second.denominator;
  const gap = share1 - share2;
  return {
    low: gap - Math.hypot(share1 - one.low, two.high - share2),
    high: gap + Math.hypot(one.high - share1, share2 - two.low),
  };
}

/** Hits and trials. */
export interface Share {
  numerator: number;
  denominator: number;
}
