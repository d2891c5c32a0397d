import type { Project } from '../project/model.ts';
import type { Guardrail } from '../quality/statistics/history-input.ts';
import { compileMeasures, denominatorOf, numeratorOf } from './compile-measures.ts';
import { isDailyMetric } from './daily-metrics-sql.ts';
import type { Metric } from './metric.ts';
import { metricOver } from './metric-over.ts';

/** A guardrail and how its days are asked of variants. */
export interface WatchedGuardrail extends Guardrail {
  /** Rows of ds, experiment, variant, conversions, exposure; undefined where the variants' table cannot tell. */
  variantsSql: string | undefined;
}

/** The project's guardrails that the checks watch: rates by day and site of the website, in the order of their labels. */
export function watchedGuardrails(
  project: Pick<Project, 'metrics' | 'models'>,
): WatchedGuardrail[] {
  return [...project.metrics.values()]
    .filter(({ guardrail, denominator }) => guardrail && denominator !== undefined)
    .filter((metric) => metric.subject === 'website' && isDailyMetric(metric))
    .map((metric) => ({
      name: metric.name,
      label: metric.label,
      definition: metric.definition,
      // A share cannot exceed 1; anything else is counts that stand beside each other.
      kind: metric.format === 'share' ? ('proportion' as const) : ('ratio' as const),
      variantsSql: variantsSql(metric, project),
    }))
    .sort((a, b) => (a.kind === b.kind ? (a.label < b.label ? -1 : 1) : a.kind < b.kind ? -1 : 1));
}

function variantsSql(metric: Metric, { models }: Pick<Project, 'models'>): string | undefined {
  const own = models.get(metric.model);
  const variants = models.get('daily_variants');
  if (own === undefined || variants === undefined) return undefined;
  const over = metricOver(metric, own, variants);
  if (over === undefined) return undefined;
  const measured = compileMeasures([over], {
    from: `${variants.schema}.${variants.name}`,
    keys: ['ds', 'experiment', 'variant'].map((name) => ({ name, sql: name })),
  });
  return `select ds, experiment, variant, ${numeratorOf(over.name)} as conversions, ${denominatorOf(over.name)} as exposure
from (
${measured}
) as measured order by all`;
}
