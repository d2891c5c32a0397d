import { literal } from '../../lib/sql.ts';
import type { Model, Project } from '../project/model.ts';
import { compileMeasures, countedRows, numeratorOf } from './compile-measures.ts';
import type { CompiledScan, KeyColumn } from './compile-measures.ts';
import { eventRows } from './event-rows.ts';
import { breakdownNames, dimensionSql, filterConditions, labelSql } from './filter.ts';
import type { FilterDimension } from './filter.ts';
import type { Metric } from './metric.ts';
import { metricSource } from './metric-source.ts';
import { metricNames } from './metrics-view.ts';
import type { EventPanels, MetricName, MetricsInput, MetricsView } from './metrics-view.ts';
import { scopeCondition, scopeOf } from './scope.ts';
import type { PublishedRange, Scope } from './scope.ts';
import { pointSql } from './series-points.ts';
import { zonedRows } from './zoned-rows.ts';
import type { ZonedRows } from './zoned-rows.ts';

/** One query of the metrics screen; its rows are handed to `readMetrics` under its name. */
export interface MetricsQuery {
  /** Part of the screen and the rows that are asked: `totals visitor_hours`. */
  name: string;
  sql: string;
  /** The same as a scan of one model's rows; absent: only SQL can tell. */
  scan?: CompiledScan;
}

/** What the screen is compiled from. */
export type MetricsProject = Pick<Project, 'metrics' | 'models'>;

type BreakdownName = keyof MetricsView['breakdowns'];

/** Rows of a breakdown at most. */
export const breakdownRows = 250;

/** Metrics of a row of a breakdown. */
export const breakdownMetrics = ['website_hits', 'daily_visitors', 'website_visits'] as const;

/** The metric by which rows of a breakdown are sorted and cut. */
export function leadingMetric(name: BreakdownName): (typeof breakdownMetrics)[number] {
  return /page|utm/.test(name) ? 'website_visits' : 'website_hits';
}

/**
 * The queries of the metrics screen over the published tables, compiled from the metrics' files; none when nothing is published.
 * Visitors are counted distinct over the hosts and days together, never added up. What the filters cannot be applied to is not asked.
 */
export function compileMetrics(
  project: MetricsProject,
  input: MetricsInput,
  published: PublishedRange,
): MetricsQuery[] {
  const scope = scopeOf(input, published);
  if (scope.days.length === 0) return [];
  const ask = (part: string, names: readonly string[], keys: Keys, range = scope) =>
    scans(project, names, range).map((source): MetricsQuery => {
      const { name, from, metrics, conditions, model } = source;
      // A day without anything is told from a day without rows.
      const scan = { from, metrics, keys: keys(model), conditions, skipEmpty: part === 'hosts' };
      return { name: `${part} ${name}`, sql: measuresOf(scan), scan };
    });
  const byDay: Keys = () => [plainKey('ds')];
  return [
    ...ask('totals', metricNames, () => []),
    ...previousQueries(project, scope, (part, keys, range) => ask(part, metricNames, keys, range)),
    ...ask('daily', metricNames, byDay),
    ...(scope.grain === 'day' ? [] : ask('series', metricNames, byPoint(scope))),
    ...ask('hosts', ['daily_visitors'], () => [plainKey('dim_hostname'), plainKey('ds')]),
    ...ask('heatmap', ['website_hits'], (model) =>
      (['weekday', 'hour'] as const).map((name) => ({ name, sql: dimensionSql(name, model)! })),
    ),
    ...scans(project, metricNames, scope).map(({ name, from, conditions }) => {
      const scan = { from, metrics: [rowCount], keys: [], conditions };
      return { name: `rows ${name}`, sql: measuresOf(scan), scan };
    }),
    { name: 'edges', sql: edges(published) },
    ...(scope.filters.length > 0 ? [{ name: 'present', sql: presentDays(project, scope) }] : []),
    ...breakdownNames.flatMap((name) =>
      breakdown(name, leadingMetric(name), scans(project, breakdownMetrics, scope, [name])),
    ),
  ];
}

