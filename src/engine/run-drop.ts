import { settledChannel } from '../core/enrich/channel.ts';
import { throwIfCancelled } from '../core/errors.ts';
import { planEncodedDimensions, planStar } from '../core/ingest/plan-star.ts';
import { planShopSources } from '../core/shop/plan-shop-load.ts';
import type { Finding } from '../core/quality/finding.ts';
import type { RunReport, RunStatus, TableReport } from '../core/run/run-report.ts';
import { verdictSentence } from '../core/run/verdict-sentence.ts';
import type { CountedRows } from '../core/run/verdict-sentence.ts';
import type { CallOptions } from '../workbench.ts';
import { auditCandidate } from './audit-candidate.ts';
import type { Audit } from './audit-candidate.ts';
import { builtBefore } from './build-by-day.ts';
import { loadDrop } from './load-drop.ts';
import type { LoadedDrop } from './load-drop.ts';
import type { ConfirmedFile, RunContext } from './run-context.ts';
import { apartFromWebsite, mountWebsite } from './mount-website.ts';
import { runModels } from './run-models.ts';
import type { BuiltModel } from './run-models.ts';
import { settleOverlaps } from './settle-overlaps.ts';
import { RunSteps } from './run-steps.ts';

/** What a run came to. Nothing of it is on disk yet: see `saveRun` and `holdCandidate`. */
export interface RunOutcome extends Audit {
  report: RunReport;
  subjects: RunContext['subjects'];
  /** Rejected records of the loaded files; they stay in the session. */
  rejects: LoadedDrop['rejects'];
  superseded: string[];
  shortened: LoadedDrop['shortened'];
  mappings: LoadedDrop['mappings'];
}

/** Brings the deliveries of a run, and those that stay live, into the star of the current database. */
export type Load = (
  context: RunContext,
  steps: RunSteps,
  signal: AbortSignal | undefined,
) => Promise<LoadedDrop>;

/** The load of dropped files. */
export function loadOf(files: ConfirmedFile[]): Load {
  return (context, steps, signal) => loadDrop(context, files, steps, signal);
}

const nothingTested: Audit = { findings: [], history: undefined, days: [] };

/** Writes a candidate and audits it, in a database of its own. Published tables are not touched. */
export async function runDrop(
  context: RunContext,
  load: Load,
  options: CallOptions = {},
): Promise<RunOutcome> {
  const { db, host, subjects } = context;
  const { signal } = options;
  const steps = new RunSteps(options.onProgress);
  const startedAt = host.now();
  steps.at('read', 0);
  await db.run(`attach ':memory:' as ${context.catalog}; use ${context.catalog}`);
  if (subjects.has('website')) await db.run(planStar());
  if (subjects.has('shop')) await db.run(planShopSources());
  const loaded = await load(context, steps, signal);
  const isLoaded = loaded.reports.some((report) => report.status === 'loaded');
  const isNew = isLoaded || loaded.isRebuild === true;
  if (isNew && subjects.has('website')) await settleOverlaps(context, loaded, signal);
  const { audit, models } = isNew
    ? await buildAndAudit(context, loaded, steps, signal)
    : { audit: nothingTested, models: [] };
  const status = statusOf(isNew, audit.findings, context);
  const tables = isNew
    ? await countTables(context, status === 'published' ? shownFirst : undefined)
    : [];
  throwIfCancelled(signal);
  const seconds = Math.round(host.now().getTime() - startedAt.getTime()) / 1000;
  const time = { startedAt: startedAt.toISOString(), seconds, steps: steps.end() };
  const report = reportOf(context, loaded, {
    ...{ status, tables, models, findings: audit.findings },
    ...time,
  });
  const { rejects, superseded, shortened, mappings } = loaded;
  return { ...audit, report, subjects, rejects, superseded, shortened, mappings };
}

function reportOf(
  { versions, warehouse, subjects }: RunContext,
  { reports }: LoadedDrop,
  run: Pick<
    RunReport,
    'status' | 'startedAt' | 'seconds' | 'steps' | 'tables' | 'models' | 'findings'
  >,
): RunReport {
  const { status, findings, tables } = run;
  return {
    ...run,
    ...(subjects.has('shop') && { subjects: [...subjects] }),
    versions,
    identity: 'plain',
    deliveries: reports,
    verdict: verdictSentence(status, reports, findings, countedOf(tables, subjects)),
    generation: (warehouse.head?.generation ?? 0) + (status === 'published' ? 1 : 0),
  };
}

function statusOf(isNew: boolean, findings: Finding[], context: RunContext): RunStatus {
  if (!isNew) return 'unchanged';
  const isStopped = findings.some((finding) => finding.status === 'error');
  const isWanted = context.decision !== undefined || context.change?.isForced === true;
  if (isStopped && !isWanted) return 'held';
  return context.dryRun ? 'dry-run' : 'published';
}

/** What a verdict counts: events of a website, orders of a shop. */
function countedOf(tables: TableReport[], subjects: RunContext['subjects']): CountedRows {
  const rowsOf = (name: string): number => tables.find((table) => table.name === name)?.rows ?? 0;
  return subjects.has('website')
    ? { rows: rowsOf('core.fct_website_events'), one: 'event' }
    : { rows: rowsOf('shop.orders'), one: 'order' };
}

async function buildAndAudit(
  context: RunContext,
  loaded: LoadedDrop,
  steps: RunSteps,
  signal: AbortSignal | undefined,
): Promise<{ audit: Audit; models: BuiltModel[] }> {
  const rows = loaded.reports.reduce((sum, { accepted }) => sum + accepted, 0);
  const website = context.subjects.has('website') ? undefined : await mountWebsite(context);
  const planned = website?.models ?? apartFromWebsite(context.models, context.project);
  const models = await buildTables({ ...context, models: planned }, loaded, rows, steps, signal);
  const audit = await auditCandidate(context, loaded, steps, signal);
  await website?.unmount();
  return { audit, models };
}

async function buildTables(
  context: RunContext,
  loaded: LoadedDrop,
  rows: number,
  steps: RunSteps,
  signal: AbortSignal | undefined,
): Promise<BuiltModel[]> {
  const { db, subjects, project } = context;
  steps.at('enrich', 0.95, { rows });
  const settled = settledChannel(project.rules.channels);
  if (subjects.has('website')) await db.run(planEncodedDimensions(settled), { signal });
  steps.at('build', 0, { rows });
  return runModels(db, context.models, {
    signal,
    before: builtBefore(context, loaded),
    onModel: (_, share) => steps.at('build', share, { rows }),
  });
}

/** Counted before a published run is shown; the other tables are counted while it is saved. */
const shownFirst: readonly string[] = ['core.fct_website_events', 'shop.orders'];

async function countTables(
  { db, tables }: RunContext,
  only?: readonly string[],
): Promise<TableReport[]> {
  const reports: TableReport[] = [];
  for (const { name } of tables.filter(
    (table) => only === undefined || only.includes(table.name),
  )) {
    const rows = await db.rows(`select count(*) as n from ${name}`);
    reports.push({ name, rows: Number(rows[0]!['n']), partitions: [] });
  }
  return reports;
}
