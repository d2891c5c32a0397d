import type { Model, Project } from '../project/model.ts';
import { eventRows } from './event-rows.ts';
import { dimensionSql } from './filter.ts';
import type { FilterDimension } from './filter.ts';
import type { Metric } from './metric.ts';
import { metricOver } from './metric-over.ts';
import { zonedRows } from './zoned-rows.ts';
import type { DaysOfZone } from './zoned-rows.ts';

/** Rows that metrics of the overview are counted over: those of a model, or of events with their visits. */
export interface MetricSource {
  /** Names the rows among others. */
  name: string;
  /** What stands after `from`. */
  from: string;
  model: Pick<Model, 'columns'>;
  metric: Metric;
}

type Known = Pick<Project, 'metrics' | 'models'>;

/**
 * Where a metric can be counted by some dimensions, over days of a zone: its own model when its rows carry them and tell the time as
 * finely as the zone asks, else visits, else (slower) the events themselves. Undefined: these dimensions, or the zone, cannot tell it.
 */
export function metricSource(
  project: Known,
  name: string,
  dimensions: readonly FilterDimension[],
  days: DaysOfZone,
): MetricSource | undefined {
  const metric = project.metrics.get(name);
  if (metric === undefined) return undefined;
  const tells = (one: MetricSource | undefined): one is MetricSource =>
    one !== undefined &&
    dimensions.every((dimension) => dimensionSql(dimension, one.model) !== undefined);
  const own = ownRows(project, metric);
  const others = [visitRows(project, metric), eventsOf(project, metric)];
  // Visits know the moment they began, events their own: what only the time is missing for is asked of these.
  if (tells(own) && inZone(own, days) === undefined) others.reverse();
  return [own, ...others].map((one) => inZone(one, days)).find(tells);
}

function inZone(source: MetricSource | undefined, days: DaysOfZone): MetricSource | undefined {
  const rows = source && zonedRows(source.name, source, days);
  return source && rows && { ...source, ...rows };
}

function ownRows({ models }: Known, metric: Metric): MetricSource {
  const model = models.get(metric.model)!;
  return { name: model.name, from: relationOf(model), model, metric };
}

/** A visit is a row there: what counts visits elsewhere is counted as `entries` says. */
function visitRows({ metrics, models }: Known, metric: Metric): MetricSource | undefined {
  const entries = metrics.get('entries');
  const model = models.get(entries?.model ?? '');
  if (entries === undefined || model === undefined) return undefined;
  const over =
    metric.name === 'website_visits'
      ? { ...entries, name: metric.name }
      : metricOver(metric, models.get(metric.model)!, model);
  return over && { name: model.name, from: relationOf(model), model, metric: over };
}

function eventsOf({ models }: Known, metric: Metric): MetricSource | undefined {
  const over = metricOver(metric, models.get(metric.model)!, eventRows);
  return over && { name: eventRows.name, from: eventRows.from, model: eventRows, metric: over };
}

function relationOf({ schema, name }: Model): string {
  return `${schema}.${name}`;
}