function previousQueries(
  project: MetricsProject,
  scope: Scope,
  ask: (part: string, keys: Keys, range: Scope) => MetricsQuery[],
): MetricsQuery[] {
  if (scope.previous === null) return [];
  const range = { ...scope, ...scope.previous };
  return [
    ...ask('previous', () => [], range),
    ...ask('before', byPoint(scope), range),
    { name: 'before-present', sql: presentDays(project, range) },
  ];
}

function byPoint({ grain }: Scope): Keys {
  return (model) => [{ name: 'point', sql: pointSql(grain, model) }];
}

type Keys = (model: Pick<Model, 'columns'>) => KeyColumn[];

/** The queries of the panels that only events can tell; names as in `compileMetrics`. */
export function compileEventPanels(
  project: MetricsProject,
  input: MetricsInput,
  published: PublishedRange,
): MetricsQuery[] {
  const scope = scopeOf(input, published);
  if (scope.days.length === 0) return [];
  const { from, model } = rowsOfEvents(scope);
  const action = labelSql('dim_action_type');
  return [
    ...breakdown(
      'visited_page',
      'website_hits',
      scans(project, eventMetrics, scope, ['visited_page']),
    ),
    {
      name: 'action',
      sql: `select ${action} as label, count(*) as ${numeratorOf('website_hits')}, count(distinct logged_out_user_id) as ${numeratorOf('daily_visitors')}
from ${from} where ${conditionsOf(scope, model).join(' and ')} group by 1 order by 2 desc, 1`,
    },
  ];
}

const eventMetrics = ['website_hits', 'daily_visitors'] as const;

/** How many rows a number is of; no metric of a project's. */
export const rowCount: Metric = {
  ...{ name: 'rows', file: '', label: '', definition: '', question: '', model: '' },
  ...{ subject: 'website', grain: undefined, dimensions: [], guardrail: false },
  ...{ direction: 'none', format: 'integer', denominator: undefined },
  numerator: { aggregate: 'count', of: undefined, where: undefined },
};

/** Metrics of the same rows, with those that are in scope. */
interface SourceScan {
  name: string;
  from: string;
  model: Pick<Model, 'columns'>;
  metrics: Metric[];
  conditions: string[];
}

function scans(
  project: MetricsProject,
  names: readonly string[],
  scope: Scope,
  by: readonly FilterDimension[] = [],
): SourceScan[] {
  const dimensions = [...scope.filters.map(({ dimension }) => dimension), ...by];
  const byName = new Map<string, SourceScan>();
  for (const name of names) {
    const source = metricSource(project, name, dimensions, scope);
    if (source === undefined || isBotless(source.model, scope)) continue;
    const { metric, ...rows } = source;
    const conditions = conditionsOf(scope, source.model);
    const known = byName.get(source.name) ?? { ...rows, conditions, metrics: [] };
    known.metrics.push(metric);
    byName.set(source.name, known);
  }
  return [...byName.values()];
}

/** A model of people's rows only is not asked for those of bots. */
function isBotless({ columns }: Pick<Model, 'columns'>, { bots }: Scope): boolean {
  return bots === 'only' && columns.every(({ name }) => name !== 'is_bot');
}

function conditionsOf(scope: Scope, model: Pick<Model, 'columns'>): string[] {
  const hasBots = model.columns.some(({ name }) => name === 'is_bot');
  const bots = hasBots ? scope.bots : 'include';
  const days = scopeCondition({ ...scope, bots }, scope.from, scope.to);
  return [days, ...filterConditions(scope.filters, model)];
}

function measuresOf({ metrics, conditions, ...scan }: CompiledScan): string {
  return compileMeasures(metrics, { ...scan, condition: conditions.join(' and ') });
}

/** How a total is counted, alone: what a person reads and runs. */
export interface TotalExplanation {
  sql: string;
  /** What the rows are of. */
  source: string;
  /** The rows that count for it. */
  rowsSql: string;
  /** The events that do; undefined where events do not tell it. */
  eventsSql: string | undefined;
}

/** Undefined where the filters cannot be applied. */
export function explainTotal(
  project: MetricsProject,
  name: MetricName,
  scope: Scope,
): TotalExplanation | undefined {
  const [scan] = scans(project, [name], scope);
  if (scan === undefined) return undefined;
  const { from, metrics, conditions } = scan;
  // A page is what events alone have.
  const [events] = scans(project, [name], scope, ['visited_page']);
  return {
    sql: measuresOf({ from, metrics, keys: [], conditions }),
    source: scan.name,
    rowsSql: rowsOf(scan),
    eventsSql: events && `${rowsOf(events)}\norder by event_timestamp`,
  };
}

