/** One line of a chart; `values` in the order of the chart's days, null where there is nothing. */
export interface ChartSeries {
  label: string;
  values: (number | null)[];
  /** 1..5 from the palette, or the grey, dashed line of a comparison. */
  tone: 1 | 2 | 3 | 4 | 5 | 'previous';
  /** Days the values belong to, where they are not the chart's (a comparison). */
  days?: string[];
}

/** Something that happened, drawn on the axis below the points it covers. */
export interface ChartMark {
  id: string;
  points: string[];
  text: string;
  /** A held run: it waits, it did not happen. */
  isHeld: boolean;
}

/** Moves labels that would overlap apart, keeping their order; `wanted` are heights in pixels. */
export function spreadLabels(wanted: number[], gap: number, low: number, high: number): number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a]! - wanted[b]!);
  const placed = [...wanted];
  let floor = low;
  for (const index of order) {
    placed[index] = Math.max(floor, wanted[index]!);
    floor = placed[index]! + gap;
  }
  let ceiling = high;
  for (const index of order.toReversed()) {
    placed[index] = Math.min(ceiling, placed[index]!);
    ceiling = placed[index]! - gap;
  }
  return placed;
}

/** Days that no line can show: a value with nothing on either side, drawn as a dot. */
export function lonePoints(values: (number | null)[]): number[] {
  const empty = (index: number): boolean => values[index] === null || values[index] === undefined;
  return values.flatMap((value, index) =>
    value !== null && empty(index - 1) && empty(index + 1) ? [index] : [],
  );
}
