import { WorkbenchError } from '../core/errors.ts';
import {
  compileEventPanels,
  compileMetrics,
  eventTables,
} from '../core/metrics/compile-metrics.ts';
import type { MetricsQuery } from '../core/metrics/compile-metrics.ts';
import { eventRows } from '../core/metrics/event-rows.ts';
import { readEventPanels, readMetrics } from '../core/metrics/read-metrics.ts';
import { metricNames } from '../core/metrics/metrics-view.ts';
import type { EventPanels, MetricsInput, MetricsView } from '../core/metrics/metrics-view.ts';
import type { Database, Row } from './ports.ts';
import { projectAsPublished } from './project-as-published.ts';
import type { Session } from './session.ts';

/** The tables that the metrics screen reads, whatever else its metrics count. */
const usualTables = ['growth.visitor_hours', 'core.fct_sessions'];

function tablesOf(session: Session, input: MetricsInput): string[] {
  const project = projectAsPublished(session);
  const counted = [...metricNames, 'entries'].flatMap((name) => {
    const model = project.models.get(project.metrics.get(name)?.model ?? '');
    return model === undefined ? [] : [`${model.schema}.${model.name}`];
  });
  const ofEvents = eventTables(project, input, session.published.facts);
  return [...new Set([...usualTables, ...counted, ...ofEvents])];
}

/** The metrics of a scope: an answer kept from before while the engine and the tables are still to be loaded, else asked anew. */
export async function answerMetrics(
  session: Session,
  input: MetricsInput,
  signal: AbortSignal | undefined,
): Promise<MetricsView> {
  const { published, warehouse, answers } = session;
  const metricTables = tablesOf(session, input);
  if (
    !published.isLoaded(metricTables) &&
    warehouse.head !== undefined &&
    published.facts.generation > 0
  ) {
    const known = await answers.find(warehouse.head, metricTables, input);
    if (known !== undefined) {
      // The next question will have another scope; a failure to load is met by the call that needs it.
      getReady(session, input).catch(() => {});
      return known;
    }
  }
  const view = await askEngine(session, input, signal);
  // A person comes back to a scope; a filter is a question on the way.
  if (!input.filters?.length) session.keeping = keepAnswer(session, input, view);
  return view;
}

/** The panels that only the events can tell, with the filters of the scope. */
export async function answerEventPanels(
  session: Session,
  input: MetricsInput,
  signal: AbortSignal | undefined,
): Promise<EventPanels> {
  const facts = requireWebsite(session);
  const queries = compileEventPanels(projectAsPublished(session), input, facts);
  const db = await session.published.read(eventRows.tables.map((name) => ({ name })));
  return readEventPanels(await askAll(db, queries, signal));
}

/** Loads the tables of a question and reads what others like it are counted from. */
async function getReady(session: Session, input: MetricsInput): Promise<void> {
  const { published, cubes } = session;
  const { facts } = published;
  const db = await published.read(tablesOf(session, input).map((name) => ({ name })));
  const queries = compileMetrics(projectAsPublished(session), input, facts);
  if (facts === published.facts) cubes.prepare(db, queries, facts);
}

async function askEngine(
  session: Session,
  input: MetricsInput,
  signal: AbortSignal | undefined,
): Promise<MetricsView> {
  const facts = requireWebsite(session);
  const project = projectAsPublished(session);
  const queries = compileMetrics(project, input, facts);
  const db = await session.published.read(tablesOf(session, input).map((name) => ({ name })));
  const results = await session.cubes.answer(db, queries, facts, { signal });
  session.cubes.prepare(db, queries, facts);
  return readMetrics(project, input, facts, results);
}

function requireWebsite({ published: { facts } }: Session): Session['published']['facts'] {
  if (!facts.areas.has('website'))
    throw new WorkbenchError('table-unknown', 'nothing of a website is published yet');
  return facts;
}

async function askAll(
  db: Database,
  queries: readonly MetricsQuery[],
  signal: AbortSignal | undefined,
): Promise<Map<string, Row[]>> {
  const results = new Map<string, Row[]>();
  for (const { name, sql } of queries) results.set(name, await db.rows(sql, { signal }));
  return results;
}

/** Once what was asked is on disk; without room for it, coming back is only slower. */
async function keepAnswer(session: Session, input: MetricsInput, view: MetricsView): Promise<void> {
  const { facts } = session.published;
  try {
    await session.saving?.done;
    const { head } = session.warehouse;
    if (head === undefined || session.published.facts !== facts || session.isClosed) return;
    await session.answers.keep(head, tablesOf(session, input), input, view);
  } catch {
    return;
  }
}
