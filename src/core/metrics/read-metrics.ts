import { denominatorOf, numeratorOf } from './compile-measures.ts';
import { breakdownMetrics, breakdownRows, pageMetrics } from './compile-metrics.ts';
import type { MetricsProject } from './compile-metrics.ts';
import { isRatio } from './plan-measures.ts';
import type {
  BreakdownRow,
  MetricName,
  MetricValue,
  MetricsInput,
  MetricsView,
} from './metrics-view.ts';
import { metricNames } from './metrics-view.ts';
import { scopeOf } from './scope.ts';
import type { PublishedRange, Scope } from './scope.ts';

type ResultRow = Readonly<Record<string, unknown>>;
/** Rows by the name of the query that returned them. */
export type MetricsResults = ReadonlyMap<string, readonly ResultRow[]>;
type BreakdownName = keyof MetricsView['breakdowns'];

const breakdownNames: BreakdownName[] = [
  'referrer',
  'channel',
  'source',
  'country',
  'device_brand',
  'device_type',
  'os',
  'browser',
  'page',
];
// Where a visit has an entry of its own, a row can say how many visits it began.
const byEntry: ReadonlySet<BreakdownName> = new Set(['channel', 'source', 'page']);

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
  const valuesOf = (row: ResultRow | undefined): Record<MetricName, MetricValue> =>
    record((name) => metricValue(project, name, row));
  return {
    from: scope.from,
    to: scope.to,
    days: scope.days,
    missing: scope.days.filter((day) => !daily.has(day)),
    partial: partialDays(rowsOf('edges'), published),
    allHosts: [...published.hosts].sort(),
    definitions: record((name) => project.metrics.get(name)?.definition ?? ''),
    totals: valuesOf(oneRow(rowsOf('totals'))),
    previous: scope.previous && previous.length > 0 ? valuesOf(oneRow(previous)) : null,
    daily: record((name) =>
      scope.days.map((day) => {
        const row = daily.get(day);
        return row === undefined ? null : metricValue(project, name, row).value;
      }),
    ),
    visitorsByHost: visitorsByHost(scope, published, rowsOf('hosts')),
    breakdowns: Object.fromEntries(
      breakdownNames.map((name) => [name, breakdownRowsOf(results, name)]),
    ) as Record<BreakdownName, BreakdownRow[]>,
  };
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

function partialDays(rows: readonly ResultRow[], published: PublishedRange): string[] {
  const isPartial = (row: ResultRow): boolean =>
    (row['ds'] === published.from && count(row['first_hour']) > 0) ||
    (row['ds'] === published.to && count(row['last_hour']) < 23);
  return rows
    .filter(isPartial)
    .map((row) => String(row['ds']))
    .sort();
}

function breakdownRowsOf(results: MetricsResults, name: BreakdownName): BreakdownRow[] {
  const [first] = name === 'page' ? pageMetrics : breakdownMetrics;
  const visits = name === 'page' ? 'entries' : 'website_visits';
  const value = (row: ResultRow, metric: string): number => count(row[numeratorOf(metric)]);
  const rows = [...merged(rowsOfPart(results, name), 'label').values()];
  // One model's rows come sorted and cut; those of several meet here.
  const sorted = rows.toSorted((a, b) => value(b, first) - value(a, first));
  return sorted.slice(0, breakdownRows).map((row) => ({
    label: String(row['label']),
    visitors: value(row, 'daily_visitors'),
    website_hits: value(row, 'website_hits'),
    visits: byEntry.has(name) ? value(row, visits) : null,
  }));
}
