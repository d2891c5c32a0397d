import { expect, it } from 'vitest';
import { chartOf } from './chart-of.ts';

const columns = [
  { name: 'k', type: 'VARCHAR' },
  { name: 'n', type: 'BIGINT' },
  { name: 'note', type: 'VARCHAR' },
  { name: 'r', type: 'DOUBLE' },
];

it('draws days as lines in their order, anything else as bars', () => {
  const days = chartOf({
    columns,
    rows: [
      ['2026-09-02', 2, 'x', null],
      ['2026-09-01', 1, 'y', 0.5],
    ],
    truncated: false,
  });
  expect(days).toMatchObject({ kind: 'line', labels: ['2026-09-01', '2026-09-02'], isCut: false });
  expect(days!.series.map(({ label, values }) => [label, values])).toEqual([
    ['n', [1, 2]],
    ['r', [0.5, null]],
  ]);
  const rows = Array.from({ length: 100 }, (_, i) => [`v${i}`, i, '', 0]);
  expect(chartOf({ columns, rows, truncated: false })).toMatchObject({ kind: 'bars', isCut: true });
});

it('draws nothing where there is no number', () => {
  expect(
    chartOf({ columns: columns.slice(0, 1), rows: [['a']], truncated: false }),
  ).toBeUndefined();
  expect(chartOf({ columns, rows: [], truncated: false })).toBeUndefined();
});
