import { ident, literal } from '../../lib/sql.ts';
import { WorkbenchError } from '../errors.ts';
import type { Model, Project } from '../project/model.ts';
import { compileMeasures, denominatorOf, numeratorOf } from './compile-measures.ts';
import type { KeyColumn } from './compile-measures.ts';
import { dayCondition, grainColumn, grains } from './grain.ts';
import type { Grain } from './grain.ts';
import type { Metric, MetricInput } from './metric.ts';
import { reportZone, zoneDays } from './report-zone.ts';
import { zonedRows } from './zoned-rows.ts';

/** A question about a metric, settled and in SQL. */
export interface CompiledMetric {
  metric: Metric;
  model: Model;
  by: string[];
  /** A row a combination of `by`: those columns as text, then `numerator`, `denominator`, `value`; sorted, nulls last. */
  sql: string;
}

/** First and last UTC day that there are rows of; '' when there are none. */
interface Days {
  from: string;
  to: string;
}

/**
 * The SQL of one metric by dimensions and days, weeks (their Monday) or months (their first day). `published` is needed for a zone
 * other than UTC. Throws `metric-unknown`, and `usage` for a dimension that it does not have, a day that is none, a range turned
 * round, or a zone that is none or that its rows do not tell the time of.
 */
export function compileMetric(
  { metrics, models }: Pick<Project, 'metrics' | 'models'>,
  input: MetricInput,
  published: Days = { from: '', to: '' },
): CompiledMetric {
  const metric = metrics.get(input.name);
  if (metric === undefined) {
    const known = [...metrics.keys()].join(', ');
    throw new WorkbenchError('metric-unknown', `unknown metric: ${input.name}; there are ${known}`);
  }
  const model = models.get(metric.model)!;
  const by = input.by ?? [];
  if (new Set(by).size < by.length) throw usage(`one dimension twice: ${by.join(', ')}`);
  const keys = by.map((name) => keyOf(name, metric, model));
  const condition = [
    ...dayConditions(input, metric, model),
    ...Object.entries(input.filter ?? {}).flatMap(([name, values]) => keep(name, values, metric)),
    ...botCondition(input, model),
  ].join(' and ');
  const from = relationOf(input, metric, model, published);
  const measured = compileMeasures([metric], { from, keys, condition });
  return { metric, model, by, sql: asResult(metric, keys, measured) };
}

function relationOf(input: MetricInput, metric: Metric, model: Model, published: Days): string {
  const from = `${model.schema}.${model.name}`;
  if (input.timezone === undefined || !asksForTime(input)) return from;
  const asked = [input.from ?? '', input.to ?? ''];
  const zone = reportZone(input.timezone, [published.from, published.to, ...asked]);
  const all = zoneDays(zone, published);
  const days = { zone, from: input.from ?? all.from, to: input.to ?? all.to };
  if (days.from === '' || days.to === '') return from;
  const rows = zonedRows(model.name, { from, model }, days);
  if (rows === undefined || (metric.grain !== undefined && metric.grain !== 'ds'))
    throw usage(
      `${metric.name} cannot be counted in ${zone.name}: ${model.name} holds days or hours of UTC only`,
    );
  return rows.from;
}

/** Whether days or hours have a part in the question: what is counted over everything is the same by any clock. */
function asksForTime({ by = [], filter = {}, from, to }: MetricInput): boolean {
  const names = [...by, ...Object.keys(filter)];
  return from !== undefined || to !== undefined || names.some((one) => times.has(one));
}

const times: ReadonlySet<string> = new Set([...grains, 'event_hour']);

function asResult(metric: Metric, keys: readonly KeyColumn[], measured: string): string {
  const [over, under] = [numeratorOf(metric.name), denominatorOf(metric.name)];
  const columns = [
    ...keys.map(({ name }) => `cast(${name} as varchar) as ${name}`),
    `cast(${over} as double) as numerator`,
    `cast(${under} as double) as denominator`,
    `case when ${under} <> 0 then cast(${over} as double) / cast(${under} as double) end as "value"`,
  ];
  const order = keys.map((_, i) => `${i + 1} nulls last`);
  return `select ${columns.join(',\n  ')}
from (
${measured}
) as measured${order.length === 0 ? '' : `\norder by ${order.join(', ')}`}`;
}

function keyOf(name: string, metric: Metric, model: Model): KeyColumn {
  if (isGrain(name) && !metric.dimensions.includes(name)) {
    if (metric.grain === undefined) throw usage(`${metric.name} has no days: ${name}`);
    return { name: ident(name), sql: grainColumn(name, metric.grain, model) };
  }
  requireDimension(name, metric);
  return { name: ident(name), sql: ident(name) };
}

function isGrain(name: string): name is Grain {
  return (grains as readonly string[]).includes(name);
}

function requireDimension(name: string, { name: metric, dimensions, grain }: Metric): void {
  if (dimensions.includes(name)) return;
  const known = [...(grain === undefined ? [] : grains), ...dimensions];
  throw usage(`${metric} has no such dimension: ${name}; it has ${known.join(', ') || 'none'}`);
}

function dayConditions({ from, to }: MetricInput, metric: Metric, model: Model): string[] {
  if (from === undefined && to === undefined) return [];
  if (metric.grain === undefined) throw usage(`${metric.name} has no days: ${from ?? to}`);
  return dayCondition({ from, to }, metric.grain, model);
}

// Cast: a value that an enumeration does not have is no error, it only meets no row.
function keep(name: string, values: readonly (string | null)[], metric: Metric): string[] {
  if (values.length === 0) return [];
  requireDimension(name, metric);
  const known = values.filter((value) => value !== null).map(literal);
  const parts =
    known.length === 0 ? [] : [`cast(${ident(name)} as varchar) in (${known.join(', ')})`];
  if (values.includes(null)) parts.push(`${ident(name)} is null`);
  return [`(${parts.join(' or ')})`];
}

function botCondition({ bots = 'exclude' }: MetricInput, model: Model): string[] {
  if (model.columns.some(({ name }) => name === 'is_bot'))
    return bots === 'include' ? [] : [bots === 'only' ? 'is_bot' : 'not is_bot'];
  if (bots === 'only') throw usage(`bots are not told apart there: ${model.name}`);
  return [];
}

function usage(message: string): WorkbenchError {
  return new WorkbenchError('usage', message);
}
