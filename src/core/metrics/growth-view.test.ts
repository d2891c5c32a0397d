import { expect, it } from 'vitest';
import { averageRetention, readAccounting, readCohorts, sumGrowth } from './growth-view.ts';

it('a day without rows is missing, not zero', () => {
  const accounting = readAccounting(
    ['2026-09-01', '2026-09-02', '2026-09-03'],
    [
      ['2026-09-01', 'New', 4],
      ['2026-09-01', 'Churned', 0],
      ['2026-09-03', 'New', 1],
      ['2026-09-03', 'Resurrected', 2],
      ['2026-09-03', 'Churned', 2],
    ],
  );
  expect(accounting.states.New).toEqual([4, null, 1]);
  expect(sumGrowth(accounting)).toEqual({ gained: 7, lost: 2, net: 5, quickRatio: 3.5 });
  expect(sumGrowth(readAccounting(['2026-09-01'], []))).toMatchObject({ net: 0, quickRatio: null });
});

it('an age without data is left open, and averages weigh cohorts by their size', () => {
  const cohorts = readCohorts([
    ['2026-09-01', 0, 10, 10],
    ['2026-09-01', 2, 5, 10],
    ['2026-09-02', 0, 30, 30],
    ['2026-09-02', 1, 3, 30],
    ['2026-09-02', 2, 3, 30],
  ]);
  expect(cohorts).toEqual([
    { ds: '2026-09-01', size: 10, visitors: [10, null, 5] },
    { ds: '2026-09-02', size: 30, visitors: [30, 3, 3] },
  ]);
  expect(averageRetention(cohorts, 3)).toEqual([1, 0.1, 0.2, null]);
});
