import { literal } from '../../lib/sql.ts';
import { WorkbenchError } from '../errors.ts';
import { addDays, comparedRange } from './comparison.ts';
import type { Filter } from './filter.ts';
import type { MetricsInput, SeriesGrain } from './metrics-view.ts';
import { reportZone, zoneDays } from './report-zone.ts';
import type { ReportZone, ZoneDays } from './report-zone.ts';

/** What is published: first and last ds, of UTC ('' when nothing is), and all hosts. */
export interface PublishedRange {
  from: string;
  to: string;
  hosts: string[];
}

/** Days asked for, with those to compare with; all of them as the zone counts days. */
export interface Scope {
  zone: ReportZone;
  from: string;
  to: string;
  days: string[];
  /** Days to compare with; null: none asked for. */
  compared: { from: string; to: string } | null;
  /** The same; null also where they are not published whole. */
  previous: { from: string; to: string } | null;
  hosts: string[];
  bots: 'exclude' | 'include' | 'only';
  filters: Filter[];
  grain: SeriesGrain;
}

const dayMs = 86_400_000;
const dayForm = /^\d{4}-\d{2}-\d{2}$/;
// Ten years of days: more than that is a slip of the pen.
const maxDays = 3_660;
/** Days at most that are shown by the hour. */
export const maxHourDays = 31;

/** Settles the range, hosts and bots of a question. Throws `usage` for a day or a zone that is none or a range turned round. */
export function scopeOf(input: MetricsInput, published: PublishedRange): Scope {
  const { from: first = '', to: last = '' } = input;
  if (first !== '' && last !== '') daysBetween(first, last);
  const zone = reportZone(input.timezone ?? 'UTC', [published.from, published.to, first, last]);
  const there = zoneDays(zone, published);
  const from = input.from ?? there.from;
  const to = input.to ?? there.to;
  const days = from === '' || to === '' ? [] : daysBetween(from, to);
  if (typeof input.compare === 'object') daysBetween(input.compare.from, input.compare.to);
  const compared = days.length === 0 ? null : comparedRange({ from, to }, input.compare);
  return {
    zone,
    from,
    to,
    days,
    compared,
    previous: compared && isWhole(compared, there) ? compared : null,
    hosts: input.hosts ?? [],
    bots: input.bots ?? 'exclude',
    filters: (input.filters ?? []).filter(({ values }) => values.length > 0),
    grain: input.grain === 'hour' && days.length > maxHourDays ? 'day' : (input.grain ?? 'day'),
  };
}

/** Condition over `ds`, `dim_hostname` and `is_bot` for rows from `from` to `to`. */
export function scopeCondition(scope: Scope, from: string, to: string): string {
  const parts = [`ds between ${literal(from)} and ${literal(to)}`];
  if (scope.hosts.length > 0)
    parts.push(`dim_hostname in (${scope.hosts.map(literal).join(', ')})`);
  if (scope.bots === 'exclude') parts.push('not is_bot');
  if (scope.bots === 'only') parts.push('is_bot');
  return parts.join(' and ');
}

/** All days of a range. Throws `usage` as `scopeOf` does. */
export function daysBetween(from: string, to: string): string[] {
  const first = instantOf(from);
  const last = instantOf(to);
  if (first > last)
    throw new WorkbenchError('usage', `the range ends before it begins: ${from} to ${to}`);
  const count = Math.round((last - first) / dayMs) + 1;
  if (count > maxDays) throw new WorkbenchError('usage', `more than ten years: ${from} to ${to}`);
  return Array.from({ length: count }, (_, i) => addDays(from, i));
}

/** Throws `usage` for what is no day as YYYY-MM-DD. */
export function requireDay(day: string): void {
  instantOf(day);
}

function instantOf(day: string): number {
  const instant = dayForm.test(day) ? Date.parse(`${day}T00:00:00Z`) : NaN;
  if (Number.isNaN(instant) || dayOf(instant) !== day)
    throw new WorkbenchError('usage', `not a day: ${day}`);
  return instant;
}

function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

function isWhole(range: { from: string; to: string }, { wholeFrom, wholeTo }: ZoneDays): boolean {
  return wholeFrom !== '' && range.from >= wholeFrom && range.to <= wholeTo;
}
