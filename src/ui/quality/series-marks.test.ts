import { expect, it } from 'vitest';
import { runsOf, seriesExtent } from './series-marks.ts';
import type { SeriesPoint } from './series-marks.ts';

const point = (over: Partial<SeriesPoint>): SeriesPoint => ({
  at: '2026-10-01',
  status: 'pass',
  observed: null,
  ...over,
});

it('holds zero, and every finite value', () => {
  expect(seriesExtent([])).toEqual([0, 0]);
  const points = [point({ observed: 5, upper: Infinity }), point({ lower: -2, expected: 9 })];
  expect(seriesExtent(points)).toEqual([-2, 9]);
});

it('draws no line across a gap', () => {
  const points = [1, 2, null, 3, null, null, 4, 5].map((observed) => point({ observed }));
  expect(runsOf(points, ({ observed }) => observed !== null)).toEqual([[0, 1], [3], [6, 7]]);
});
