const steps = 5;

/**
 * Where the shades of a map begin, lowest first: round numbers (1, 2 or 5 and zeros) that part the values into five shades at most,
 * each some times the one before, as countries differ by powers of ten. The first is the lowest value, rounded down; none without values.
 */
export function mapSteps(values: readonly number[]): number[] {
  const shown = values.filter((value) => value > 0);
  if (shown.length === 0) return [];
  const lowest = roundDown(Math.min(...shown));
  const highest = Math.max(...shown);
  const between = roundNumbers(lowest, highest);
  const every = Math.ceil(between.length / (steps - 1));
  const chosen = between.toReversed().filter((_, at) => at % Math.max(1, every) === 0);
  return [lowest, ...chosen.toReversed()];
}

/** The shade of a value, 1 for the lightest; 0 for none. */
export function shadeOf(value: number, starts: readonly number[]): number {
  return starts.filter((start) => value >= start).length;
}

/** Round numbers above `low`, up to `high`. */
function roundNumbers(low: number, high: number): number[] {
  const found: number[] = [];
  for (let power = 10 ** Math.floor(Math.log10(low)); power <= high; power *= 10)
    for (const digit of [1, 2, 5])
      if (digit * power > low && digit * power <= high) found.push(digit * power);
  return found;
}

function roundDown(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [5, 2, 1].map((digit) => digit * power).find((one) => one <= value) ?? value;
}
