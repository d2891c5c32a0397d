import { expect, it } from 'vitest';
import { runsOf, seriesExtent, withCells } from './series-marks.ts';
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

it('shows tested days as the run saw them, in order', () => {
  const cell = { check: 'c', host: 'a', status: 'error' as const, expected: 9, message: '' };
  const points = ['2026-10-01', '2026-10-02'].map((at) => point({ at, observed: 9 }));
  const cells = [
    { ...cell, ds: '2026-10-03', observed: 1 },
    { ...cell, ds: '2026-10-02', observed: 0 },
  ];
  expect(withCells(points, cells).map(({ at, observed }) => [at, observed])).toEqual([
    ['2026-10-01', 9],
    ['2026-10-02', 0],
    ['2026-10-03', 1],
  ]);
});
