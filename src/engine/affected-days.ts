import type { RunReport } from '../core/run/run-report.ts';
import { builtWith } from '../core/warehouse/built-with.ts';
import { relation } from '../lib/sql.ts';
import type { LoadedDrop } from './load-drop.ts';
import type { Database } from './ports.ts';
import type { Warehouse } from './warehouse.ts';

/** Partitions that a run cannot have changed, by day; `all`: any may have. */
export type AffectedDays = ReadonlySet<string> | 'all';

/** The table whose rows tell how far a change reaches. */
export const sessions = 'core.fct_sessions';
const before = 'load.sessions_before';

/**
 * Days that a run may have changed: those whose deliveries changed, the day after each (ties spread over midnight), and the days of
 * every session that is not as published, which carries a change forward for as long as it lasts. All days when the sites or the
 * versions of app, rules and lookups are others: then an internal referrer or a rule may read differently anywhere.
 * `published` is the sessions' table as published, where it is in memory; else it is read from the warehouse.
 */
export async function findAffectedDays(
  db: Database,
  warehouse: Warehouse,
  {
    report,
    superseded,
    shortened,
  }: Pick<LoadedDrop, 'superseded' | 'shortened'> & {
    report: Pick<RunReport, 'versions' | 'deliveries'>;
  },
  published?: string,
): Promise<AffectedDays> {
  const { head } = warehouse;
  // Without a store there is nothing on disk to compare with.
  const isStored = warehouse.files(sessions).some((file) => file !== '');
  if (head === undefined || (published === undefined && !isStored)) return 'all';
  if (JSON.stringify(builtWith(head, 'website')) !== JSON.stringify(report.versions)) return 'all';
  const gone = new Set(superseded);
  const loaded = report.deliveries.filter(({ status }) => status === 'loaded');
  const kept = head.deliveries.filter(({ id }) => !gone.has(id));
  const hosts = hostsOf([
    ...kept.map((d) => shortened.get(d.id) ?? d.days),
    ...loaded.map((d) => d.days),
  ]);
  if (hosts !== hostsOf(head.deliveries.map(({ days }) => days))) return 'all';
  const changed = [
    ...loaded.flatMap(({ days }) => days),
    ...head.deliveries.flatMap(({ id, days }) => {
      if (gone.has(id)) return days;
      const left = shortened.get(id);
      return left === undefined ? [] : days.filter((day) => !left.some((l) => same(l, day)));
    }),
  ].map(([, ds]) => ds);
  const affected = new Set(changed.flatMap((ds) => [ds, nextDay(ds)]));
  const days =
    published === undefined
      ? await daysSinceStored(db, warehouse)
      : await daysOfChangedSessions(db, published);
  for (const ds of days) affected.add(ds);
  return affected;
}

type Days = [host: string, ds: string, rows: number][];

function hostsOf(days: Days[]): string {
  return JSON.stringify([...new Set(days.flat().map(([host]) => host))].sort());
}

function same(a: Days[number], b: Days[number]): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

function nextDay(ds: string): string {
  return new Date(Date.parse(`${ds}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

async function daysSinceStored(db: Database, warehouse: Warehouse): Promise<string[]> {
  await warehouse.mount(db, sessions, before);
  const days = await daysOfChangedSessions(db, before);
  const isView = db.viewParquet !== undefined && warehouse.files(sessions).length > 0;
  await db.run(`drop ${isView ? 'view' : 'table'} ${relation(before)}`);
  return days;
}

async function daysOfChangedSessions(db: Database, published: string): Promise<string[]> {
  const now = relation(sessions);
  const rows = await db.rows(`with changed as (
  (select * from ${now} except select * from ${relation(published)})
  union all (select * from ${relation(published)} except select * from ${now})
)
select distinct strftime(unnest(generate_series(cast(started_at as date), cast(ended_at as date), interval 1 day)), '%Y-%m-%d') as ds
from changed`);
  return rows.map((row) => String(row['ds']));
}
