import { describe, expect, it } from 'vitest';
import { simulate } from './testing/simulate.ts';

describe('the simulation, in the size for CI', async () => {
  const rows = await simulate('ci');

  it('meets every gate', () => {
    const missed = rows.filter(({ isMet }) => !isMet);
    expect(missed).toEqual([]);
  });

  it('has host-days enough for what it claims', () => {
    const tooFew = rows.filter(({ gate, measure, tested }) => {
      if (!gate || measure === 'alarms') return false;
      return tested < (measure === 'false error' ? 10_000 : 1000);
    });
    expect(tooFew).toEqual([]);
  });
});
