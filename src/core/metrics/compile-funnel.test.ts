import { expect, it } from 'vitest';
import { compileFunnel } from './compile-funnel.ts';
import type { FunnelInput } from './compile-funnel.ts';

const input: FunnelInput = {
  steps: [
    { kind: 'action', value: 'landing' },
    { kind: 'path', value: '/signup' },
  ],
  order: 'sequential',
  windowMinutes: 60,
  by: 'none',
  from: '2026-09-01',
  to: '2026-09-30',
};
const step = { kind: 'action', value: 'signup' } as const;

it.each([
  ['one step', { steps: [step] }, 'a funnel has 2 to 8 steps: 1'],
  ['nine steps', { steps: Array(9).fill(step) as (typeof step)[] }, 'a funnel has 2 to 8 steps: 9'],
  ['an empty step', { steps: [step, { kind: 'path', value: ' ' }] }, 'a step says nothing: 2'],
  ['no window', { windowMinutes: 0 }, 'a window has 1 minute to 90 days: 0 minutes'],
  ['half a minute', { windowMinutes: 0.5 }, 'a window has 1 minute to 90 days: 0.5 minutes'],
] as const)('refuses %s', (_, change, message) => {
  expect(() => compileFunnel({ ...input, ...(change as Partial<FunnelInput>) })).toThrow(message);
});

it('quotes whatever a person types', () => {
  const sql = compileFunnel({ ...input, steps: [step, { kind: 'path', value: "/it's*" }] });
  expect(sql).toContain(`starts_with(e.dim_path, '/it''s')`);
});
