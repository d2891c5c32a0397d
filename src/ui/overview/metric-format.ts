import type { MetricName, MetricValue } from '../../core/metrics/metrics-view.ts';
import type { Format } from '../format.ts';
import { wilsonInterval } from '../../lib/wilson-interval.ts';

/** The ten tiles, in their order; the people behind three of them stand beside the events. */
export const tileMetrics = [
  'daily_visitors',
  'website_visits',
  'website_hits',
  'signups',
  'logins',
  'purchases',
  'signup_conversion_rate',
  'purchase_conversion_rate',
  'bounce_rate',
  'visit_duration',
] as const satisfies MetricName[];

/** The metric that counts the people behind an event metric. */
export const peopleOf: Partial<Record<MetricName, MetricName>> = {
  signups: 'signup_people',
  logins: 'login_people',
  purchases: 'purchase_people',
};

function isRate(metric: MetricName): boolean {
  return metric.endsWith('_rate');
}

export function formatMetric(
  format: Format,
  metric: MetricName,
  value: number | null,
  exact = false,
): string {
  if (value === null) return '–';
  if (isRate(metric)) return format.rate(value);
  if (metric === 'visit_duration') return format.duration(value);
  return exact ? format.precise(value) : format.short(value);
}

/** The interval of a rate that rests on fewer than 100 conversions; null where none is needed or possible. */
export function smallRateInterval(
  metric: MetricName,
  { numerator, denominator }: MetricValue,
): { low: number; high: number } | null {
  return isRate(metric) && numerator < 100 ? wilsonInterval(numerator, denominator) : null;
}

/** Relative change; null where there is nothing to compare with. */
export function relativeChange(
  now: number | null,
  before: number | null | undefined,
): number | null {
  if (now === null || before === null || before === undefined || before === 0) return null;
  return now / before - 1;
}
