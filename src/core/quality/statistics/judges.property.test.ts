import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CheckStatus } from '../finding.ts';
import { distributionsReady } from './distributions.ts';
import { guardrailLimits, judgeGuardrail } from './judge-guardrail.ts';
import { judgeHistory } from './judge-history.ts';
import { judgeHours } from './judge-hours.ts';
import { judgeVolume } from './judge-volume.ts';
import { median } from './median.ts';
import { madeHistory } from './testing/made-history.ts';

beforeAll(() => distributionsReady);

const severity = (status: CheckStatus) => ['pass', 'warn', 'error'].indexOf(status);
const counts = (length: number, max = 5000) =>
  fc.array(fc.integer({ min: 60, max }), { minLength: length, maxLength: length });
const all = (length: number) => Array.from({ length }, () => true);

describe('median', () => {
  it('is the middle of the sorted values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1 }),
        (v) => {
          const sorted = [...v].sort((a, b) => a - b);
          const [low, high] = [sorted[(v.length - 1) >> 1]!, sorted[v.length >> 1]!];
          expect(median(v)).toBe(v.length % 2 === 1 ? low : (low + high) / 2);
        },
      ),
    );
  });
});

describe('V1', () => {
  const judge = (series: number[], count: number) => {
    const changed = [...series.slice(0, -1), count];
    return judgeVolume({ counts: changed, isHistory: all(60) }, changed.length - 1);
  };

  it('is monotone: further from what is expected is never milder', () => {
    fc.assert(
      fc.property(counts(45), fc.nat(20_000), fc.nat(20_000), (series, a, b) => {
        const expected = judge(series, a).expected!;
        const [near, far] = Math.abs(a - expected) < Math.abs(b - expected) ? [a, b] : [b, a];
        if (near < expected !== far < expected) return;
        expect(severity(judge(series, far).status)).toBeGreaterThanOrEqual(
          severity(judge(series, near).status),
        );
      }),
    );
  });

  it('passes exactly between lower and upper', () => {
    fc.assert(
      fc.property(counts(45), fc.nat(20_000), (series, count) => {
        const { status, lower, upper } = judge(series, count);
        if (status === 'learning') return;
        if (Math.min(Math.abs(count - lower!), Math.abs(count - upper!)) < 1e-6) return;
        expect(status === 'pass').toBe(count >= lower! && count <= upper!);
      }),
    );
  });

  it('does not care what is no history', () => {
    fc.assert(
      fc.property(counts(45), fc.nat(43), fc.nat(5000), (series, day, other) => {
        // The day a week before stands in the message only, as week over week.
        if (day === 37) return;
        const isHistory = all(45).map((_, i) => i !== day);
        const changed = series.map((count, i) => (i === day ? other : count));
        expect(judgeVolume({ counts: changed, isHistory }, 44)).toEqual(
          judgeVolume({ counts: series, isHistory }, 44),
        );
      }),
    );
  });
});

describe('V2', () => {
  const days = fc.array(
    fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 24, maxLength: 24 }),
    {
      minLength: 40,
      maxLength: 40,
    },
  );

  it('turned round the clock with all its history says the same share and probability', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 23 }), (series, by) => {
        const turned = series.map((hours) => hours.map((_, h) => hours[(h + by) % 24]!));
        const [one, other] = [series, turned].map((those) =>
          judgeHours({ days: those, isHistory: all(40), firstDay: 0 }, 39),
        );
        expect(other!.observed).toBeCloseTo(one!.observed!, 12);
        expect(other!.statistic).toBeCloseTo(one!.statistic!, 9);
      }),
      { numRuns: 40 },
    );
  });
});

describe('V3', () => {
  const judge = (conversions: number[], exposure: number[]) =>
    judgeGuardrail(
      { conversions, exposure, isHistory: all(40), isUsable: all(40), kind: 'proportion' },
      39,
    );
  const exposures = fc.array(fc.integer({ min: 3000, max: 6000 }), {
    minLength: 40,
    maxLength: 40,
  });

  it('cannot tell a decline from none at all, whatever a person set', () => {
    const limits = { ...guardrailLimits, minimum: 0, baselineDays: 0 };
    const [conversions, exposure] = [Array<number>(40).fill(0), Array<number>(40).fill(100)];
    const series = { conversions, exposure, isHistory: all(40), isUsable: all(40) } as const;
    for (const kind of ['proportion', 'ratio'] as const) {
      expect(judgeGuardrail({ ...series, kind }, 39, limits).status).toBe('learning');
      expect(judgeGuardrail({ ...series, kind }, 0, limits).status).toBe('learning');
    }
  });

  it('is monotone: fewer conversions are never milder, and below `lower` never a pass', () => {
    fc.assert(
      fc.property(exposures, fc.nat(200), fc.nat(200), (exposure, a, b) => {
        const conversions = exposure.map((n, i) => Math.round(n * (0.025 + 0.002 * ((i * 7) % 3))));
        const [few, many] = [Math.min(a, b), Math.max(a, b)].map((count) =>
          judge([...conversions.slice(0, -1), count], exposure),
        );
        expect(severity(few!.status)).toBeGreaterThanOrEqual(severity(many!.status));
        expect(few!.status === 'pass').toBe(few!.observed! >= few!.lower! * (1 - 1e-9));
      }),
    );
  });
});

describe('judgeHistory', () => {
  it('does not care in which order hosts and days come', async () => {
    const input = madeHistory(45, (host, day) => (day === 44 ? { rows: 0.4, signups: 0.4 } : {}));
    const expected = await judgeHistory(input);
    expect(expected.flags.length).toBeGreaterThan(2);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(input.rows as never[], { minLength: input.rows.length }),
        fc.shuffledSubarray(input.guardrails as never[], { minLength: input.guardrails.length }),
        async (rows, guardrails) => {
          expect(await judgeHistory({ ...input, rows, guardrails })).toEqual(expected);
        },
      ),
      { numRuns: 10 },
    );
  });
});
