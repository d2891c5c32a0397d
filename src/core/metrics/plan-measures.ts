import type { Measure, Metric } from './metric.ts';

/** One aggregate over the rows that meet `where`, as SQL can count it in one scan with others. */
export interface Aggregate {
  kind: 'count' | 'sum' | 'distinct' | 'median';
  /** SQL expression; '*' for `count`. */
  of: string;
  where: string | undefined;
  /** Column that carries it. */
  alias: string;
}

/** A metric as SQL over the aliases of a plan. */
export interface PlannedMetric {
  name: string;
  numerator: string;
  /** `1` for plain counts. */
  denominator: string;
}

/** What must be counted for some metrics, each thing once, and how the metrics follow from it. */
export interface MeasurePlan {
  aggregates: Aggregate[];
  metrics: PlannedMetric[];
}

type Unnamed = Omit<Aggregate, 'alias'>;

/**
 * Takes metrics of one model apart into aggregates that one scan can count. An average is a sum over a count; a median or an
 * average without rows has the denominator 0, so that its value is null as that of a rate is.
 */
export function planMeasures(metrics: readonly Metric[]): MeasurePlan {
  const aggregates: Aggregate[] = [];
  const aliasOf = (one: Unnamed): string => {
    const known = aggregates.find((other) => keyOf(other) === keyOf(one));
    if (known !== undefined) return known.alias;
    const alias = `n${aggregates.length + 1}`;
    aggregates.push({ ...one, alias });
    return alias;
  };
  return { metrics: metrics.map((metric) => planMetric(metric, aliasOf)), aggregates };
}

function planMetric(metric: Metric, aliasOf: (one: Unnamed) => string): PlannedMetric {
  const { name, numerator, denominator } = metric;
  if (denominator !== undefined) {
    const [over, under] = [quotientOf(numerator, aliasOf), quotientOf(denominator, aliasOf)];
    return { name, numerator: over, denominator: under };
  }
  const { aggregate } = numerator;
  if (aggregate === 'average') {
    const { sum, count } = partsOfAverage(numerator);
    return { name, numerator: aliasOf(sum), denominator: aliasOf(count) };
  }
  const under =
    aggregate === 'median' ? `least(${aliasOf(partsOfAverage(numerator).count)}, 1)` : '1';
  return { name, numerator: quotientOf(numerator, aliasOf), denominator: under };
}

function quotientOf(measure: Measure, aliasOf: (one: Unnamed) => string): string {
  if (measure.aggregate !== 'average') return aliasOf(simple(measure));
  const { sum, count } = partsOfAverage(measure);
  return `(cast(${aliasOf(sum)} as double) / nullif(${aliasOf(count)}, 0))`;
}

function simple({ aggregate, of = '*', where }: Measure): Unnamed {
  const kinds = {
    count: 'count',
    count_distinct: 'distinct',
    sum: 'sum',
    median: 'median',
  } as const;
  return { kind: kinds[aggregate as keyof typeof kinds], of, where };
}

function partsOfAverage({ of = '*', where }: Measure): { sum: Unnamed; count: Unnamed } {
  const isKnown = `(${of}) is not null`;
  const both = where === undefined ? isKnown : `(${where}) and ${isKnown}`;
  return {
    sum: { kind: 'sum', of, where },
    count: { kind: 'count', of: '*', where: both },
  };
}

function keyOf({ kind, of, where }: Unnamed): string {
  return JSON.stringify([kind, of, where]);
}

/** Whether a metric is divided by something that can be 0. */
export function isRatio({ numerator, denominator }: Metric): boolean {
  return denominator !== undefined || ['average', 'median'].includes(numerator.aggregate);
}
