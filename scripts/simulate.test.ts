import { expect, it } from 'vitest';
import { parseSimulateArgs, simulationTable } from './simulate.mjs';

it('reads size and seed, and refuses what it does not know', () => {
  expect(parseSimulateArgs([])).toEqual({ size: 'full', seed: undefined });
  expect(parseSimulateArgs(['--ci', '--seed', '7'])).toEqual({ size: 'ci', seed: 7 });
  expect(() => parseSimulateArgs(['--seed', 'x'])).toThrow('not a seed: x');
  expect(() => parseSimulateArgs(['--fast'])).toThrow('unknown option: --fast');
});

it('tells a missed gate, and the reason where it is known', () => {
  const row = {
    check: 'V3',
    cell: 'a',
    measure: 'false warn',
    hits: 2,
    tested: 100,
    share: 0.02,
    lower: 0.0055,
    upper: 0.07,
    gate: { atMost: 0.01 },
    isMet: false,
    limitation: undefined,
  };
  const lines = simulationTable([
    row,
    { ...row, limitation: 'too few' },
    { ...row, gate: undefined },
  ])
    .split('\n')
    .slice(1);
  expect(lines[0]).toMatch(/2\.00 % {2}0\.55 % - 7\.00 % {2}100 {2}bound <= 1\.00 % {2}NOT MET$/);
  expect(lines[1]).toMatch(/not met: too few$/);
  expect(lines[2]).toMatch(/-$/);
});
