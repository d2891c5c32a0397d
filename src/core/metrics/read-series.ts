import type { MetricName, MetricsView } from './metrics-view.ts';
import { hoursOf } from './report-zone.ts';
import type { Scope } from './scope.ts';
import { cutPoints, pointOf, pointsOf } from './series-points.ts';

type ResultRow = Readonly<Record<string, unknown>>;
type ByMetric<T> = Record<MetricName, T>;

interface SeriesParts {
  /** Days that have rows. */
  present: ReadonlySet<string>;
  /** Days that are not published whole. */
  partial: readonly string[];
  /** What is published, in seconds. */
  span: Span;
  /** By point. */
  rows: ReadonlyMap<string, ResultRow>;
  record<T>(valueOf: (name: MetricName) => T): ByMetric<T>;
  valueOf(name: MetricName, row: ResultRow | undefined): number | null;
}

/** First second of the first published hour, and first second after the last one. */
export interface Span {
  from: number;
  to: number;
}

type Range = Pick<Scope, 'grain' | 'days' | 'zone'>;

/** The large chart: 0 where a day has rows but none that count, nothing where there is none. */
export function readSeries(range: Range, parts: SeriesParts): MetricsView['series'] {
  const { points, there } = range.grain === 'hour' ? hours(range, parts) : days(range, parts);
  const values = parts.record((name) =>
    points.map((point) => (there.has(point) ? parts.valueOf(name, parts.rows.get(point)) : null)),
  );
  return {
    grain: range.grain,
    points,
    values,
    missing: points.filter((point) => !there.has(point)),
    partial: partialPoints(range, parts.partial),
  };
}

interface Points {
  points: string[];
  /** Those of which anything is published. */
  there: Set<string>;
}

function days({ grain, days }: Range, { present }: SeriesParts): Points {
  const unit = grain === 'hour' ? 'day' : grain;
  const there = days.filter((day) => present.has(day)).map((day) => pointOf(day, unit));
  return { points: pointsOf(days, unit), there: new Set(there) };
}

/** Published days may begin and end within a day: hours before and after are not there. */
function hours({ zone, days }: Range, { present, span }: SeriesParts): Points {
  const all = hoursOf(zone, days);
  const there = all.filter(
    ({ point, from, to }) => present.has(point.slice(0, 10)) && from < span.to && to > span.from,
  );
  return { points: all.map(({ point }) => point), there: new Set(there.map(({ point }) => point)) };
}

function partialPoints(
  { days, grain }: Pick<Scope, 'grain' | 'days'>,
  partial: readonly string[],
): string[] {
  if (grain === 'hour') return [];
  const inRange = partial.filter((day) => days.includes(day)).map((day) => pointOf(day, grain));
  return [...new Set([...cutPoints(days, grain), ...inRange])].sort();
}
