import { WorkbenchError } from '../errors.ts';
import type { Model } from '../project/model.ts';
import { readYaml } from '../project/read-yaml.ts';
import type { Measure, Metric } from './metric.ts';
import { metricYaml } from './metric-yaml.ts';
import type { MeasureYaml } from './metric-yaml.ts';

/** Reads `metrics/<name>.yml`. Throws `model-broken` with its place: broken YAML, another name than the file's, an unknown model. */
export function loadMetric(file: string, text: string, models: ReadonlyMap<string, Model>): Metric {
  const { grain, denominator, ...yaml } = readYaml(text, file, metricYaml).metrics[0]!;
  if (file !== `metrics/${yaml.name}.yml`)
    throw broken(`the metric is not named after its file: ${yaml.name}`, file);
  const model = models.get(yaml.model);
  if (model === undefined) throw broken(`unknown model: ${yaml.model}`, file);
  const known = new Set(model.columns.map(({ name }) => name));
  for (const column of [...yaml.dimensions, ...(grain === undefined ? [] : [grain])]) {
    if (!known.has(column)) throw broken(`unknown column of ${model.name}: ${column}`, file);
  }
  return {
    ...yaml,
    file,
    grain,
    subject: model.subject,
    numerator: measureOf(yaml.numerator),
    denominator: denominator === undefined ? undefined : measureOf(denominator),
  };
}

function measureOf({ where, ...yaml }: MeasureYaml): Measure {
  const [aggregate, of] = Object.entries(yaml)[0] as [Measure['aggregate'], string];
  return { aggregate, of: aggregate === 'count' ? undefined : of, where };
}

function broken(message: string, file: string): WorkbenchError {
  return new WorkbenchError('model-broken', message, { file, line: 1, column: 1 });
}