function rowsOf({ from, metrics, conditions }: SourceScan): string {
  const counted = countedRows(metrics[0]!);
  const all = [...conditions, ...(counted ? [`(${counted})`] : [])];
  return `select *\nfrom ${from}\nwhere ${all.join('\n  and ')}`;
}

/**
 * The dimensions of the filters that nothing can tell a metric by, for those metrics that some are missing for; none where rows do not
 * tell the time of the zone.
 */
export function unavailableMetrics(
  project: MetricsProject,
  scope: Scope,
): MetricsView['unavailable'] {
  const dimensions = scope.filters.map(({ dimension }) => dimension);
  const isUnknown = (name: MetricName, by: FilterDimension[]): boolean =>
    metricSource(project, name, by, scope) === undefined;
  return Object.fromEntries(
    metricNames.flatMap((name) => {
      if (!isUnknown(name, dimensions)) return [];
      if (isUnknown(name, [])) return [[name, []]];
      const alone = dimensions.filter((one) => isUnknown(name, [one]));
      return [[name, alone.length > 0 ? alone : dimensions]];
    }),
  );
}

/** The tables that a question reads, beside those its metrics count. */
export function eventTables(
  project: MetricsProject,
  input: MetricsInput,
  published: PublishedRange,
): string[] {
  const scope = scopeOf(input, published);
  const ranges = scope.previous === null ? [scope] : [scope, { ...scope, ...scope.previous }];
  const dimensions = scope.filters.map(({ dimension }) => dimension);
  const isOfEvents = ranges.some((range) =>
    metricNames.some(
      (name) => metricSource(project, name, dimensions, range)?.name === eventRows.name,
    ),
  );
  return isOfEvents ? eventRows.tables : [];
}

function edges(published: PublishedRange): string {
  return `select ds, min(event_hour) as first_hour, max(event_hour) as last_hour from growth.visitor_hours
where ds in (${literal(published.from)}, ${literal(published.to)}) group by ds`;
}

/** Days that have rows before any filter: on them nothing is a count of 0. */
function presentDays({ models }: MetricsProject, scope: Scope): string {
  const hours = models.get('visitor_hours');
  const table = 'growth.visitor_hours';
  const rows =
    (hours && zonedRows('visitor_hours', { from: table, model: hours }, scope)) ??
    rowsOfEvents(scope);
  return `select distinct ds from ${rows.from} where ${scopeCondition(scope, scope.from, scope.to)}`;
}

/** Events tell any time; of rows of the hour a zone may ask too much. */
function rowsOfEvents(scope: Scope): ZonedRows {
  return zonedRows(eventRows.name, { from: eventRows.from, model: eventRows }, scope)!;
}

/** The rows of a breakdown that any of its metrics counts; the first rows where one query sees them all. */
function breakdown(
  name: BreakdownName | keyof EventPanels,
  leading: string,
  all: readonly SourceScan[],
): MetricsQuery[] {
  return all.map(({ name: source, from, model, metrics, conditions }) => {
    const column = dimensionSql(name, model)!;
    const keys = [{ name: 'label', sql: column }];
    const scan = { from, metrics, conditions, skipEmpty: true };
    const measured = measuresOf({ ...scan, keys });
    const counts = metrics.map((metric) => numeratorOf(metric.name));
    const isWhole = all.length === 1 && metrics.some((metric) => metric.name === leading);
    const first = `order by ${numeratorOf(leading)} desc, label limit ${breakdownRows}`;
    return {
      name: `${name} ${source}`,
      sql: `select ${labelSql('label')} as label, ${counts.join(', ')}
from (${measured}) as measured
where ${counts.map((one) => `${one} > 0`).join(' or ')}${isWhole ? `\n${first}` : ''}`,
      scan: {
        ...scan,
        keys: [{ name: 'label', sql: labelSql(column) }],
        ...(isWhole && { top: { metric: leading, rows: breakdownRows } }),
      },
    };
  });
}

function plainKey(name: string): KeyColumn {
  return { name, sql: name };
}
