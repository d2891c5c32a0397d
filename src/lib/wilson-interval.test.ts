import { expect, it } from 'vitest';
import { newcombeInterval, wilsonInterval } from './wilson-interval.ts';

// From Newcombe 1998 (Statistics in Medicine 17), table I, method 3.
it.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('%i of %i lies in %f..%f', (hits, trials, low, high) => {
  const interval = wilsonInterval(hits, trials)!;
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
});

it('has no interval without trials or for more hits than trials', () => {
  expect(wilsonInterval(0, 0)).toBeNull();
  expect(wilsonInterval(12, 9)).toBeNull();
});

// From Newcombe 1998 (Statistics in Medicine 17:873), table II, method 10.
it.each([
  [56, 70, 48, 80, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.1705, 0.809],
  [6, 7, 2, 7, 0.0582, 0.8062],
  [5, 56, 0, 29, -0.0381, 0.1926],
  [0, 10, 0, 20, -0.1611, 0.2775],
  [10, 10, 0, 10, 0.6075, 1],
])('%i of %i less %i of %i lies in %f..%f', (hits1, trials1, hits2, trials2, low, high) => {
  const interval = newcombeInterval(
    { numerator: hits1, denominator: trials1 },
    { numerator: hits2, denominator: trials2 },
  )!;
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
});

it('has no difference where a side has nobody', () => {
  expect(
    newcombeInterval({ numerator: 1, denominator: 2 }, { numerator: 0, denominator: 0 }),
  ).toBeNull();
});
