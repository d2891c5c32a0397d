import type { Threshold } from '../project/model.ts';
import type { CheckStatus, Finding, Severity } from './finding.ts';

/** What was counted for a check. `total` is null where a share makes no sense. */
export interface Counts {
  failures: number;
  total: number | null;
}

/** Failing rows to look at. */
export type Sample = Finding['sample'];

/** What a check already knows without a query. */
export interface Given {
  counts?: Counts;
  sample?: Sample;
  /** Set where the check does not apply or has too little history. */
  status?: Extract<CheckStatus, 'n/a' | 'learning'>;
  message?: string;
}

/** One check of a run: how to count what fails and what to hold against it. */
export interface Check {
  /** Stable: `core.fct_website_events.not_null.dim_hostname`. */
  id: string;
  on: string;
  title: string;
  description: string;
  severity: Severity;
  warnIf: Threshold;
  errorIf: Threshold | undefined;
  /** All failing rows, for the console; null when there is none to query. */
  failingSql: string | null;
  /** The failing rows to show; null when `given` brings them. */
  sampleSql: string | null;
  given: Given | undefined;
}

/** One query that counts for several checks: a row with `f0, t0, f1, t1...` in the order of `checks`. */
export interface CountQuery {
  sql: string;
  checks: string[];
  /** The same, a query for each check: asked where the one query fails, so that a broken check takes no other with it. */
  apart?: CountQuery[];
}

/** All checks of a run and the few queries that count for them. */
export interface CheckPlan {
  checks: Check[];
  queries: CountQuery[];
}

/** Takes the row of a count query apart: counts by the id of the check. */
export function readCounts(
  query: CountQuery,
  row: Readonly<Record<string, unknown>>,
): Map<string, Counts> {
  return new Map(
    query.checks.map((id, i) => {
      const total = row[`t${i}`];
      return [
        id,
        {
          failures: Number(row[`f${i}`] ?? 0),
          total: total === null || total === undefined ? null : Number(total),
        },
      ];
    }),
  );
}
