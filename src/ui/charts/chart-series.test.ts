import { expect, it } from 'vitest';
import { lonePoints, spreadLabels } from './chart-series.ts';

it('moves close labels apart and leaves the others', () => {
  expect(spreadLabels([10, 12, 80], 14, 0, 100)).toEqual([10, 24, 80]);
  expect(spreadLabels([98, 99], 14, 0, 100)).toEqual([86, 100]);
  expect(spreadLabels([50, 20], 14, 0, 100)).toEqual([50, 20]);
});

it('finds the values a line cannot show', () => {
  expect(lonePoints([1, null, 2, 3, null, 4])).toEqual([0, 5]);
  expect(lonePoints([7])).toEqual([0]);
  expect(lonePoints([null, null])).toEqual([]);
});
