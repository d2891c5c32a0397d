import { expect, it } from 'vitest';
import type { CheckCell } from '../../core/quality/finding.ts';
import { defaultQualitySettings } from '../../core/quality/settings.ts';
import { checkIds } from '../../core/quality/statistics/statistical-checks.ts';
import { offersOf } from './new-normal-offers.ts';

const alarm = (ds: string, over: Partial<CheckCell> = {}): CheckCell => ({
  check: checkIds.volume,
  host: 'a.com',
  ds,
  status: 'warn',
  observed: 160,
  expected: 100,
  change: 0.6,
  message: '',
  ...over,
});
const days = ['2026-10-01', '2026-10-02', '2026-10-03'];

it('offers a new normal from the first of three alarms in one direction', () => {
  const offers = offersOf(
    days.map((ds) => alarm(ds)),
    '2026-10-04',
    defaultQualitySettings,
  );
  expect(offers).toEqual([
    { check: checkIds.volume, host: 'a.com', from: '2026-10-01', direction: 'up', days: 3 },
  ]);
});

it('offers none where directions differ, where it was accepted, or for variants', () => {
  const mixed = days.map((ds, i) => alarm(ds, { change: i === 1 ? -0.6 : 0.6 }));
  expect(offersOf(mixed, '2026-10-04', defaultQualitySettings)).toEqual([]);
  const accepted = {
    ...defaultQualitySettings,
    newNormals: [{ check: checkIds.volume, host: 'a.com', from: '2026-10-01' }],
  };
  expect(
    offersOf(
      days.map((ds) => alarm(ds)),
      '2026-10-04',
      accepted,
    ),
  ).toEqual([]);
  const variants = days.map((ds) => alarm(ds, { variant: 'x: b' }));
  expect(offersOf(variants, '2026-10-04', defaultQualitySettings)).toEqual([]);
});
