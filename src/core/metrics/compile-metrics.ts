import { literal } from '../../lib/sql.ts';
import type { Model, Project } from '../project/model.ts';
import { compileMeasures, numeratorOf } from './compile-measures.ts';
import type { KeyColumn } from './compile-measures.ts';
import type { Metric } from './metric.ts';
import { metricOver } from './metric-over.ts';
import { metricNames } from './metrics-view.ts';
import type { MetricsInput, MetricsView } from './metrics-view.ts';
import { scopeCondition, scopeOf } from './scope.ts';
import type { PublishedRange, Scope } from './scope.ts';

/** One query of the metrics screen; its rows are handed to `readMetrics` under its name. */
export interface MetricsQuery {
  /** Part of the screen and the model that is asked: `totals visitor_hours`. */
  name: string;
  sql: string;
}

/** What the screen is compiled from. */
export type MetricsProject = Pick<Project, 'metrics' | 'models'>;

/** The column that each breakdown is by; pages are the entry pages of sessions. */
const breakdownColumns: Record<Exclude<keyof MetricsView['breakdowns'], 'page'>, string> = {
  referrer: 'dim_referrer',
  channel: 'entry_channel',
  source: 'entry_source',
  country: 'dim_country',
  device_brand: 'dim_device_brand',
  device_type: 'dim_device_type',
  os: 'dim_os',
  browser: 'dim_browser',
};

/** Rows of a breakdown at most. */
export const breakdownRows = 250;

/** Metrics of a row of a breakdown, the first by which rows are sorted. */
export const breakdownMetrics = ['website_hits', 'daily_visitors', 'website_visits'] as const;
/** The same for entry pages. */
export const pageMetrics = ['entries', 'website_hits', 'daily_visitors'] as const;

/**
 * The queries of the metrics screen over the published tables, compiled from the metrics' files; none when nothing is published.
 * Visitors are counted distinct over the hosts and days together, never added up.
 */
export function compileMetrics(
  project: MetricsProject,
  input: MetricsInput,
  published: PublishedRange,
): MetricsQuery[] {
  const scope = scopeOf(input, published);
  if (scope.days.length === 0) return [];
  const ask = (part: string, names: readonly string[], keys: string[], range = scope) =>
    scans(project, names, range).map(({ model, metrics, condition }): MetricsQuery => ({
      name: `${part} ${model.name}`,
      sql: compileMeasures(metrics, {
        from: relationOf(model),
        keys: keys.map(plainKey),
        condition,
        // A day without anything is told from a day without rows.
        skipEmpty: part === 'hosts',
      }),
    }));
  return [
    ...ask('totals', metricNames, []),
    ...(scope.previous ? ask('previous', metricNames, [], { ...scope, ...scope.previous }) : []),
    ...ask('daily', metricNames, ['ds']),
    ...ask('hosts', ['daily_visitors'], ['dim_hostname', 'ds']),
    { name: 'edges', sql: edges(published) },
    ...Object.entries(breakdownColumns).flatMap(([name, column]) =>
      breakdown(name, column, scans(project, breakdownMetrics, scope), breakdownMetrics),
    ),
    ...breakdown('page', 'entry_path', pageScans(project, scope), pageMetrics),
  ];
}

/** Metrics of one model, with the rows of it that are in scope. */
interface ModelScan {
  model: Model;
  metrics: Metric[];
  condition: string;
}

function scans({ metrics, models }: MetricsProject, names: readonly string[], scope: Scope) {
  const byModel = new Map<string, Metric[]>();
  for (const metric of names.flatMap((name) => metrics.get(name) ?? []))
    byModel.set(metric.model, [...(byModel.get(metric.model) ?? []), metric]);
  return [...byModel].flatMap(([name, some]) => scan(models.get(name)!, some, scope));
}

/** Entries by page: what the model of entries can tell of the other metrics stands beside them. */
function pageScans({ metrics, models }: MetricsProject, scope: Scope): ModelScan[] {
  const entries = metrics.get('entries');
  if (entries === undefined) return [];
  const model = models.get(entries.model)!;
  const others = pageMetrics.flatMap((name) => {
    const metric = metrics.get(name);
    if (metric === undefined || metric === entries) return [];
    return metricOver(metric, models.get(metric.model)!, model) ?? [];
  });
  return scan(model, [entries, ...others], scope);
}

/** None where a model of people's rows only is asked for those of bots. */
function scan(model: Model, metrics: Metric[], scope: Scope): ModelScan[] {
  const hasBots = model.columns.some(({ name }) => name === 'is_bot');
  if (!hasBots && scope.bots === 'only') return [];
  const bots = hasBots ? scope.bots : 'include';
  return [{ model, metrics, condition: scopeCondition({ ...scope, bots }, scope.from, scope.to) }];
}

function edges(published: PublishedRange): string {
  return `select ds, min(event_hour) as first_hour, max(event_hour) as last_hour from growth.visitor_hours
where ds in (${literal(published.from)}, ${literal(published.to)}) group by ds`;
}

/** The rows of a breakdown that any of its metrics counts; the first rows where one query sees them all. */
function breakdown(
  name: string,
  column: string,
  all: readonly ModelScan[],
  order: readonly string[],
): MetricsQuery[] {
  const able = all.filter(({ model }) => model.columns.some((one) => one.name === column));
  return able.map(({ model, metrics, condition }) => {
    const keys = [{ name: 'label', sql: column }];
    const scan = { from: relationOf(model), keys, condition, skipEmpty: true };
    const measured = compileMeasures(metrics, scan);
    const counts = metrics.map((metric) => numeratorOf(metric.name));
    const isWhole = able.length === 1 && metrics.some((metric) => metric.name === order[0]);
    const first = `order by ${numeratorOf(order[0]!)} desc, label limit ${breakdownRows}`;
    return {
      name: `${name} ${model.name}`,
      sql: `select coalesce(cast(label as varchar), '(unknown)') as label, ${counts.join(', ')}
from (${measured}) as measured
where ${counts.map((one) => `${one} > 0`).join(' or ')}${isWhole ? `\n${first}` : ''}`,
    };
  });
}

function plainKey(name: string): KeyColumn {
  return { name, sql: name };
}

function relationOf({ schema, name }: Model): string {
  return `${schema}.${name}`;
}
