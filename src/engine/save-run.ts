import { journalOfRun } from '../core/run/journal-draft.ts';
import type { RunReport } from '../core/run/run-report.ts';
import { changesBetween, withProject } from '../core/warehouse/change-project.ts';
import type { Manifest } from '../core/warehouse/manifest.ts';
import { findAffectedDays } from './affected-days.ts';
import { publicationOf } from './publication-of.ts';
import { walkPartitions } from './publish-tables.ts';
import type { ReadyPartition, WalkOptions } from './publish-tables.ts';
import type { RunContext } from './run-context.ts';
import type { RunOutcome } from './run-drop.ts';

/**
 * Hashes every partition, writes those that changed and then the manifest. The report is completed with content hashes.
 * Until the manifest is written, the warehouse on disk is the one before.
 */
export async function saveRun(
  context: Pick<
    RunContext,
    'db' | 'tables' | 'acrossDays' | 'warehouse' | 'catalog' | 'decision' | 'own' | 'change'
  >,
  outcome: RunOutcome,
  options: { signal: AbortSignal | undefined; onShare: (share: number) => void },
): Promise<RunReport> {
  const { db, tables, warehouse } = context;
  const started = performance.now();
  // Files are written on a connection of their own, so that the next slice can be made meanwhile.
  const writer = await db.connect();
  await writer.run(`use ${context.catalog}`);
  warehouse.declare(tables);
  const mayDiffer = await whatMayDiffer(context, outcome);
  const carried: WalkOptions['carried'] = (table, { ds, rows }) =>
    mayDiffer(table.name, ds) ? undefined : warehouse.carry(table, ds, rows);
  const stage = (ready: ReadyPartition): Promise<void> =>
    warehouse.stage(writer, ready, options.signal);
  const partitions = await walkPartitions(db, tables, stage, { ...options, carried }).finally(() =>
    writer.close(),
  );
  const publish = Math.round(performance.now() - started) / 1000;
  const report: RunReport = {
    ...outcome.report,
    tables: partitions,
    steps: { ...outcome.report.steps, publish },
    seconds: outcome.report.seconds + publish,
  };
  const publication = publicationOf({ ...outcome, report }, warehouse.head, context.decision);
  const { change } = context;
  const journal = change && journalOfRun(report, change.about, outcome.days);
  const { generation } = await warehouse.publish(
    { ...publication, ...(journal && { journal }) },
    change?.complete ?? ((next) => withOwn(next, context.own)),
  );
  return { ...report, generation };
}

function withOwn(next: Manifest, own: RunContext['own']): Manifest {
  if (own === undefined) return next;
  const wanted = { project: { files: { ...own }, revisions: [] } };
  return withProject(next, { changes: changesBetween(next, wanted), reason: 'came with a run' });
}

/** Whether a partition may be other than it is published: by what the run brought, or by what of the project was changed. */
async function whatMayDiffer(
  {
    db,
    warehouse,
    change,
    acrossDays,
  }: Pick<RunContext, 'db' | 'warehouse' | 'change' | 'acrossDays'>,
  outcome: RunOutcome,
): Promise<(table: string, ds: string) => boolean> {
  if (change !== undefined) return (table) => change.tables.has(table);
  // Days are those of the website's deliveries.
  if (!outcome.subjects.has('website')) return () => true;
  const affected = await findAffectedDays(db, warehouse, outcome);
  return (table, ds) =>
    affected === 'all' || ds === '' || affected.has(ds) || acrossDays.has(table);
}
