import { throwIfCancelled } from '../core/errors.ts';
import {
  planEncodedDimensions,
  planRepeatedAcrossDeliveries,
  planStar,
} from '../core/ingest/plan-star.ts';
import type { Reject } from '../core/ingest/record-reader.ts';
import type { Finding } from '../core/quality/finding.ts';
import type { DeliveryReport, RunReport, RunStatus, TableReport } from '../core/run/run-report.ts';
import { verdictSentence } from '../core/run/verdict-sentence.ts';
import type { CallOptions } from '../workbench.ts';
import { loadDrop } from './load-drop.ts';
import { walkPartitions } from './publish-tables.ts';
import type { ReadyPartition } from './publish-tables.ts';
import { runChecks } from './run-checks.ts';
import type { ConfirmedFile, RunContext } from './run-context.ts';
import { runModels } from './run-models.ts';
import { RunSteps } from './run-steps.ts';

/** A run's report, and the rejected records, which stay in the session. */
export interface RunOutcome {
  report: RunReport;
  rejects: { file: string; rejects: Reject[]; total: number }[];
}

/** Writes, audits and publishes: all or nothing. The published tables stay as they are until the last step. */
export async function runDrop(
  context: RunContext,
  files: ConfirmedFile[],
  options: CallOptions = {},
): Promise<RunOutcome> {
  const { db, warehouse } = context;
  const { signal } = options;
  const steps = new RunSteps(options.onProgress);
  const startedAt = context.host.now();
  steps.at('read', 0);
  await db.run(`attach ':memory:' as ${context.catalog}; use ${context.catalog}`);
  await db.run(planStar());
  const loaded = await loadDrop(context, files, steps, signal);
  const reportOf = (status: RunStatus, findings: Finding[], tables: TableReport[]): RunReport => ({
    status,
    startedAt: startedAt.toISOString(),
    seconds: Math.round(context.host.now().getTime() - startedAt.getTime()) / 1000,
    steps: steps.end(),
    versions: context.versions,
    identity: 'plain',
    deliveries: loaded.reports,
    tables,
    findings,
    verdict: verdictSentence(status, loaded.reports, findings, eventsOf(tables)),
    generation: (warehouse.head?.generation ?? 0) + (status === 'published' ? 1 : 0),
  });
  const { rejects } = loaded;
  if (loaded.reports.every((report) => report.status !== 'loaded'))
    return { report: reportOf('unchanged', [], []), rejects };
  await buildTables(context, steps, signal);
  const findings = await auditTables(context, loaded.reports, steps, signal);
  if (findings.some((finding) => finding.status === 'error')) {
    return { report: reportOf('held', findings, await countTables(context)), rejects };
  }
  const tables = await stageTables(context, steps, signal);
  throwIfCancelled(signal);
  const report = reportOf(context.dryRun ? 'dry-run' : 'published', findings, tables);
  if (!context.dryRun) {
    const { superseded, mappings } = loaded;
    await warehouse.publish({ report, rejects, superseded, mappings });
  }
  return { report, rejects };
}

function eventsOf(tables: TableReport[]): number {
  return tables.find((table) => table.name === 'core.fct_website_events')?.rows ?? 0;
}

async function buildTables(
  context: RunContext,
  steps: RunSteps,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { db } = context;
  steps.at('enrich', 0.95);
  await db.run(planRepeatedAcrossDeliveries(), { signal });
  await db.run(planEncodedDimensions(), { signal });
  steps.at('build', 0);
  await runModels(db, context.models, { signal, onModel: (_, share) => steps.at('build', share) });
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
    knownHosts: context.warehouse.hosts(),
    countryRanges: context.countries.ranges,
  };
  return runChecks(context.db, context.project, facts, {
    signal,
    onShare: (share) => steps.at('audit', share),
  });
}

async function countTables({ db, tables }: RunContext): Promise<TableReport[]> {
  const reports: TableReport[] = [];
  for (const { name } of tables) {
    const rows = await db.rows(`select count(*) as n from ${name}`);
    reports.push({ name, rows: Number(rows[0]!['n']), partitions: [] });
  }
  return reports;
}

/** Hashes every partition and, unless this is a dry run, writes those that changed. */
async function stageTables(
  context: RunContext,
  steps: RunSteps,
  signal: AbortSignal | undefined,
): Promise<TableReport[]> {
  const { db, tables, warehouse, dryRun } = context;
  const onShare = (share: number): void => steps.at('publish', share);
  const stage = (ready: ReadyPartition): Promise<void> =>
    dryRun ? Promise.resolve() : warehouse.stage(db, ready, signal);
  onShare(0);
  return walkPartitions(db, tables, stage, { signal, onShare });
}
