/** The middle value, the mean of the two middle ones of an even count; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = insertionSorted(values);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? NaN) + upper) / 2;
}

// Medians are of 4 to 56 values, a million times in a replay: this is five times as fast as `toSorted`.
function insertionSorted(values: readonly number[]): number[] {
  const sorted = values.slice();
  for (let i = 1; i < sorted.length; i++) {
    const value = sorted[i] as number;
    let at = i;
    for (; at > 0 && (sorted[at - 1] as number) > value; at--)
      sorted[at] = sorted[at - 1] as number;
    sorted[at] = value;
  }
  return sorted;
}

/** Median absolute deviation from `center`, times 1.4826: the standard deviation where values are normal. */
export function robustDeviation(values: readonly number[], center: number): number {
  return 1.4826 * median(values.map((value) => Math.abs(value - center)));
}
