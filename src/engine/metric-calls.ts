import { WorkbenchError } from '../core/errors.ts';
import { compileMetric } from '../core/metrics/compile-metric.ts';
import type { CompiledMetric } from '../core/metrics/compile-metric.ts';
import type { MetricInput, MetricResult } from '../core/metrics/metric.ts';
import type { Workbench } from '../workbench.ts';
import type { Row } from './ports.ts';
import type { Session } from './session.ts';

type MetricCalls = Pick<Workbench, 'metric'>;

/** The call for one metric of the project, compiled from its file. */
export function metricCalls(session: Session): MetricCalls {
  return {
    async metric(input: MetricInput, options) {
      const compiled = compileMetric(session.project, input);
      const rows = await rowsOf(session, compiled, options?.signal);
      const { metric, by, sql } = compiled;
      return { metric, by, sql, rows: rows.map((row) => resultRow(row, by)) };
    },
  };
}

async function rowsOf(
  { published }: Session,
  { metric, model, sql }: CompiledMetric,
  signal: AbortSignal | undefined,
): Promise<Row[]> {
  if (!published.facts.areas.has(metric.subject))
    throw new WorkbenchError('table-unknown', `nothing of a ${metric.subject} is published yet`);
  const db = await published.read([{ name: `${model.schema}.${model.name}` }]);
  try {
    return await db.rows(sql, { signal });
  } catch (error) {
    if (error instanceof WorkbenchError && error.code === 'cancelled') throw error;
    const { message } = error as Error;
    throw new WorkbenchError(
      'query-failed',
      `${metric.name} cannot be counted: ${message}`,
      {},
      error,
    );
  }
}

function resultRow(row: Row, by: readonly string[]): MetricResult['rows'][number] {
  const value = row['value'] ?? null;
  return {
    key: by.map((name) => (row[name] === null ? null : String(row[name]))),
    numerator: Number(row['numerator']),
    denominator: Number(row['denominator']),
    value: value === null ? null : Number(value),
  };
}
