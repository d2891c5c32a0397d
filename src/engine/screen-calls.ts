import type { WarehouseStatus, Workbench } from '../workbench.ts';
import { answerMetrics } from './answer-metrics.ts';
import { exportRun, exportTable, planExport } from './export-files.ts';
import { queryConsole } from './query-console.ts';
import type { Session } from './session.ts';

type ScreenCalls = Pick<
  Workbench,
  'status' | 'metrics' | 'checks' | 'tables' | 'query' | 'planExport' | 'exportFile'
>;

/** The calls that read what is published. */
export function screenCalls(session: Session): ScreenCalls {
  const { published } = session;
  return {
    status: async () => statusOf(session),
    metrics: (input, options) => answerMetrics(session, input, options?.signal),
    async checks() {
      const run = session.lastRun();
      // A run that brought nothing new tested nothing: what was seen before still holds.
      const isTested = run !== null && run.status !== 'unchanged';
      return isTested ? run.findings : (session.warehouse.head?.checks ?? []);
    },
    tables: () =>
      Promise.all(
        session.tables.map(async ({ name, description, columns, partitioned }) => {
          const rows = await published.count(name);
          return { name, description, columns, partitioned, rows };
        }),
      ),
    query: async (input, options) =>
      queryConsole(await published.read(session.tables), input, options),
    async planExport(input, options) {
      const chosen = session.exported(input.table);
      return planExport(await published.read(chosen), chosen, input, options?.signal);
    },
    async exportFile(input, options) {
      if (input.table === undefined)
        return exportRun((await session.saving?.done) ?? session.lastRun(), input);
      const [table] = session.exported(input.table);
      return exportTable(await published.read([table!]), table!, input, options?.signal);
    },
  };
}

/** Where the warehouse stands. */
export function statusOf(session: Session): WarehouseStatus {
  const { head, damage, readOnly } = session.warehouse;
  const { rows, ...facts } = session.published.facts;
  return {
    ...facts,
    // 0: nothing is published, whatever is held.
    generation: facts.generation && Math.max(facts.generation, head?.generation ?? 0),
    events: rows.get('core.fct_website_events') ?? 0,
    lastRun: session.lastRun(),
    storage:
      session.host.store === undefined
        ? { state: 'session' }
        : (session.saving?.state() ?? { state: 'saved' }),
    held: head?.held.length ?? 0,
    damage,
    shop: null,
    ...(readOnly !== undefined && { readOnly }),
  };
}
