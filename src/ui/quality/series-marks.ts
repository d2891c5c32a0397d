import type { CheckCell } from '../../core/quality/finding.ts';
import type { CheckSeries } from '../../workbench.ts';

export type SeriesPoint = CheckSeries['points'][number];

/** The values that the axis of a check's history must hold: observed, expected and finite bounds. */
export function seriesExtent(points: readonly SeriesPoint[]): [number, number] {
  const values = points
    .flatMap(({ observed, expected, lower, upper }) => [observed, expected, lower, upper])
    .filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
  return [Math.min(0, ...values), Math.max(0, ...values)];
}

/**
 * Runs of neighbouring points that have what `isDrawn` asks for, as their indices: a line is never drawn across a gap.
 */
export function runsOf(
  points: readonly SeriesPoint[],
  isDrawn: (point: SeriesPoint) => boolean,
): number[][] {
  const runs: number[][] = [];
  points.forEach((point, index) => {
    if (!isDrawn(point)) return;
    const last = runs.at(-1);
    if (last && last.at(-1) === index - 1) last.push(index);
    else runs.push([index]);
  });
  return runs;
}

/** A check's history with the days that a run tested, as that run saw them: those of a held run are in no history. */
export function withCells(
  points: readonly SeriesPoint[],
  cells: readonly CheckCell[],
): SeriesPoint[] {
  const tested = new Map(
    cells.map(({ ds, status, observed, expected, lower, upper }) => [
      ds,
      { at: ds, status, observed, expected, lower, upper },
    ]),
  );
  const others = points.filter(({ at }) => !tested.has(at));
  return [...others, ...tested.values()].sort((a, b) => a.at.localeCompare(b.at));
}
