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
import { hashContent } from './content-hashes.ts';
import { loadDrop } from './load-drop.ts';
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
  const steps = new RunSteps(options.onProgress);
  const startedAt = context.host.now();
  steps.at('read', 0);
  await db.run(`attach ':memory:' as ${context.catalog}; use ${context.catalog}`);
  await db.run(planStar());
  const loaded = await loadDrop(context, files, steps, options.signal);
  const finish = (status: RunStatus, findings: Finding[], tables: TableReport[]): RunOutcome => {
    const deliveries = loaded.reports;
    const events = tables.find((table) => table.name === 'core.fct_website_events')?.rows ?? 0;
    const report: RunReport = {
      status,
      startedAt: startedAt.toISOString(),
      seconds: Math.round(context.host.now().getTime() - startedAt.getTime()) / 1000,
      steps: steps.end(),
      versions: context.versions,
      identity: 'plain',
      deliveries,
      tables,
      findings,
      verdict: verdictSentence(status, deliveries, findings, events),
      generation: warehouse.head?.generation ?? 0,
    };
    return { report, rejects: loaded.rejects };
  };
  if (loaded.reports.every((report) => report.status !== 'loaded'))
    return finish('unchanged', [], []);
  await buildTables(context, steps, options.signal);
  const findings = await auditTables(context, loaded.reports, steps, options.signal);
  const isHeld = findings.some((finding) => finding.status === 'error');
  if (isHeld) return finish('held', findings, await countTables(context));
  const tables = await hashTables(context, steps, options.signal);
  if (context.dryRun) return finish('dry-run', findings, tables);
  throwIfCancelled(options.signal);
  await warehouse.publish({
    db,
    tables: context.tables,
    reports: tables,
    deliveries: loaded.reports.filter((report) => report.status === 'loaded'),
    superseded: loaded.superseded,
    findings,
    versions: context.versions,
    signal: options.signal,
    onShare: (share) => steps.at('publish', 0.3 + 0.7 * share),
  });
  return finish('published', findings, tables);
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

async function hashTables(
  context: RunContext,
  steps: RunSteps,
  signal: AbortSignal | undefined,
): Promise<TableReport[]> {
  const reports: TableReport[] = [];
  for (const [i, table] of context.tables.entries()) {
    steps.at('publish', (0.3 * i) / context.tables.length);
    reports.push(await hashContent(context.db, table, signal));
  }
  return reports;
}
