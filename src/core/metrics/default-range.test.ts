import { expect, it } from 'vitest';
import { defaultRange, withRange } from './default-range.ts';

it.each([
  // Five weeks, as the sample: two weeks and the two before.
  ['2026-08-31', '2026-10-04', { from: '2026-09-21', to: '2026-10-04' }],
  ['2026-09-07', '2026-10-04', { from: '2026-09-21', to: '2026-10-04' }],
  ['2026-08-10', '2026-10-04', { from: '2026-09-07', to: '2026-10-04' }],
  ['2024-01-01', '2026-03-01', { from: '2026-02-02', to: '2026-03-01' }],
  // Too short for a comparison: all of it.
  ['2026-09-08', '2026-10-04', {}],
  ['2026-10-04', '2026-10-04', {}],
  ['', '', {}],
])('of what is published from %s to %s', (from, to, expected) => {
  expect(defaultRange({ from, to })).toEqual(expected);
});

it('leaves the days that a scope names', () => {
  const published = { from: '2026-08-31', to: '2026-10-04' };
  const named = { from: '2026-09-01', to: '2026-09-02', hosts: ['a.com'] };
  expect(withRange(named, published)).toBe(named);
  expect(withRange({ hosts: ['a.com'] }, published)).toEqual({
    hosts: ['a.com'],
    from: '2026-09-21',
    to: '2026-10-04',
  });
});

it('takes the last days that the zone has whole', () => {
  const published = { from: '2026-08-30', to: '2026-10-04' };
  expect(withRange({ timezone: 'Asia/Kolkata' }, published)).toMatchObject({ to: '2026-10-04' });
  expect(withRange({ timezone: 'America/New_York' }, published)).toMatchObject({
    from: '2026-09-20',
    to: '2026-10-03',
  });
});
