import { denominatorOf, numeratorOf } from './compile-measures.ts';
import {
  breakdownRows,
  explainTotal,
  leadingMetric,
  rowCount,
  unavailableMetrics,
} from './compile-metrics.ts';
import { breakdownNames } from './filter.ts';
import type { MetricsProject } from './compile-metrics.ts';
import { isRatio } from './plan-measures.ts';
import type {
  BreakdownRow,
  EventPanels,
  MetricName,
  MetricValue,
  MetricsInput,
  MetricsView,
} from './metrics-view.ts';
import { metricNames } from './metrics-view.ts';
import { daysBetween, scopeOf } from './scope.ts';
import type { PublishedRange, Scope } from './scope.ts';
import { readSeries } from './read-series.ts';
import type { Span } from './read-series.ts';
import { addDays } from './comparison.ts';
import { dayAt, dayStart, hoursOf, secondOf } from './report-zone.ts';

type ResultRow = Readonly<Record<string, unknown>>;
/** Rows by the name of the query that returned them. */
export type MetricsResults = ReadonlyMap<string, readonly ResultRow[]>;
type BreakdownName = keyof MetricsView['breakdowns'];

// Where a visit has an entry of its own, a row can say how many visits it began.
const byEntry: ReadonlySet<BreakdownName> = new Set([
  'channel',
  'source',
  'page',
  'exit_page',
  'utm_source',
  'utm_medium',
  'utm_campaign',
]);

/** Puts the rows of `compileMetrics`' queries, by query name, together to what the screen shows. */
export function readMetrics(
  project: MetricsProject,
  input: MetricsInput,
  published: PublishedRange,
  results: MetricsResults,
): MetricsView {
  const scope = scopeOf(input, published);
  const rowsOf = (part: string): ResultRow[] => rowsOfPart(results, part);
  const daily = merged(rowsOf('daily'), 'ds');
  const previous = rowsOf('previous');
  const unavailable = unavailableMetrics(project, scope);
  const valueOf = (name: MetricName, row: ResultRow | undefined): MetricValue =>
    name in unavailable ? nothing : metricValue(project, name, row);
  const valuesOf = (row: ResultRow | undefined): Record<MetricName, MetricValue> =>
    record((name) => valueOf(name, row));
  const present = presentDays(scope, daily, rowsOf('present'));
  const span = publishedSpan(rowsOf('edges'), published);
  const partial = partialDays(scope, span);
  const parts = {
    partial,
    span,
    record,
    valueOf: (name: MetricName, row: ResultRow | undefined) => valueOf(name, row).value,
  };
  const byDay = record((name) =>
    scope.days.map((day) => (present.has(day) ? valueOf(name, daily.get(day)).value : null)),
  );
  return {
    timezone: scope.zone.name,
    from: scope.from,
    to: scope.to,
    days: scope.days,
    missing: scope.days.filter((day) => !present.has(day)),
    partial,
    allHosts: [...published.hosts].sort(),
    definitions: record((name) => project.metrics.get(name)?.definition ?? ''),
    totals: valuesOf(oneRow(rowsOf('totals'))),
    unavailable,
    comparedRange: scope.compared,
    previous: scope.previous && previous.length > 0 ? valuesOf(oneRow(previous)) : null,
    explained: explained(project, scope, results),
    daily: byDay,
    series: readSeries(scope, {
      ...parts,
      present,
      rows: scope.grain === 'day' ? daily : merged(rowsOf('series'), 'point'),
    }),
    before: readBefore(scope, {
      ...parts,
      present: new Set(rowsOf('before-present').map((row) => String(row['ds']))),
      rows: merged(rowsOf('before'), 'point'),
    }),
    heatmap: 'website_hits' in unavailable ? null : heatmapOf(rowsOf('heatmap')),
    visitorsByHost: visitorsByHost(scope, published, rowsOf('hosts')),
    breakdowns: Object.fromEntries(
      breakdownNames.map((name) => [name, breakdownRowsOf(results, name)]),
    ) as Record<BreakdownName, BreakdownRow[]>,
  };
}

function readBefore(scope: Scope, parts: Parameters<typeof readSeries>[1]): MetricsView['before'] {
  const { previous, grain, zone } = scope;
  if (previous === null) return null;
  const days = daysBetween(previous.from, previous.to);
  const before = { days, grain, zone };
  const { points, values } = readSeries(before, parts);
  if (grain !== 'hour') return { ...previous, points, values };
  // Hour beside the same hour, also behind a day that had one less or one more.
  const at = new Map(points.map((point, i) => [point, i]));
  const beside = hoursOf(zone, scope.days).flatMap(({ point }) => {
    const day = days[scope.days.indexOf(point.slice(0, 10))];
    return day === undefined ? [] : [`${day}${point.slice(10)}`];
  });
  return {
    ...previous,
    points: beside,
    values: record((name) => beside.map((point) => values[name][at.get(point) ?? -1] ?? null)),
  };
}

const nothing: MetricValue = { numerator: 0, denominator: 1, value: null };

/** Puts the rows of `compileEventPanels`' queries together. */
export function readEventPanels(results: MetricsResults): EventPanels {
  return {
    visited_page: rankedRows(results, 'visited_page', 'website_hits', false),
    action: rankedRows(results, 'action', 'website_hits', false),
  };
}

