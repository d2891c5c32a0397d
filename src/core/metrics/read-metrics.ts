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

const rates: Partial<Record<MetricName, [numerator: MetricName, denominator: MetricName]>> = {
  signup_conversion_rate: ['signups', 'website_hits'],
  purchase_conversion_rate: ['purchases', 'signups'],
};

/** Puts the rows of `compileMetrics`' queries, by query name, together to what the screen shows. */
export function readMetrics(
  input: MetricsInput,
  published: PublishedRange,
  results: MetricsResults,
): MetricsView {
  const scope = scopeOf(input, published);
  const rowsOf = (name: string): readonly ResultRow[] => results.get(name) ?? [];
  const daily = new Map(rowsOf('daily').map((row) => [String(row['ds']), row]));
  const previous = rowsOf('previous')[0];
  return {
    from: scope.from,
    to: scope.to,
    days: scope.days,
    missing: scope.days.filter((day) => !daily.has(day)),
    partial: partialDays(rowsOf('edges'), published),
    allHosts: [...published.hosts].sort(),
    totals: allMetrics(rowsOf('totals')[0]),
    previous: scope.previous && previous ? allMetrics(previous) : null,
    daily: dailyMetrics(scope.days, daily),
    visitorsByHost: visitorsByHost(scope, published, rowsOf('hosts')),
    breakdowns: Object.fromEntries(
      breakdownNames.map((name) => [
        name,
        rowsOf(name).map((row) => breakdownRow(row, byEntry.has(name))),
      ]),
    ) as Record<BreakdownName, BreakdownRow[]>,
  };
}

function allMetrics(row: ResultRow | undefined): Record<MetricName, MetricValue> {
  return Object.fromEntries(metricNames.map((name) => [name, metricValue(name, row)])) as Record<
    MetricName,
    MetricValue
  >;
}

function metricValue(name: MetricName, row: ResultRow | undefined): MetricValue {
  const rate = rates[name];
  const numerator = count(row?.[rate ? rate[0] : name]);
  const denominator = rate ? count(row?.[rate[1]]) : 1;
  return { numerator, denominator, value: denominator === 0 ? null : numerator / denominator };
}

// Sums come as HUGEINT or DECIMAL in some bindings, an empty sum as null.
function count(value: unknown): number {
  return Number(value ?? 0);
}

function dailyMetrics(
  days: readonly string[],
  rows: ReadonlyMap<string, ResultRow>,
): Record<MetricName, (number | null)[]> {
  const series = (name: MetricName): (number | null)[] =>
    days.map((day) => {
      const row = rows.get(day);
      return row === undefined ? null : metricValue(name, row).value;
    });
  return Object.fromEntries(metricNames.map((name) => [name, series(name)])) as Record<
    MetricName,
    (number | null)[]
  >;
}

function visitorsByHost(
  scope: Scope,
  published: PublishedRange,
  rows: readonly ResultRow[],
): MetricsView['visitorsByHost'] {
  const visitors = new Map(
    rows.map((row) => [`${String(row['host'])}\n${String(row['ds'])}`, count(row['visitors'])]),
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

function breakdownRow(row: ResultRow, hasVisits: boolean): BreakdownRow {
  return {
    label: String(row['label']),
    visitors: count(row['visitors']),
    website_hits: count(row['website_hits']),
    visits: hasVisits ? count(row['visits']) : null,
  };
}
