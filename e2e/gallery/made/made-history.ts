import type { CheckCell, Finding } from '../../../src/core/quality/finding.ts';
import type { Backtest } from '../../../src/core/quality/statistics/backtest.ts';
import { titleOfCheck } from '../../../src/core/quality/statistics/statistical-checks.ts';
import type { MetricInput, MetricResult } from '../../../src/core/metrics/metric.ts';
import { wilsonInterval } from '../../../src/lib/wilson-interval.ts';
import type { CheckSeries } from '../../../src/workbench.ts';
import { dailyValues, daysOf, numbersOf, published } from './made-days.ts';
import { madeProject } from './made-project.ts';

/** What a check saw: over the days where it compares them, else over twelve runs. */
export function madeSeries(id: string, host?: string): CheckSeries {
  const days = daysOf(published.from, published.to);
  if (titleOfCheck(id) === undefined)
    return { id, ...(host === undefined ? {} : { host }), points: runs(id) };
  const values = dailyValues(id, days, 3_400);
  return {
    id,
    host: host ?? '',
    points: days.map((at, i) => ({
      at,
      status: i < 14 ? 'learning' : i === 31 ? 'warn' : 'pass',
      observed: i === 9 ? null : i === 31 ? values[i]! * 0.72 : values[i]!,
      ...(i < 14
        ? {}
        : { expected: values[i]! * 1.01, lower: values[i]! * 0.8, upper: values[i]! * 1.25 }),
    })),
  };
}

function runs(id: string): CheckSeries['points'] {
  return Array.from({ length: 12 }, (_, i) => ({
    at: new Date(Date.parse('2026-07-20T08:00:00Z') + i * 7 * 86_400_000).toISOString(),
    status: i === 8 ? 'error' : 'pass',
    observed: i === 8 ? 3_204 : Math.round(numbersOf(id + i)() * 2),
  }));
}

function judged(check: string, tested: number, flagged: number): Backtest['checks'][number] {
  const { low, high } = wilsonInterval(flagged, tested) ?? { low: 0, high: 1 };
  return {
    check,
    tested,
    flagged,
    errors: Math.floor(flagged / 3),
    rate: flagged / tested,
    lower: low,
    upper: high,
  };
}

/** A replay of the published days over the findings of history. */
export function madeBacktest(findings: readonly Finding[]): Backtest {
  const cells = findings.flatMap((finding): CheckCell[] => finding.cells ?? []);
  const checks = [...new Set(cells.map(({ check }) => check))];
  return {
    from: published.from,
    to: published.to,
    checks: checks.map((check, i) => judged(check, 96, i === 0 ? 4 : i % 2)),
    alarms: cells.filter(({ status }) => status === 'warn' || status === 'error'),
  };
}

/** The answer to one metric, not sliced. Throws where the project has none of that name. */
export function madeMetric({ name, by = [] }: MetricInput): MetricResult {
  const metric = madeProject.metrics.find((one) => one.name === name)!;
  const numerator = Math.round(200 + 1_400 * numbersOf(name)());
  const denominator = metric.denominator ? 48_200 : 1;
  return {
    metric,
    by,
    rows: [{ key: [], numerator, denominator, value: numerator / denominator }],
    sql: `select count(*) from growth.${metric.model}`,
  };
}
