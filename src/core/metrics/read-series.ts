import type { MetricName, MetricsView } from './metrics-view.ts';
import type { Scope } from './scope.ts';
import { cutPoints, pointOf, pointsOf } from './series-points.ts';

type ResultRow = Readonly<Record<string, unknown>>;
type ByMetric<T> = Record<MetricName, T>;

interface SeriesParts {
  /** Days that have rows. */
  present: ReadonlySet<string>;
  /** Days that are not published whole. */
  partial: readonly string[];
  /** First and last published day, with their first and last hour. */
  edges: readonly ResultRow[];
  /** By point. */
  rows: ReadonlyMap<string, ResultRow>;
  record<T>(valueOf: (name: MetricName) => T): ByMetric<T>;
  valueOf(name: MetricName, row: ResultRow | undefined): number | null;
}

/** The large chart: 0 where a day has rows but none that count, nothing where there is none. */
export function readSeries(
  scope: Pick<Scope, 'grain' | 'days'>,
  parts: SeriesParts,
): MetricsView['series'] {
  const { grain, days } = scope;
  const points = pointsOf(days, grain);
  const there = new Set(
    grain === 'hour'
      ? points.filter((point) => isPublishedHour(point, parts))
      : days.filter((day) => parts.present.has(day)).map((day) => pointOf(day, grain)),
  );
  const values = parts.record((name) =>
    points.map((point) => (there.has(point) ? parts.valueOf(name, parts.rows.get(point)) : null)),
  );
  return {
    grain,
    points,
    values,
    missing: points.filter((point) => !there.has(point)),
    partial: partialPoints(scope, parts.partial),
  };
}

/** Published days may begin and end within a day: hours before and after are not there. */
function isPublishedHour(point: string, { present, partial, edges }: SeriesParts): boolean {
  const [day, hour] = [point.slice(0, 10), Number(point.slice(11))];
  if (!present.has(day)) return false;
  const edge = edges.find((row) => row['ds'] === day);
  if (edge === undefined || !partial.includes(day)) return true;
  return hour >= Number(edge['first_hour']) && hour <= Number(edge['last_hour']);
}

function partialPoints(
  { days, grain }: Pick<Scope, 'grain' | 'days'>,
  partial: readonly string[],
): string[] {
  if (grain === 'hour') return [];
  const inRange = partial.filter((day) => days.includes(day)).map((day) => pointOf(day, grain));
  return [...new Set([...cutPoints(days, grain), ...inRange])].sort();
}