/** Days that have rows, whatever the filters leave of them. */
function presentDays(
  { filters }: Scope,
  daily: ReadonlyMap<string, ResultRow>,
  rows: readonly ResultRow[],
): Set<string> {
  return new Set(filters.length > 0 ? rows.map((row) => String(row['ds'])) : daily.keys());
}

function explained(
  project: MetricsProject,
  scope: Scope,
  results: MetricsResults,
): MetricsView['explained'] {
  const rowsOf = (source: string): number =>
    count(results.get(`rows ${source}`)?.[0]?.[numeratorOf(rowCount.name)]);
  return Object.fromEntries(
    metricNames.flatMap((name) => {
      const found = explainTotal(project, name, scope);
      if (found === undefined) return [];
      const { source, ...told } = found;
      return [[name, { ...told, table: source, rows: rowsOf(source) }]];
    }),
  );
}

function heatmapOf(rows: readonly ResultRow[]): number[][] {
  const cells = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
  for (const row of rows)
    cells[count(row['weekday']) - 1]![count(row['hour'])] = count(row[numeratorOf('website_hits')]);
  return cells;
}

function record<T>(valueOf: (name: MetricName) => T): Record<MetricName, T> {
  return Object.fromEntries(metricNames.map((name) => [name, valueOf(name)])) as Record<
    MetricName,
    T
  >;
}

/** Rows of all queries of a part: one a model. */
function rowsOfPart(results: MetricsResults, part: string): ResultRow[] {
  const names = [...results.keys()].filter((name) => name.split(' ')[0] === part);
  return names.flatMap((name) => results.get(name)!);
}

/** Rows of several models, together where they have the same key. */
function merged(rows: readonly ResultRow[], key: string): Map<string, ResultRow> {
  const byKey = new Map<string, ResultRow>();
  for (const row of rows) byKey.set(String(row[key]), { ...byKey.get(String(row[key])), ...row });
  return byKey;
}

function oneRow(rows: readonly ResultRow[]): ResultRow | undefined {
  return rows.length === 0 ? undefined : (Object.assign({}, ...rows) as ResultRow);
}

function metricValue(
  { metrics }: MetricsProject,
  name: MetricName,
  row: ResultRow | undefined,
): MetricValue {
  const metric = metrics.get(name);
  const numerator = count(row?.[numeratorOf(name)]);
  const isPlain = metric === undefined || !isRatio(metric);
  const denominator = isPlain ? 1 : count(row?.[denominatorOf(name)]);
  return { numerator, denominator, value: denominator === 0 ? null : numerator / denominator };
}

// Sums come as HUGEINT or DECIMAL in some bindings, an empty sum as null.
function count(value: unknown): number {
  return Number(value ?? 0);
}

function visitorsByHost(
  scope: Scope,
  published: PublishedRange,
  rows: readonly ResultRow[],
): MetricsView['visitorsByHost'] {
  const visitors = new Map(
    rows.map((row) => [
      `${String(row['dim_hostname'])}\n${String(row['ds'])}`,
      count(row[numeratorOf('daily_visitors')]),
    ]),
  );
  const hosts = scope.hosts.length > 0 ? scope.hosts : published.hosts;
  return [...hosts].sort().map((host) => ({
    host,
    values: scope.days.map((day) => visitors.get(`${host}\n${day}`) ?? 0),
  }));
}

/** From the first hour with rows to the end of the last, of the first and last published day. */
function publishedSpan(rows: readonly ResultRow[], published: PublishedRange): Span {
  const hourOf = (ds: string, name: string, other: number): number =>
    count(rows.find((row) => row['ds'] === ds)?.[name] ?? other);
  const hour = 3600;
  return {
    from: secondOf(published.from) + hourOf(published.from, 'first_hour', 0) * hour,
    to: secondOf(published.to) + (hourOf(published.to, 'last_hour', 23) + 1) * hour,
  };
}

function partialDays({ zone }: Scope, span: Span): string[] {
  // Nothing is published: no span either.
  if (Number.isNaN(span.from)) return [];
  const edges = [dayAt(zone, span.from), dayAt(zone, span.to - 1)];
  return [...new Set(edges)].filter(
    (ds) => dayStart(zone, ds) < span.from || dayStart(zone, addDays(ds, 1)) > span.to,
  );
}

function breakdownRowsOf(results: MetricsResults, name: BreakdownName): BreakdownRow[] {
  return rankedRows(results, name, leadingMetric(name), byEntry.has(name));
}

function rankedRows(
  results: MetricsResults,
  name: string,
  leading: string,
  hasVisits: boolean,
): BreakdownRow[] {
  const value = (row: ResultRow, metric: string): number => count(row[numeratorOf(metric)]);
  const rows = [...merged(rowsOfPart(results, name), 'label').values()];
  const sorted = rows.toSorted(
    (a, b) =>
      value(b, leading) - value(a, leading) || (String(a['label']) < String(b['label']) ? -1 : 1),
  );
  return sorted.slice(0, breakdownRows).map((row) => ({
    label: String(row['label']),
    visitors: value(row, 'daily_visitors'),
    website_hits: value(row, 'website_hits'),
    visits: hasVisits ? value(row, 'website_visits') : null,
  }));
}
