import { expect, it } from 'vitest';
import { wilsonInterval } from './wilson-interval.ts';

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
