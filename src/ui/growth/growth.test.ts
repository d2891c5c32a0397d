import { expect, it } from 'vitest';
import { daysBetween, mondayOf } from './days.ts';
import { isBuilt } from './growth-state.svelte.ts';
import { firstDraft, isFinished, readFunnel, withStep } from './funnel-draft.ts';

it('a step of another kind begins anew', () => {
  const steps = withStep(firstDraft.steps, 1, { kind: 'path' });
  expect(steps[1]).toEqual({ kind: 'path', value: '/' });
  expect(steps[0]).toBe(firstDraft.steps[0]);
  expect(withStep(steps, 1, { kind: 'path' })[1]).toEqual({ kind: 'path', value: '/' });
  expect(withStep(steps, 1, { value: '/a' })[1]).toEqual({ kind: 'path', value: '/a' });
});

it('a page that does not begin with a slash is not finished', () => {
  expect(isFinished(firstDraft)).toBe(true);
  const steps = withStep(firstDraft.steps, 0, { kind: 'path', value: 'shop' });
  expect(isFinished({ ...firstDraft, steps })).toBe(false);
});

it('counts may come as text where they are large', () => {
  expect(readFunnel([['Email', 3, '2']])).toEqual([{ name: 'Email', visitors: [3, 2] }]);
});

it('days go over a change of clocks and of the year', () => {
  expect(daysBetween('2026-12-31', '2027-01-01')).toEqual(['2026-12-31', '2027-01-01']);
  expect(daysBetween('2026-10-24', '2026-10-26')).toHaveLength(3);
});

it('visits that no state accounts for come from an earlier version', () => {
  const sessions = { name: 'core.fct_sessions', rows: 3 };
  const accounting = { name: 'growth.growth_accounting', rows: 0 };
  expect(isBuilt([sessions, accounting])).toBe(false);
  expect(isBuilt([sessions])).toBe(false);
  expect(isBuilt([sessions, { ...accounting, rows: 5 }])).toBe(true);
  expect(isBuilt([{ ...sessions, rows: 0 }, accounting])).toBe(true);
});

it('a week begins on its Monday', () => {
  expect(mondayOf('2026-09-07')).toBe('2026-09-07');
  expect(mondayOf('2026-09-13')).toBe('2026-09-07');
});
