import { misplacedShare, sum } from './homogeneity.ts';

/** A day's hours that fit the usual pattern better when it is rolled. */
export interface HourShift {
  /** Hours that events come later (> 0) or earlier (< 0) than usual: -11 to 12. */
  hours: number;
  /** Likelihood ratio against no shift, corrected for overdispersion. */
  ratio: number;
  /** Share of events that the roll brings back to their usual hours. */
  gain: number;
}

/** The roll of the usual pattern that fits 24 counts best: twice the gain in log likelihood, over `phi`. */
export function findShift(
  counts: readonly number[],
  usual: readonly number[],
  phi: number,
): HourShift {
  const total = sum(usual) + 24 * 0.5;
  const logShare = Array.from({ length: 24 }, (_, h) => Math.log(((usual[h] ?? 0) + 0.5) / total));
  const likelihood = (roll: number) => {
    let value = 0;
    for (let h = 0; h < 24; h++)
      value += (counts[h] ?? 0) * (logShare[(h - roll + 24) % 24] as number);
    return value;
  };
  const unrolled = likelihood(0);
  let best = { hours: 0, value: unrolled };
  for (let roll = 1; roll < 24; roll++) {
    const value = likelihood(roll);
    if (value > best.value) best = { hours: roll <= 12 ? roll : roll - 24, value };
  }
  const gain =
    misplacedShare(counts, usual) - misplacedShare(counts, usual, (best.hours + 24) % 24);
  return { hours: best.hours, ratio: (2 * (best.value - unrolled)) / phi, gain };
}
