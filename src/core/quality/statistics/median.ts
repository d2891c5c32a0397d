/** The middle value, the mean of the two middle ones of an even count; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? NaN) + upper) / 2;
}

/** Median absolute deviation from `center`, times 1.4826: the standard deviation where values are normal. */
export function robustDeviation(values: readonly number[], center: number): number {
  return 1.4826 * median(values.map((value) => Math.abs(value - center)));
}
