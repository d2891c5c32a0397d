import { expect, it } from 'vitest';
import { narrowToPoint } from './narrow-to-point.ts';

const range = { from: '2026-02-03', to: '2026-03-10' };

it('a day is told by its hours, a week and a month by their days, within the range', () => {
  const day = { from: '2026-02-07', to: '2026-02-07', grain: 'hour' };
  expect(narrowToPoint('2026-02-07', 'day', range, [])).toEqual(day);
  expect(narrowToPoint('2026-02-07T13', 'hour', range, [])).toEqual(day);
  expect(narrowToPoint('2026-02-02', 'week', range, [])).toEqual({
    from: '2026-02-03',
    to: '2026-02-08',
    grain: 'day',
  });
  expect(narrowToPoint('2026-02-01', 'month', range, [])).toMatchObject({ to: '2026-02-28' });
  expect(narrowToPoint('2026-03-01', 'month', range, [])).toMatchObject({ to: '2026-03-10' });
});

it('an hour of a single day is a filter, in place of another hour', () => {
  const filters = [
    { dimension: 'hour', op: 'is', values: ['4'] },
    { dimension: 'country', op: 'is', values: ['IN'] },
  ] as const;
  const single = { from: '2026-02-07', to: '2026-02-07' };
  expect(
    narrowToPoint(
      '2026-02-07T09',
      'hour',
      single,
      filters.map((one) => ({ ...one, values: [...one.values] })),
    ),
  ).toEqual({ filters: [filters[1], { dimension: 'hour', op: 'is', values: ['9'] }] });
});
