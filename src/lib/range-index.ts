/**
 * Sorted starts of ranges that touch each other, as columns of unsigned 32-bit words, the most
 * significant first: one column for IPv4 addresses, four for IPv6. A gap is a range of its own.
 */
export type RangeStarts = readonly Uint32Array[];

function startsAfter(starts: RangeStarts, row: number, key: readonly number[]): boolean {
  for (let word = 0; word < starts.length; word++) {
    const difference = starts[word]![row]! - key[word]!;
    if (difference !== 0) return difference > 0;
  }
  return false;
}

/** Position of the last range that starts at or before `key` (one unsigned number a column), or -1. */
export function findRange(starts: RangeStarts, key: readonly number[]): number {
  let low = 0;
  let high = starts[0]?.length ?? 0;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (startsAfter(starts, middle, key)) high = middle;
    else low = middle + 1;
  }
  return low - 1;
}
