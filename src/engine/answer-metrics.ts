import { WorkbenchError } from '../core/errors.ts';
import { compileMetrics } from '../core/metrics/compile-metrics.ts';
import { readMetrics } from '../core/metrics/read-metrics.ts';
import { metricNames } from '../core/metrics/metrics-view.ts';
import type { MetricsInput, MetricsView } from '../core/metrics/metrics-view.ts';
import type { Row } from './ports.ts';
import type { Session } from './session.ts';

/** The tables that the metrics screen reads, whatever else its metrics count. */
const usualTables = ['growth.daily_metrics', 'growth.visitor_hours', 'core.fct_sessions'];

function tablesOf({ metrics, models }: Session['project']): string[] {
  const counted = [...metricNames, 'entries'].flatMap((name) => {
    const model = models.get(metrics.get(name)?.model ?? '');
    return model === undefined ? [] : [`${model.schema}.${model.name}`];
  });
  return [...new Set([...usualTables, ...counted])];
}

/** The metrics of a scope: an answer kept from before while the engine and the tables are still to be loaded, else asked anew. */
export async function answerMetrics(
  session: Session,
  input: MetricsInput,
  signal: AbortSignal | undefined,
): Promise<MetricsView> {
  const { published, warehouse, answers } = session;
  const metricTables = tablesOf(session.project);
  if (
    !published.isLoaded(metricTables) &&
    warehouse.head !== undefined &&
    published.facts.generation > 0
  ) {
    const known = await answers.find(warehouse.head, metricTables, input);
    if (known !== undefined) {
      // The next question will have another scope; a failure to load is met by the call that needs it.
      published.read(metricTables.map((name) => ({ name }))).catch(() => {});
      return known;
    }
  }
  const view = await askEngine(session, input, signal);
  void keepAnswer(session, input, view);
  return view;
}

async function askEngine(
  { published, project }: Session,
  input: MetricsInput,
  signal: AbortSignal | undefined,
): Promise<MetricsView> {
  const { facts } = published;
  if (!facts.areas.has('website'))
    throw new WorkbenchError('table-unknown', 'nothing of a website is published yet');
  const queries = compileMetrics(project, input, facts);
  const db = await published.read(tablesOf(project).map((name) => ({ name })));
  const results = new Map<string, Row[]>();
  for (const { name, sql } of queries) results.set(name, await db.rows(sql, { signal }));
  return readMetrics(project, input, facts, results);
}

/** Once what was asked is on disk; without room for it, coming back is only slower. */
async function keepAnswer(session: Session, input: MetricsInput, view: MetricsView): Promise<void> {
  const { facts } = session.published;
  try {
    await session.saving?.done;
    const { head } = session.warehouse;
    if (head === undefined || session.published.facts !== facts || session.isClosed) return;
    await session.answers.keep(head, tablesOf(session.project), input, view);
  } catch {
    return;
  }
}
