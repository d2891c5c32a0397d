import { describe, expect, it } from 'vitest';
import {
  closingLine,
  countsOfPlaywright,
  countsOfVitest,
  judge,
  sumCounts,
} from './test-counts.mjs';
import { parseTestArgs } from './test.mjs';

const counts = (passed: number, failed: number, skipped = 0) => ({ passed, failed, skipped });

describe('the closing line', () => {
  it('sums both runners', () => {
    const unit = countsOfVitest({
      numPassedTests: 5,
      numFailedTests: 0,
      numPendingTests: 1,
      numTodoTests: 1,
    });
    const e2e = countsOfPlaywright({ stats: { expected: 2, flaky: 1, unexpected: 0, skipped: 0 } });
    expect(closingLine(sumCounts([unit, e2e]))).toBe('8 passed, 0 failed, 2 skipped');
    expect(closingLine(counts(3, 1))).toBe('3 passed, 1 failed');
  });

  it('counts a runner that failed without a failed test as a failure', () => {
    expect(judge(counts(5, 0), 0)).toEqual(counts(5, 0));
    expect(judge(counts(5, 2), 1)).toEqual(counts(5, 2));
    expect(judge(counts(5, 0), 1)).toEqual(counts(5, 1));
    expect(judge(undefined, 0)).toEqual(counts(0, 1));
  });

  it('counts no test at all as a failure', () => {
    expect(judge(counts(0, 0, 4), 0)).toEqual(counts(0, 1, 4));
  });
});

describe('parseTestArgs', () => {
  it('runs both halves, or the one named with its filters', () => {
    expect(parseTestArgs([])).toEqual({ unit: true, e2e: true, rest: [] });
    expect(parseTestArgs(['--unit', 'src/lib'])).toEqual({
      unit: true,
      e2e: false,
      rest: ['src/lib'],
    });
    expect(parseTestArgs(['--e2e'])).toEqual({ unit: false, e2e: true, rest: [] });
    expect(() => parseTestArgs(['src/lib'])).toThrow('--unit or --e2e: src/lib');
  });
});
