import type { MetricsInput } from './metrics-view.ts';
import { reportZone, zoneDays } from './report-zone.ts';
import type { ZoneDays } from './report-zone.ts';

const dayLength = 86_400_000;
const lengths = [28, 14];

/**
 * The days shown when the address names none: the last 28 or 14, where as many days before them are published to
 * compare with, else everything. Whole weeks, so that weekdays weigh alike on both sides.
 */
export function defaultRange(published: { from: string; to: string }): {
  from?: string;
  to?: string;
} {
  const { from, to } = published;
  if (from === '' || to === '') return {};
  const days = (Date.parse(to) - Date.parse(from)) / dayLength + 1;
  const length = lengths.find((one) => days >= 2 * one);
  if (length === undefined) return {};
  return lastDays(to, length);
}

/** So many days, the last of them given. */
export function lastDays(to: string, days: number): { from: string; to: string } {
  const first = new Date(Date.parse(to) - (days - 1) * dayLength).toISOString().slice(0, 10);
  return { from: first, to };
}

/** A scope with its days: those it names, else the default of the days that its zone has whole. */
export function withRange(
  scope: MetricsInput,
  published: { from: string; to: string },
): MetricsInput {
  if (scope.from !== undefined) return scope;
  const { wholeFrom: from, wholeTo: to } = publishedDays(scope.timezone, published);
  return { ...scope, ...defaultRange({ from, to }) };
}

/** The published days of UTC as days of a zone. */
export function publishedDays(
  timezone: string | undefined,
  published: { from: string; to: string },
): ZoneDays {
  return zoneDays(reportZone(timezone ?? 'UTC', [published.from, published.to]), published);
}
