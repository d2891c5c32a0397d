import type { Metric, MetricResult } from '../core/metrics/metric.ts';
import { isRatio } from '../core/metrics/plan-measures.ts';
import type { Cell } from './output.ts';

/** A result as columns and rows. */
export interface TextTable {
  columns: { name: string; type: string }[];
  rows: Cell[][];
}

/** The answer as a table: the dimensions, what is counted where it is a rate, and the value. */
export function metricTable({ metric, by, rows }: MetricResult): TextTable {
  const counts = isRatio(metric) ? ['numerator', 'denominator'] : [];
  return {
    columns: [...by, ...counts, metric.name].map(column),
    rows: rows.map(({ key, numerator, denominator, value }) => [
      ...key,
      ...(isRatio(metric) ? [plain(numerator), plain(denominator)] : []),
      value === null || isRatio(metric) ? value : plain(value),
    ]),
  };
}

/** A sum without binary noise: 1824.4500000000003 is 1824.45. */
function plain(value: number): number {
  return Number(value.toPrecision(14));
}

/** All metrics: what each is, and by what it can be sliced. */
export function metricsTable(metrics: readonly Metric[]): TextTable {
  return {
    columns: ['metric', 'definition', 'guardrail', 'model', 'by'].map(column),
    rows: metrics.map((metric) => [
      metric.name,
      metric.definition,
      metric.guardrail ? 'guardrail' : '',
      metric.model,
      [...(metric.grain === undefined ? [] : ['ds', 'week', 'month']), ...metric.dimensions].join(
        ' ',
      ),
    ]),
  };
}

function column(name: string): { name: string; type: string } {
  return { name, type: 'VARCHAR' };
}
