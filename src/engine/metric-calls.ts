import { compileMetric } from '../core/metrics/compile-metric.ts';
import type { MetricInput, MetricResult } from '../core/metrics/metric.ts';
import type { Workbench } from '../workbench.ts';
import type { Row } from './ports.ts';
import type { Session } from './session.ts';

type MetricCalls = Pick<Workbench, 'metric'>;

/** The call for one metric of the project, compiled from its file. */
export function metricCalls(session: Session): MetricCalls {
  return { metric: (input, options) => answerMetric(session, input, options?.signal) };
}

async function answerMetric(
  { project, published }: Session,
  input: MetricInput,
  signal: AbortSignal | undefined,
): Promise<MetricResult> {
  const { metric, model, by, sql } = compileMetric(project, input);
  const db = await published.read([{ name: `${model.schema}.${model.name}` }]);
  const rows = await db.rows(sql, { signal });
  return { metric, by, sql, rows: rows.map((row) => resultRow(row, by)) };
}

function resultRow(row: Row, by: readonly string[]): MetricResult['rows'][number] {
  const { value } = row;
  return {
    key: by.map((name) => (row[name] === null ? null : String(row[name]))),
    numerator: Number(row['numerator']),
    denominator: Number(row['denominator']),
    value: value === null || value === undefined ? null : Number(value),
  };
}
