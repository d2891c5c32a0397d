import type { Model } from '../project/model.ts';
import { compileMeasures, denominatorOf, indent, numeratorOf } from './compile-measures.ts';
import type { Metric } from './metric.ts';

/** A metric and the model it counts. */
export interface MetricOfModel {
  metric: Metric;
  model: Pick<Model, 'name' | 'columns'>;
}

/** First line of what is made here. A file that has it is made anew; without it, it is a person's own. */
const mark =
  '-- Made from the files in metrics/: change a definition there. Without this line, this is your own SQL.';

/** Whether some SQL of `growth.daily_metrics` was made from the metrics, of this day or another. */
export function isMade(sql: string): boolean {
  return sql.startsWith(mark);
}

/** Whether a metric stands in `growth.daily_metrics`: one that can be counted by day and site. */
export function isDailyMetric({ grain, dimensions }: Metric): boolean {
  return grain === 'ds' && dimensions.includes('dim_hostname');
}

/**
 * The SQL of `growth.daily_metrics`: a row a day, host and metric, each model counted in one scan, without bots. Refs stand in
 * braces as in any model.
 */
export function dailyMetricsSql(metrics: readonly MetricOfModel[]): string {
  const models = new Map(metrics.map(({ model }) => [model.name, model]));
  const ctes = [...models.values()].map((model) => counted(model, metrics));
  const rows = metrics.map(({ metric }) => rowsOf(metric));
  return `${mark}
with ${[...ctes, `measured as (\n${indent(rows.join('\nunion all\n') || nothing)}\n)`, final].join(',\n')}
select * from final
`;
}

function counted(model: MetricOfModel['model'], all: readonly MetricOfModel[]): string {
  const own = all.filter((one) => one.model.name === model.name).map(({ metric }) => metric);
  const hasBots = model.columns.some(({ name }) => name === 'is_bot');
  const sql = compileMeasures(own, {
    from: `{{ ref('${model.name}') }}`,
    keys: ['ds', 'dim_hostname'].map((name) => ({ name, sql: name })),
    condition: hasBots ? 'not is_bot' : undefined,
  });
  return `${cteOf(model.name)} as (\n${indent(sql)}\n)`;
}

function cteOf(model: string): string {
  return `days_of_${model}`;
}

function rowsOf({ name, model }: Metric): string {
  const counts = `${numeratorOf(name)} as numerator, ${denominatorOf(name)} as denominator`;
  return `select ds, dim_hostname, '${name}' as metric, ${counts}\nfrom ${cteOf(model)}`;
}

const nothing = `select '' as ds, '' as dim_hostname, '' as metric, 0 as numerator, 0 as denominator
where false`;

const final = `final as (
  select
    cast(dim_hostname as varchar) as dim_hostname,
    metric,
    cast(numerator as double) as numerator,
    cast(denominator as double) as denominator,
    case when denominator <> 0 then cast(numerator as double) / cast(denominator as double) end as value,
    ds
  from measured
)`;
