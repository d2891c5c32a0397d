import { expect, it } from 'vitest';
import { rankRows } from './breakdown.ts';

const rows = [
  { label: 'Google', visitors: 20, website_hits: 30, visits: null },
  { label: 'LinkedIn', visitors: 60, website_hits: 10, visits: 7 },
  { label: 'Bing', visitors: 20, website_hits: 0, visits: 3 },
];

it('ranks by the measure and shares sum to one', () => {
  const ranked = rankRows(rows, 'visitors');
  expect(ranked.map(({ row, share }) => [row.label, share])).toEqual([
    ['LinkedIn', 0.6],
    ['Bing', 0.2],
    ['Google', 0.2],
  ]);
});

it('leaves out rows without the measure', () => {
  expect(rankRows(rows, 'visits').map(({ value }) => value)).toEqual([7, 3]);
  expect(rankRows([], 'visits')).toEqual([]);
});
