import { expect, it } from 'vitest';
import { rankCorrelation } from './rank-correlation.ts';

// From scipy 1.17, scipy.stats.spearmanr.
it.each([
  [[1, 2, 3, 4, 5], [5, 6, 7, 8, 7], 0.8207826816681233],
  [[1, 1, 2, 3, 3, 9], [2, 5, 1, 1, 0, -3], -0.9404032585917882],
  [[3, 1, 4, 1, 5, 9, 2, 6], [2, 7, 1, 8, 2, 8, 1, 8], 0.19885368120992467],
])('ranks %j and %j', (a, b, expected) => {
  expect(rankCorrelation(a, b)).toBeCloseTo(expected, 12);
});

it('cannot tell of two pairs, nor of values that are all equal', () => {
  expect(rankCorrelation([1, 2], [2, 1])).toBeNull();
  expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBeNull();
});
