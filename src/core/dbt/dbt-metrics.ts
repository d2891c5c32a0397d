import type { Measure, Metric } from '../metrics/metric.ts';
import type { Model, Project } from '../project/model.ts';
import { jinjaText } from './jinja.ts';
import { yamlText } from './dbt-schema-yaml.ts';

/** Metrics that MetricFlow can hold: those with days. */
export function hasDays(metric: Metric): boolean {
  return metric.grain !== undefined;
}

/** `models/metrics.yml`: a semantic model for each model that metrics count, and the metrics, as MetricFlow reads them. */
export function metricsYaml(project: Project): string {
  const metrics = [...project.metrics.values()].filter(hasDays);
  const models = [...new Set(metrics.map(({ model }) => model))].sort();
  return yamlText({
    version: 2,
    semantic_models: models.map((name) =>
      semanticModel(
        project.models.get(name)!,
        metrics.filter(({ model }) => model === name),
      ),
    ),
    metrics: metrics.map(metricEntry),
  });
}

function semanticModel(model: Model, metrics: readonly Metric[]): object {
  const days = [...new Set(metrics.map(({ grain }) => grain!))];
  const dimensions = [...new Set(metrics.flatMap((metric) => metric.dimensions))];
  return {
    name: model.name,
    description: jinjaText(model.description),
    model: `ref('${model.name}')`,
    defaults: { agg_time_dimension: dayName(days[0]!) },
    primary_entity: `${model.name}_row`,
    dimensions: [
      ...days.map((day) => ({
        name: dayName(day),
        type: 'time',
        expr: `cast(${day} as date)`,
        type_params: { time_granularity: 'day' },
      })),
      ...dimensions
        .filter((name) => !days.includes(name))
        .map((name) => ({ name, type: 'categorical' })),
    ],
    measures: metrics.flatMap((metric) => measuresOf(metric, model)),
  };
}

// A plain name of a column may be a word that MetricFlow keeps for itself.
function dayName(column: string): string {
  return column === 'ds' ? 'day' : `${column}_day`;
}

function measuresOf(metric: Metric, model: Model): object[] {
  const isBot = model.columns.some(({ name }) => name === 'is_bot');
  const measure = (name: string, of: Measure): object => ({
    name,
    ...aggregateOf(of, isBot ? 'not is_bot' : undefined),
    agg_time_dimension: dayName(metric.grain!),
    // A ratio is of metrics, not of measures.
    ...(metric.denominator !== undefined && { create_metric: true }),
  });
  const { name, numerator, denominator } = metric;
  return [
    measure(`${name}_numerator`, numerator),
    ...(denominator === undefined ? [] : [measure(`${name}_denominator`, denominator)]),
  ];
}

/** An aggregate of MetricFlow: conditions go into the expression, bots are left out as on the screens. */
function aggregateOf(
  { aggregate, of, where }: Measure,
  scope: string | undefined,
): { agg: string; expr: string } {
  const conditions = [where, scope].filter((part) => part !== undefined);
  const value = aggregate === 'count' ? '1' : of!;
  const met = conditions.map((part) => `(${part})`).join(' and ');
  const expr = met === '' ? value : `case when ${met} then ${value} end`;
  return { agg: aggregate === 'count' ? 'sum' : aggregate, expr: jinjaText(expr) };
}

function metricEntry(metric: Metric): object {
  const { name, label, definition, guardrail, question, direction, format } = metric;
  return {
    name,
    label,
    description: jinjaText(definition),
    ...(metric.denominator === undefined
      ? { type: 'simple', type_params: { measure: `${name}_numerator` } }
      : {
          type: 'ratio',
          type_params: { numerator: `${name}_numerator`, denominator: `${name}_denominator` },
        }),
    config: { meta: { guardrail, direction, format, ...(question !== '' && { question }) } },
  };
}

/** MetricFlow wants a table of days. */
export const timeSpine = {
  sql: `{{ config(materialized='table') }}
with days as (
  {{ dbt.date_spine('day', "cast('2015-01-01' as date)", "cast('2040-01-01' as date)") }}
)
select cast(date_day as date) as date_day from days
`,
  yaml: yamlText({
    version: 2,
    models: [
      {
        name: 'metricflow_time_spine',
        description: 'Days, for metrics.',
        time_spine: { standard_granularity_column: 'date_day' },
        columns: [{ name: 'date_day', data_type: 'DATE', granularity: 'day' }],
      },
    ],
  }),
};
