import { describe, expect, it } from 'vitest';
import { simulate } from './testing/simulate.ts';
import type { SimulationRow } from './testing/simulation-row.ts';

const nameOf = ({ check, cell, measure }: SimulationRow) => `${check} ${cell}: ${measure}`;

describe('the simulation, in the size for CI', async () => {
  const rows = await simulate('ci');

  it('meets every gate that the formulas can meet', () => {
    const missed = rows.filter(({ isMet, limitation }) => !isMet && limitation === undefined);
    expect(missed).toEqual([]);
  });

  it('misses gates for a known reason in these cells and no others', () => {
    const missed = rows.filter(({ isMet, limitation }) => !isMet && limitation !== undefined);
    expect(missed.map(nameOf)).toEqual([
      'V2 waking, N 500, noise 0.1: cut, fewer in some hour',
      'V2 gentle, N 500, noise 0.1: shift of 3 h or more',
      'V2 gentle, N 500, noise 0.1: cut, fewer in some hour',
      'V3 proportion, stationary, 1,000 a day, CV 0.1: false warn',
      'V3 proportion, stationary, 1,000 a day, CV 0.1: false error',
      'V3 ratio, stationary, 1,000 a day, CV 0.1: false warn',
      'V3 ratio, stationary, 1,000 a day, CV 0.1: false error',
    ]);
  });

  it('has host-days enough for what it claims', () => {
    const tooFew = rows.filter(({ gate, measure, tested, limitation }) => {
      if (!gate || limitation !== undefined) return false;
      return tested < (measure === 'false error' ? 10_000 : 1000);
    });
    expect(tooFew.map(nameOf)).toEqual([]);
  });
});
