import { throwIfCancelled } from '../core/errors.ts';
import { planEncodedDimensions, planStar } from '../core/ingest/plan-star.ts';
import type { Finding } from '../core/quality/finding.ts';
import type { DeliveryReport, RunReport, RunStatus, TableReport } from '../core/run/run-report.ts';
import { verdictSentence } from '../core/run/verdict-sentence.ts';
import type { CallOptions } from '../workbench.ts';
import { findAffectedDays } from './affected-days.ts';
import { loadDrop } from './load-drop.ts';
import type { LoadedDrop } from './load-drop.ts';
import { walkPartitions } from './publish-tables.ts';
import type { ReadyPartition, WalkOptions } from './publish-tables.ts';
import { runChecks } from './run-checks.ts';
import type { ConfirmedFile, RunContext } from './run-context.ts';
import { runModels } from './run-models.ts';
import { settleOverlaps } from './settle-overlaps.ts';
import { RunSteps } from './run-steps.ts';

/** What a run came to. Nothing of it is on disk yet: see `saveRun`. */
export interface RunOutcome {
  report: RunReport;
  /** Rejected records of the loaded files; they stay in the session. */
  rejects: LoadedDrop['rejects'];
  superseded: string[];
  shortened: LoadedDrop['shortened'];
  mappings: LoadedDrop['mappings'];
}

/** Writes a candidate and audits it, in a database of its own. Published tables are not touched. */
export async function runDrop(
  context: RunContext,
  files: ConfirmedFile[],
  options: CallOptions = {},
): Promise<RunOutcome> {
  const { db, host, warehouse, dryRun } = context;
  const { signal } = options;
  const steps = new RunSteps(options.onProgress);
  const startedAt = host.now();
  steps.at('read', 0);
  await db.run(`attach ':memory:' as ${context.catalog}; use ${context.catalog}`);
  await db.run(planStar());
  const loaded = await loadDrop(context, files, steps, signal);
  const isNew = loaded.reports.some((report) => report.status === 'loaded');
  if (isNew) await settleOverlaps(context, loaded, signal);
  const findings = isNew ? await buildAndAudit(context, loaded.reports, steps, signal) : [];
  const status = statusOf(isNew, findings, dryRun);
  const tables = isNew
    ? await countTables(context, status === 'published' ? shownFirst : undefined)
    : [];
  throwIfCancelled(signal);
  const report: RunReport = {
    status,
    startedAt: startedAt.toISOString(),
    seconds: Math.round(host.now().getTime() - startedAt.getTime()) / 1000,
    steps: steps.end(),
    versions: context.versions,
    identity: 'plain',
    deliveries: loaded.reports,
    tables,
    findings,
    verdict: verdictSentence(status, loaded.reports, findings, eventsOf(tables)),
    generation: (warehouse.head?.generation ?? 0) + (status === 'published' ? 1 : 0),
  };
  const { rejects, superseded, shortened, mappings } = loaded;
  return { report, rejects, superseded, shortened, mappings };
}

function statusOf(isNew: boolean, findings: Finding[], dryRun: boolean): RunStatus {
  if (!isNew) return 'unchanged';
  if (findings.some((finding) => finding.status === 'error')) return 'held';
  return dryRun ? 'dry-run' : 'published';
}

function eventsOf(tables: TableReport[]): number {
  return tables.find((table) => table.name === 'core.fct_website_events')?.rows ?? 0;
}

/**
 * Hashes every partition, writes those that changed and then the manifest. The report is completed with content hashes.
 * Until the manifest is written, the warehouse on disk is the one before.
 */
export async function saveRun(
  context: Pick<RunContext, 'db' | 'tables' | 'warehouse' | 'catalog'>,
  outcome: RunOutcome,
  options: { signal: AbortSignal | undefined; onShare: (share: number) => void },
): Promise<RunReport> {
  const { db, tables, warehouse } = context;
  const started = performance.now();
  // Files are written on a connection of their own, so that the next slice can be made meanwhile.
  const writer = await db.connect();
  await writer.run(`use ${context.catalog}`);
  warehouse.declare(tables);
  const affected = await findAffectedDays(db, warehouse, outcome);
  const carried: WalkOptions['carried'] = (table, { ds, rows }) =>
    affected === 'all' || ds === '' || affected.has(ds)
      ? undefined
      : warehouse.carry(table, ds, rows);
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
  await warehouse.publish({ ...outcome, report });
  return report;
}

async function buildAndAudit(
  context: RunContext,
  reports: DeliveryReport[],
  steps: RunSteps,
  signal: AbortSignal | undefined,
): Promise<Finding[]> {
  const rows = reports.reduce((sum, { accepted }) => sum + accepted, 0);
  await buildTables(context, rows, steps, signal);
  return auditTables(context, reports, steps, signal);
}

async function buildTables(
  context: RunContext,
  rows: number,
  steps: RunSteps,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { db } = context;
  steps.at('enrich', 0.95, { rows });
  await db.run(planEncodedDimensions(), { signal });
  steps.at('build', 0, { rows });
  await runModels(db, context.models, {
    signal,
    onModel: (_, share) => steps.at('build', share, { rows }),
  });
}

async function auditTables(
  context: RunContext,
  reports: DeliveryReport[],
  steps: RunSteps,
  signal: AbortSignal | undefined,
): Promise<Finding[]> {
  steps.at('audit', 0);
  const facts = {
    deliveries: reports
      .filter(({ status }) => status === 'loaded')
      .map((report) => ({ ...report, bytes: report.textBytes })),
    days: [...new Set(reports.flatMap(({ days }) => days.map(([, ds]) => ds)))].sort(),
    knownHosts: context.warehouse.hosts(),
    countryRanges: context.countries.ranges,
  };
  return runChecks(context.db, context.project, facts, {
    signal,
    onShare: (share) => steps.at('audit', share),
  });
}

/** Counted before a published run is shown; the other tables are counted while it is saved. */
const shownFirst = 'core.fct_website_events';

async function countTables({ db, tables }: RunContext, only?: string): Promise<TableReport[]> {
  const reports: TableReport[] = [];
  for (const { name } of tables.filter((table) => only === undefined || table.name === only)) {
    const rows = await db.rows(`select count(*) as n from ${name}`);
    reports.push({ name, rows: Number(rows[0]!['n']), partitions: [] });
  }
  return reports;
}
