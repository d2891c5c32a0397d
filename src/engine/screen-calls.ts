import type { RunReport } from '../core/run/run-report.ts';
import { shopTables } from '../core/shop/shop-table.ts';
import { subjects } from '../core/subject.ts';
import type { WarehouseStatus, Workbench } from '../workbench.ts';
import { answerEventPanels, answerMetrics } from './answer-metrics.ts';
import { exportRun, exportTable, planExport } from './export-files.ts';
import { ConsoleDesk } from './console-desk.ts';
import type { ShopFacts } from './published.ts';
import type { Session } from './session.ts';

type ScreenCalls = Pick<
  Workbench,
  'status' | 'metrics' | 'eventPanels' | 'checks' | 'tables' | 'query' | 'planExport' | 'exportFile'
>;

/** The calls that read what is published. */
export function screenCalls(session: Session): ScreenCalls {
  const { published } = session;
  const desk = new ConsoleDesk(session);
  session.onClose(() => desk.close());
  return {
    status: async () => statusOf(session),
    metrics: (input, options) => answerMetrics(session, input, options?.signal),
    eventPanels: (input, options) => answerEventPanels(session, input, options?.signal),
    checks: async () => subjects.flatMap((subject) => session.checksOf(subject)),
    tables: () =>
      Promise.all(
        session.shownTables.map(async ({ name, description, columns, partitioned }) => {
          const rows = await published.count(name);
          return { name, description, columns, partitioned, rows };
        }),
      ),
    query: (input, options) => desk.query(input, options),
    async planExport(input, options) {
      const chosen = session.exported(input.table);
      return planExport(await published.read(chosen), chosen, input, options?.signal);
    },
    async exportFile(input, options) {
      if (input.table === undefined) return exportRun(await lastSaved(session), input);
      const [table] = session.exported(input.table);
      return exportTable(await published.read([table!]), table!, input, options?.signal);
    },
  };
}

/** The last run, completed where it is being saved. */
async function lastSaved(session: Session): Promise<RunReport | null> {
  await session.saving?.done;
  return session.lastCall();
}

/** Where the warehouse stands. */
export function statusOf(session: Session): WarehouseStatus {
  const { head, damage, readOnly } = session.warehouse;
  const { rows, shop, generation, publishedAt, from, to, hosts } = session.published.facts;
  return {
    ...{ publishedAt, from, to, hosts },
    // 0: nothing is published, whatever is held.
    generation: generation && Math.max(generation, head?.generation ?? 0),
    events: rows.get('core.fct_website_events') ?? 0,
    lastRun: session.lastRun(),
    storage:
      session.host.store === undefined
        ? { state: 'session' }
        : (session.saving?.state() ?? { state: 'saved' }),
    held: head?.held.length ?? 0,
    damage,
    shop: shop && shopStatus(session, shop, rows.get('shop.orders') ?? 0),
    ...(readOnly !== undefined && { readOnly }),
  };
}

function shopStatus(
  session: Session,
  { publishedAt, delivered }: ShopFacts,
  orders: number,
): WarehouseStatus['shop'] {
  return {
    publishedAt,
    lastRun: session.lastRun('shop'),
    delivered: shopTables.filter((table) => delivered.has(table)),
    missing: shopTables.filter((table) => !delivered.has(table)),
    orders,
    isBehind: isBehind(session),
  };
}

function isBehind({ warehouse: { head } }: Session): boolean {
  const [website, shop] = [head?.lastRun, head?.shop?.lastRun];
  return website && shop ? website.generation > shop.generation : false;
}
