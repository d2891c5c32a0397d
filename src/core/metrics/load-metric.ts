import type { Model } from '../project/model.ts';
import { brokenBy, Problems } from '../project/problems.ts';
import { checkYaml } from '../project/check-yaml.ts';
import { objectionToExpression } from './check-expression.ts';
import type { Measure, Metric } from './metric.ts';
import { metricYaml } from './metric-yaml.ts';
import type { MeasureYaml, MetricYaml } from './metric-yaml.ts';
import { metricNames } from './metrics-view.ts';

type Models = ReadonlyMap<string, Model>;
/** Tells what is wrong at a part of the metric: `['dimensions', 2]`. */
type Tell = (message: string, path: readonly (string | number)[]) => void;

/**
 * Reads `metrics/<name>.yml`. Throws `model-broken` with its place: broken YAML, another name than the file's, a model or column
 * that is not there, an expression that cannot stand alone.
 */
export function loadMetric(file: string, text: string, models: Models): Metric {
  const problems = new Problems();
  const metric = checkMetric(file, text, models, problems);
  if (metric === undefined) throw brokenBy(problems.all[0]!);
  return metric;
}

/**
 * Like `loadMetric`, but all that is wrong goes to `problems`; undefined where anything is. `objectionTo`: why a model cannot be
 * read; undefined for one that is there with faults of its own, which are told already.
 */
export function checkMetric(
  file: string,
  text: string,
  models: Models,
  problems: Problems,
  objectionTo: (model: string) => string | undefined = (model) => `unknown model: ${model}`,
): Metric | undefined {
  const before = problems.all.length;
  const yaml = checkYaml(text, file, metricYaml, problems);
  if (yaml === undefined) return undefined;
  const found = yaml.value.metrics[0]!;
  const tell: Tell = (message, path) =>
    problems.add(file, message, yaml.placeOf(['metrics', 0, ...path]));
  if (file !== `metrics/${found.name}.yml`)
    tell(`the metric is not named after its file: ${found.name}`, ['name']);
  const model = models.get(found.model);
  if (model === undefined) {
    const objection = objectionTo(found.model);
    if (objection !== undefined) tell(objection, ['model']);
    return undefined;
  }
  checkColumns(found, model, tell);
  for (const part of ['numerator', 'denominator'] as const) checkMeasure(found[part], part, tell);
  const metric = metricOf(file, found, model);
  checkPurpose(metric, tell);
  return problems.all.length > before ? undefined : metric;
}

// Beside columns of these names (see `compileMetric` and `planMeasures`) a dimension could not be told apart.
const ofResult = /^(numerator|denominator|value|counted_value|n\d+|\w+__[nd])$/i;

function checkColumns({ dimensions, grain }: MetricYaml, model: Model, tell: Tell): void {
  if (!model.published)
    tell(`a metric counts rows of a published model, which this is not: ${model.name}`, ['model']);
  const known = new Set(model.columns.map(({ name }) => name));
  const unknown = (column: string): string => `unknown column of ${model.name}: ${column}`;
  if (grain !== undefined && !known.has(grain)) tell(unknown(grain), ['grain']);
  dimensions.forEach((column, i) => {
    if (!known.has(column)) tell(unknown(column), ['dimensions', i]);
    else if (ofResult.test(column))
      tell(`a column of a metric's result has this name: ${column}`, ['dimensions', i]);
    else if (dimensions.indexOf(column) < i)
      tell(`a dimension stands twice: ${column}`, ['dimensions', i]);
  });
}

function checkMeasure(measure: MeasureYaml | undefined, part: string, tell: Tell): void {
  for (const [key, sql] of Object.entries(measure ?? {})) {
    if (key === 'count' || sql === undefined) continue;
    const objection = objectionToExpression(sql);
    if (objection !== undefined) tell(`${part}.${key}: ${objection}: ${sql}`, [part, key]);
  }
}

/** What a guardrail and the metrics of the overview must have, so that checks and screens can count them by day and site. */
function checkPurpose(metric: Metric, tell: Tell): void {
  const { name, subject, guardrail, denominator, direction } = metric;
  const isDaily = metric.grain === 'ds' && metric.dimensions.includes('dim_hostname');
  const isOverview = (metricNames as readonly string[]).includes(name);
  if (isOverview && !isDaily)
    tell('the overview needs it with the grain ds and the dimension dim_hostname', ['dimensions']);
  if (!guardrail || subject !== 'website') return;
  if (denominator === undefined || direction !== 'up' || !isDaily)
    tell(
      'a guardrail is a rate that should not fall: it has a denominator, the direction up, the grain ds and the dimension dim_hostname',
      ['guardrail'],
    );
}

function metricOf(file: string, yaml: MetricYaml, { subject }: Model): Metric {
  const { denominator } = yaml;
  return {
    ...yaml,
    definition: yaml.definition.trim(),
    file,
    grain: yaml.grain,
    subject,
    numerator: measureOf(yaml.numerator),
    denominator: denominator === undefined ? undefined : measureOf(denominator),
  };
}

function measureOf({ where, ...yaml }: MeasureYaml): Measure {
  const [aggregate, of] = Object.entries(yaml)[0] as [Measure['aggregate'], string];
  return { aggregate, of: aggregate === 'count' ? undefined : of, where };
}
