import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { distributionsReady, fTail, tBelow, tQuantile } from './distributions.ts';
import { judgeGuardrail } from './judge-guardrail.ts';
import { judgeHours } from './judge-hours.ts';
import type { Judged } from './judged.ts';
import { judgeVolume } from './judge-volume.ts';
import type { RateKind } from './two-rates.ts';

interface Case extends Partial<Judged> {
  isHistory: boolean[];
  today: number;
}

/** Computed by testing/golden.py with scipy. */
const golden = JSON.parse(
  readFileSync(new URL('./testing/golden.json', import.meta.url), 'utf8'),
) as {
  tails: { f: number[][]; t: number[][]; quantile: number[][] };
  volumes: (Case & { counts: number[] })[];
  hours: (Case & { days: number[][] })[];
  guardrails: (Case & { kind: RateKind; conversions: number[]; exposure: number[] })[];
};
const names = ['statistic', 'observed', 'expected', 'change', 'lower'] as const;

beforeAll(() => distributionsReady);

function expectClose(seen: number | null | undefined, expected: number, what: string) {
  const gap = Math.abs((seen ?? NaN) - expected);
  expect(gap, `${what}: ${seen} for ${expected}`).toBeLessThanOrEqual(1e-9 * Math.abs(expected));
}

function expectAlike(judged: Judged, expected: Case, what: string) {
  if (expected.status) expect(judged.status, what).toBe(expected.status);
  for (const name of names) {
    const value = expected[name];
    if (typeof value === 'number') expectClose(judged[name], value, `${what} ${name}`);
  }
}

describe('agrees with scipy to nine digits', () => {
  it('in the tails of F and t, to 1e-12', () => {
    for (const [df1, df2, x, p] of golden.tails.f as [number, number, number, number][])
      expectClose(fTail(df1, df2, x), p, `F(${df1}, ${df2}) > ${x}`);
    for (const [df, t, p] of golden.tails.t as [number, number, number][])
      expectClose(tBelow(df, t), p, `t(${df}) <= ${t}`);
    for (const [df, p, t] of golden.tails.quantile as [number, number, number][])
      expectClose(tQuantile(df, p), t, `t(${df}) at ${p}`);
    expect(Math.min(...golden.tails.f.map((row) => row[3] as number))).toBeLessThan(1.01e-12);
  });

  it('V1', () => {
    golden.volumes.forEach((one, i) => expectAlike(judgeVolume(one, one.today), one, `V1 ${i}`));
    const statuses = new Set(golden.volumes.map(({ status }) => status));
    expect([...statuses].sort()).toEqual(['error', 'learning', 'pass', 'warn']);
  });

  it('V2', () => {
    golden.hours.forEach((one, i) => {
      const judged = judgeHours({ ...one, firstDay: 0 }, one.today);
      expectAlike(judged, one, `V2 ${i}`);
    });
  });

  it('V3', () => {
    golden.guardrails.forEach((one, i) => {
      const isUsable = one.isHistory.map(() => true);
      expectAlike(judgeGuardrail({ ...one, isUsable }, one.today), one, `V3 ${i}`);
    });
    const statuses = new Set(golden.guardrails.map(({ status }) => status));
    expect([...statuses].sort()).toEqual(['error', 'learning', 'pass', 'warn']);
  });
});
