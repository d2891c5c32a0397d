import { expect, it } from 'vitest';
import { rankRows, tellingDeviceKind } from './breakdown.ts';

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

it('opens on the kind of device that tells visitors apart', () => {
  const split = (...visitors: number[]) =>
    visitors.map((count, i) => ({ label: `${i}`, visitors: count, website_hits: 1, visits: null }));
  const kindOf = (browser: number[], device: number[]) =>
    tellingDeviceKind({ browser: split(...browser), device_type: split(...device) });
  expect(kindOf([50, 30, 20], [70, 30])).toBe('browser');
  expect(kindOf([97, 3], [70, 30])).toBe('device_type');
  expect(kindOf([60, 40], [60, 40])).toBe('browser');
  expect(kindOf([], [])).toBe('browser');
});
