import { expect, it } from 'vitest';
import { parseThreshold } from '../project/parse-threshold.ts';
import { shareOf, verdict } from './verdict.ts';

const any = { warnIf: parseThreshold('> 0')!, errorIf: parseThreshold('> 0') };
const warnOnly = { warnIf: parseThreshold('> 0')!, errorIf: undefined };
const shares = { warnIf: parseThreshold('> 0')!, errorIf: parseThreshold('> 1 %') };

it.each([
  [any, 0, 100, 'pass'],
  [any, 1, 100, 'error'],
  [any, 1, null, 'error'],
  [any, 0, null, 'pass'],
  [any, 0, 0, 'n/a'],
  [warnOnly, 100, 100, 'warn'],
  [shares, 1, 100, 'warn'],
  [shares, 2, 100, 'error'],
  [shares, 1, 99, 'error'],
  [{ warnIf: parseThreshold('>= 3')!, errorIf: undefined }, 2, 9, 'pass'],
  [{ warnIf: parseThreshold('>= 3')!, errorIf: undefined }, 3, 9, 'warn'],
] as const)('%j with %s of %s is %s', (limits, failures, total, status) => {
  expect(verdict({ failures, total }, limits)).toBe(status);
});

it('a share needs a total', () => {
  expect(shareOf({ failures: 1, total: 4 })).toBe(0.25);
  expect(shareOf({ failures: 1, total: null })).toBe(null);
});

it.each(['0', '> x', '< 3', '> 1%%', ''])('%j is no limit', (text) => {
  expect(parseThreshold(text)).toBeUndefined();
});
