import { throwIfCancelled } from '../core/errors.ts';
import { historyQueries, readHistory, sharesQuery } from '../core/quality/plan-history.ts';
import type { HistoryFacts, HistoryRows } from '../core/quality/plan-history.ts';
import type { Finding } from '../core/quality/finding.ts';
import { findingsOf } from '../core/quality/statistics/findings-of.ts';
import type {
  HistoryInput,
  HistorySource,
  HistoryVerdict,
} from '../core/quality/statistics/history-input.ts';
import { judgeHistory } from '../core/quality/statistics/judge-history.ts';
import { checkIds } from '../core/quality/statistics/statistical-checks.ts';
import type { Database } from './ports.ts';

/** What the statistical checks say of a candidate. */
export interface HistoryAudit {
  findings: Finding[];
  /** Undefined where the checks could not run, which is an error. */
  verdict: HistoryVerdict | undefined;
}

/** A run, beside the history of days that its candidate holds. */
export type AuditedRun = HistoryFacts &
  Pick<HistoryInput, 'daysToTest' | 'publishedLastEventAt' | 'isFirstPublication' | 'flags'>;

/** Runs the statistical checks on the candidate in the current database. Checks that cannot run are errors, not passes. */
export async function auditHistory(
  db: Database,
  run: AuditedRun,
  signal: AbortSignal | undefined,
): Promise<HistoryAudit> {
  try {
    const source = await loadHistory(db, run, { hasVariants: true, hasRawRows: true, signal });
    const verdict = await judgeHistory({ ...run, ...source });
    return { findings: findingsOf(verdict), verdict };
  } catch (error) {
    throwIfCancelled(signal);
    return { findings: failedFindings((error as Error).message), verdict: undefined };
  }
}

/** The history of days in the current database. `hasRawRows`: it is a candidate, so that shares of rows are known. */
export async function loadHistory(
  db: Database,
  facts: HistoryFacts,
  options: { hasVariants: boolean; hasRawRows: boolean; signal: AbortSignal | undefined },
): Promise<HistorySource> {
  const { signal } = options;
  const rows: HistoryRows = {
    days: await db.rows(historyQueries.days, { signal }),
    hours: await db.rows(historyQueries.hours, { signal }),
    variants: options.hasVariants ? await db.rows(historyQueries.variants, { signal }) : [],
    ...(options.hasRawRows ? { shares: await db.rows(sharesQuery, { signal }) } : {}),
  };
  return readHistory(rows, facts);
}

function failedFindings(reason: string): Finding[] {
  const empty = { testedDays: [], flags: [], offers: [] };
  const all = findingsOf({
    ...empty,
    checks: Object.values(checkIds).map((check) => ({ check, cells: [] })),
  });
  return all.map((finding): Finding => ({
    ...finding,
    status: 'error',
    message: `The check could not run: ${reason}.`,
  }));
}
