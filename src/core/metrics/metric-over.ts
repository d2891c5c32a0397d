import type { Model } from '../project/model.ts';
import { namesIn } from './check-expression.ts';
import type { Metric } from './metric.ts';

/**
 * The same metric counted over another model that has the columns it is made of (the entry pages of sessions, the variants of an
 * experiment): the definition stays where it is. Undefined where the other model cannot tell.
 */
export function metricOver(
  metric: Metric,
  own: Pick<Model, 'columns'>,
  other: Pick<Model, 'name' | 'columns'>,
): Metric | undefined {
  const has = ({ columns }: Pick<Model, 'columns'>, name: string): boolean =>
    columns.some((column) => column.name === name);
  const expressions = [metric.numerator, metric.denominator].flatMap((measure) =>
    [measure?.of, measure?.where].filter((sql) => sql !== undefined),
  );
  // A count of rows is a count of that model's rows: another has rows of other things.
  const countsRows = [metric.numerator, metric.denominator].some(
    (measure) => measure?.aggregate === 'count',
  );
  const used = expressions.flatMap(namesIn).filter((name) => has(own, name));
  if (countsRows || !used.every((name) => has(other, name))) return undefined;
  return { ...metric, model: other.name };
}
