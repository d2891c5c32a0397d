import { throwIfCancelled } from '../core/errors.ts';
import {
  guardrailQuery,
  historyQueries,
  readHistory,
  sharesQuery,
} from '../core/quality/plan-history.ts';
import type { HistoryFacts, HistoryRows } from '../core/quality/plan-history.ts';
import type { Finding } from '../core/quality/finding.ts';
import { findingsOf } from '../core/quality/statistics/findings-of.ts';
import type {
  Guardrail,
  HistoryInput,
  HistorySource,
  HistoryVerdict,
} from '../core/quality/statistics/history-input.ts';
import { judgeHistory } from '../core/quality/statistics/judge-history.ts';
import { checkTexts } from '../core/quality/statistics/statistical-checks.ts';
import { literal } from '../lib/sql.ts';
import type { Database, Row } from './ports.ts';

/** What the statistical checks say of a candidate. */
export interface HistoryAudit {
  findings: Finding[];
  /** Undefined where the checks could not run, which is an error. */
  verdict: HistoryVerdict | undefined;
}

/** A run, beside the history of days that its candidate holds. */
export type AuditedRun = HistoryFacts &
  Pick<HistoryInput, 'daysToTest' | 'isFirstPublication' | 'flags'> & {
    /** Newest ds before this run; undefined without any. */
    newestPublished: string | undefined;
  };

/** Runs the statistical checks on the candidate in the current database. Checks that cannot run are errors, not passes. */
export async function auditHistory(
  db: Database,
  run: AuditedRun,
  signal: AbortSignal | undefined,
): Promise<HistoryAudit> {
  try {
    const source = await loadHistory(db, run, { hasVariants: true, hasRawRows: true, signal });
    const openDay = await findOpenDay(db, run, signal);
    const verdict = await judgeHistory({ ...run, ...source, ...openDay });
    return { findings: findingsOf(verdict), verdict };
  } catch (error) {
    throwIfCancelled(signal);
    return {
      findings: failedFindings((error as Error).message, run.guardrails),
      verdict: undefined,
    };
  }
}

/**
 * The newest published day where it was not over yet: it is tested now that it is. (Where the run changes it, it is tested
 * anyway, so its hours in the candidate are those that were published.)
 */
async function findOpenDay(
  db: Database,
  { newestPublished, daysToTest }: AuditedRun,
  signal: AbortSignal | undefined,
): Promise<Pick<HistoryInput, 'publishedLastEventAt'>> {
  if (newestPublished === undefined || daysToTest.includes(newestPublished)) return {};
  const sql = `select max(event_hour) as hour from growth.visitor_hours where ds = ${literal(newestPublished)}`;
  const [row] = await db.rows(sql, { signal });
  const hour = Number(row?.['hour'] ?? 23);
  const time = String(hour).padStart(2, '0');
  return hour >= 23 ? {} : { publishedLastEventAt: `${newestPublished}T${time}:00:00Z` };
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
    guardrails: await db.rows(guardrailQuery(facts.guardrails), { signal }),
    variants: options.hasVariants ? await variantRows(db, facts, signal) : [],
    ...(options.hasRawRows ? { shares: await db.rows(sharesQuery, { signal }) } : {}),
  };
  return readHistory(rows, facts);
}

async function variantRows(
  db: Database,
  { guardrails }: HistoryFacts,
  signal: AbortSignal | undefined,
): Promise<HistoryRows['variants']> {
  const all: { metric: string; rows: Row[] }[] = [];
  for (const { name, variantsSql } of guardrails)
    if (variantsSql !== undefined)
      all.push({ metric: name, rows: await db.rows(variantsSql, { signal }) });
  return all;
}

function failedFindings(reason: string, watched: readonly Guardrail[]): Finding[] {
  const empty = { watched, testedDays: [], flags: [], offers: [] };
  const all = findingsOf({
    ...empty,
    checks: checkTexts(watched).map(([check]) => ({ check, cells: [] })),
  });
  return all.map((finding): Finding => ({
    ...finding,
    status: 'error',
    message: `The check could not run: ${reason}.`,
  }));
}
