/** A chi-square of two rows of counts, and its degrees of freedom (bins - 1). */
export interface ChiSquare {
  value: number;
  degrees: number;
}

/**
 * Homogeneity chi-square of one day's counts against a sum of other days'. Bins that expect fewer than one event of the
 * day are pooled; a pool that is still too small joins the smallest other bin. Undefined where fewer than two bins are left.
 */
export function homogeneity(
  day: readonly number[],
  others: readonly number[],
): ChiSquare | undefined {
  const share = sum(day) / (sum(day) + sum(others));
  const bins = poolSmall(day, others, share);
  if (bins.length < 2) return undefined;
  let value = 0;
  for (const [x, b] of bins) {
    const expected = (x + b) * share;
    const gap = (x - expected) ** 2;
    value += gap / expected + gap / (x + b - expected);
  }
  return { value, degrees: bins.length - 1 };
}

export function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** Total variation of two rows of counts: the share of events in the wrong bin, 0..1. Both hold events. */
export function misplacedShare(
  day: readonly number[],
  others: readonly number[],
  roll = 0,
): number {
  const bins = day.length;
  const dayTotal = sum(day);
  const otherTotal = sum(others);
  let gaps = 0;
  for (let i = 0; i < bins; i++) {
    const usual = (others[(i - roll + bins) % bins] ?? 0) / otherTotal;
    gaps += Math.abs((day[i] ?? 0) / dayTotal - usual);
  }
  return gaps / 2;
}

type Bin = [day: number, others: number];

function poolSmall(day: readonly number[], others: readonly number[], share: number): Bin[] {
  const kept: Bin[] = [];
  const pool: Bin = [0, 0];
  for (let i = 0; i < day.length; i++) {
    const x = day[i] ?? 0;
    const b = others[i] ?? 0;
    if ((x + b) * share >= 1) kept.push([x, b]);
    else addTo(pool, [x, b]);
  }
  if ((pool[0] + pool[1]) * share >= 1) kept.push(pool);
  else if (pool[0] + pool[1] > 0 && kept.length > 0) addTo(smallest(kept), pool);
  return kept;
}

function addTo(bin: Bin, [x, b]: Bin): void {
  bin[0] += x;
  bin[1] += b;
}

function smallest(bins: Bin[]): Bin {
  return bins.reduce((least, bin) => (bin[0] + bin[1] < least[0] + least[1] ? bin : least));
}
