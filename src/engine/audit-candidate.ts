import { shopTables } from '../core/shop/shop-table.ts';
import type { ShopTable } from '../core/shop/shop-table.ts';
import type { Finding } from '../core/quality/finding.ts';
import type { RunFacts } from '../core/quality/run-checks.ts';
import { watchedGuardrails } from '../core/metrics/guardrails.ts';
import { defaultQualitySettings } from '../core/quality/settings.ts';
import type { HistoryVerdict } from '../core/quality/statistics/history-input.ts';
import { changedDays, daysAfter, lostDays } from '../core/warehouse/changed-days.ts';
import type { DeliveryChanges } from '../core/warehouse/changed-days.ts';
import { auditHistory } from './audit-history.ts';
import type { AuditedRun } from './audit-history.ts';
import type { LoadedDrop } from './load-drop.ts';
import { runChecks } from './run-checks.ts';
import type { RunContext } from './run-context.ts';
import type { RunSteps } from './run-steps.ts';

/** What the checks say of a candidate. */
export interface Audit {
  findings: Finding[];
  /** Of the statistical checks; undefined where they could not run. */
  history: HistoryVerdict | undefined;
  /** Days whose events the run changes, sorted. */
  days: string[];
}

/** Runs all checks on the candidate in the current database: data tests, and each of its new days against the published ones. */
export async function auditCandidate(
  context: RunContext,
  loaded: LoadedDrop,
  steps: RunSteps,
  signal: AbortSignal | undefined,
): Promise<Audit> {
  steps.at('audit', 0);
  const run = auditedRun(context, loaded);
  const { db, project, subjects } = context;
  const onShare = (share: number): void => steps.at('audit', share * 0.8);
  const findings = await runChecks(db, project, factsOf(context, loaded, run), { signal, onShare });
  steps.at('audit', 0.8);
  // A shop has no history of days to be held against.
  if (!subjects.has('website') || !concernsHistory(context))
    return { findings, history: undefined, days: [] };
  const history = await auditHistory(db, run, signal);
  return {
    findings: [...findings, ...history.findings],
    history: history.verdict,
    days: [...run.daysToTest],
  };
}

function auditedRun(context: RunContext, loaded: LoadedDrop): AuditedRun {
  const { warehouse, project } = context;
  const { head } = warehouse;
  const live = warehouse.deliveries();
  const changes = changesOf(loaded);
  const newest = live.flatMap(({ days }) => days.map(([, ds]) => ds)).sort();
  return {
    settings: head?.settings ?? defaultQualitySettings,
    flags: head?.flags ?? [],
    guardrails: watchedGuardrails(project),
    deliveries: daysAfter(live, changes),
    daysToTest: context.change === undefined ? changedDays(live, changes) : newest.slice(-1),
    isFirstPublication: live.length === 0,
    newestPublished: newest.at(-1),
  };
}

/** What the run does to the deliveries of the website. */
function changesOf(loaded: LoadedDrop): DeliveryChanges {
  const { superseded, shortened } = loaded;
  const fresh = freshOf(loaded).filter(({ shopTable }) => shopTable === undefined);
  return { loaded: fresh, superseded, shortened };
}

function factsOf(context: RunContext, loaded: LoadedDrop, run: AuditedRun): RunFacts {
  const { minimumEvents, limits } = run.settings;
  const imported = freshOf(loaded).map((report) => ({ ...report, bytes: report.textBytes }));
  return {
    subjects: context.subjects,
    deliveries: imported.filter(({ shopTable }) => shopTable === undefined),
    shopDeliveries: imported.filter(({ shopTable }) => shopTable !== undefined),
    missingExports: context.subjects.has('shop') ? missingExports(context, loaded) : [],
    // What was built anew is tested whole.
    ...(loaded.isRebuild !== true && { days: [...run.daysToTest] }),
    lostDays: lostDays(context.warehouse.deliveries(), changesOf(loaded)),
    knownHosts: context.warehouse.hosts(),
    countryRanges: context.countries.ranges,
    minimumEvents,
    limits,
  };
}

/** Whether days are to be held against history: a change of the project may leave them as they are. */
function concernsHistory({ change }: RunContext): boolean {
  return change === undefined || change.tables.has('growth.daily_metrics');
}

/** Exports of the shop that no delivery brings once the run is published. */
function missingExports({ warehouse }: RunContext, loaded: LoadedDrop): ShopTable[] {
  const live = warehouse.shopDeliveries().filter(({ id }) => !loaded.superseded.includes(id));
  const delivered = new Set([...live, ...freshOf(loaded)].map(({ shopTable }) => shopTable));
  return shopTables.filter((table) => !delivered.has(table));
}

function freshOf({ reports }: LoadedDrop): LoadedDrop['reports'] {
  return reports.filter(({ status }) => status === 'loaded');
}
