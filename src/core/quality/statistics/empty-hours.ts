/** The longest run of hours without an event where at least `minimum` were expected in each; inclusive. */
export function longestEmptyRun(
  counts: readonly number[],
  expected: readonly number[],
  minimum: number,
): { from: number; to: number; hours: number } {
  let longest = { from: 0, to: -1, hours: 0 };
  let from = 0;
  for (let hour = 0; hour <= 24; hour++) {
    const isEmpty = hour < 24 && (counts[hour] ?? 0) === 0 && (expected[hour] ?? 0) >= minimum;
    if (isEmpty) continue;
    if (hour - from > longest.hours) longest = { from, to: hour - 1, hours: hour - from };
    from = hour + 1;
  }
  return longest;
}

/** `18:00-23:00`: from the start of the first hour to the end of the last. */
export function hourRange(from: number, to: number): string {
  const at = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
  return `${at(from)}-${at(to + 1)}`;
}
