import { WorkbenchError } from '../core/errors.ts';
import { compileMetric } from '../core/metrics/compile-metric.ts';
import type { CompiledMetric } from '../core/metrics/compile-metric.ts';
import type { MetricInput, MetricResult } from '../core/metrics/metric.ts';
import type { Workbench } from '../workbench.ts';
import type { Database, Row } from './ports.ts';
import { projectAsPublished } from './project-as-published.ts';
import type { Session } from './session.ts';

type MetricCalls = Pick<Workbench, 'metric'>;

/** The call for one metric of the project, compiled from its file. */
export function metricCalls(session: Session): MetricCalls {
  return {
    async metric(input: MetricInput, options) {
      const { metric, model, by, sql } = compileMetric(session.project, input);
      const db = await tableOf(session, { metric, model });
      const asked = input.timezone === undefined ? sql : await inZone(session, db, model, input);
      const rows = await rowsOf(db, metric, asked, options?.signal);
      return { metric, by, sql: asked, rows: rows.map((row) => resultRow(row, by)) };
    },
  };
}

type Of = Pick<CompiledMetric, 'metric' | 'model'>;

async function tableOf({ published }: Session, { metric, model }: Of): Promise<Database> {
  if (!published.facts.areas.has(metric.subject))
    throw new WorkbenchError('table-unknown', `nothing of a ${metric.subject} is published yet`);
  return published.read([{ name: `${model.schema}.${model.name}` }]);
}

/** Which changes of clocks count follows from the days that there are. */
async function inZone(
  session: Session,
  db: Database,
  { schema, name, columns }: Of['model'],
  input: MetricInput,
): Promise<string> {
  const hasDays = columns.some((column) => column.name === 'ds');
  const [days] = hasDays
    ? await db.rows(`select min(ds) as "from", max(ds) as "to" from ${schema}.${name}`)
    : [];
  const dayOf = (end: string): string => String(days?.[end] ?? '').slice(0, 10);
  const published = { from: dayOf('from'), to: dayOf('to') };
  return compileMetric(projectAsPublished(session), input, published).sql;
}

async function rowsOf(
  db: Database,
  metric: Of['metric'],
  sql: string,
  signal: AbortSignal | undefined,
): Promise<Row[]> {
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
