import { expect, it } from 'vitest';
import { guardrailLimits } from '../../core/quality/statistics/judge-guardrail.ts';
import { hoursLimits } from '../../core/quality/statistics/judge-hours.ts';
import { jumpLimits, movedLimits } from '../../core/quality/statistics/judge-share.ts';
import { volumeLimits } from '../../core/quality/statistics/judge-volume.ts';
import { checkIds } from '../../core/quality/statistics/statistical-checks.ts';
import { limitFields, withLimits } from './limit-fields.ts';

// The screens do not load the judges, which bring a library of distributions: here they are held side by side.
it.each([
  [checkIds.volume, volumeLimits],
  [checkIds.hours, hoursLimits],
  ['growth.daily_metrics.signup_conversion_rate', guardrailLimits],
  [checkIds.variants, guardrailLimits],
  [checkIds.moved, movedLimits],
  [checkIds.nullBrand, jumpLimits],
  [checkIds.otherAction, jumpLimits],
])('offers limits that %s has, with its defaults', (check, limits) => {
  const shown = limitFields({ id: check, ...(limits === guardrailLimits && { guardrail: true }) })!;
  expect(shown.length).toBeGreaterThan(0);
  expect(limits).toMatchObject(Object.fromEntries(shown.map(({ name, usual }) => [name, usual])));
});

it('knows every statistical check, and no data test', () => {
  for (const check of Object.values(checkIds)) expect(limitFields({ id: check })).toBeDefined();
  expect(limitFields({ id: 'core.x.not_null.y' })).toBeUndefined();
});

it('replaces the limits of one check and host, and removes what is empty', () => {
  const all = { check: 'a', values: { warnDown: 0.3 } };
  const one = { check: 'a', host: 'x.com', values: { warnDown: 0.5 } };
  expect(withLimits([all, one], { check: 'a', host: 'x.com', values: {} })).toEqual([all]);
  expect(withLimits([all, one], { check: 'a', warnIf: '> 5' })).toEqual([
    one,
    { check: 'a', warnIf: '> 5' },
  ]);
});
