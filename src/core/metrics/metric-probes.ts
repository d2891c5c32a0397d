import type { Model } from '../project/model.ts';
import { Problems } from '../project/problems.ts';
import type { Place } from '../project/problems.ts';
import { checkYaml } from '../project/check-yaml.ts';
import type { Measure, Metric } from './metric.ts';
import { metricYaml } from './metric-yaml.ts';

/** A query that binds if one expression of a metric does, and where that expression stands in its file. */
export interface MetricProbe {
  sql: string;
  place: Place;
}

/** A probe for each expression of a metric, in the order of the file `yaml`. */
export function metricProbes(metric: Metric, model: Model, yaml: string): MetricProbe[] {
  const file = checkYaml(yaml, metric.file, metricYaml, new Problems());
  const from = `${model.schema}.${model.name}`;
  const probe = (sql: string, ...path: string[]): MetricProbe => ({
    sql,
    place: file?.placeOf(['metrics', 0, ...path]) ?? { line: 1, column: 1 },
  });
  const probesOf = (part: string, { aggregate, of, where }: Measure): MetricProbe[] => [
    ...(of === undefined
      ? []
      : [probe(`select ${aggregated(aggregate, of)} from ${from}`, part, aggregate)]),
    ...(where === undefined
      ? []
      : [probe(`select count(*) filter (where ${where}) from ${from}`, part, 'where')]),
  ];
  return [
    ...probesOf('numerator', metric.numerator),
    ...(metric.denominator === undefined ? [] : probesOf('denominator', metric.denominator)),
  ];
}

function aggregated(aggregate: Measure['aggregate'], of: string): string {
  if (aggregate === 'count_distinct') return `count(distinct ${of})`;
  return `${aggregate === 'average' ? 'avg' : aggregate}(${of})`;
}
