import type { Subject } from '../subject.ts';

/** `learning`: too little history; `n/a`: the check does not apply. Neither is ever shown as a pass. */
export type CheckStatus = 'pass' | 'warn' | 'error' | 'learning' | 'n/a';
export type Severity = 'warn' | 'error';

/** What a statistical check says of one host (or all, or one variant) on one day. */
export interface CheckCell {
  /** Id of the finding it belongs to. */
  check: string;
  /** '' for all hosts. */
  host: string;
  /** `experiment: variant`, where variants are compared. */
  variant?: string;
  ds: string;
  status: CheckStatus;
  observed: number | null;
  expected: number | null;
  /** Between these the check passes. */
  lower?: number;
  upper?: number;
  /** observed / expected - 1, as the check sees it. */
  change?: number;
  /** Plain week-over-week change, as people ask for it. */
  weekOverWeek?: number;
  message: string;
}

/** The outcome of one check of one run. */
export interface Finding {
  /** Stable: `core.fct_website_events.not_null.dim_hostname`. */
  id: string;
  /** Relation or input the check looks at: `core.fct_website_events`, `import`, `growth.daily_metrics`. */
  on: string;
  /** Short title in sentence case. */
  title: string;
  /** What is assumed, in plain words. */
  description: string;
  severity: Severity;
  status: CheckStatus;
  /** What was seen: a count of failing rows, a share 0..1, ... */
  observed: number | null;
  /** How `observed` reads: `rows`, `share`, `ratio`. */
  unit: 'rows' | 'share' | 'ratio';
  /** The limit that was held against it, in words: "0 rows", "at most 1 % of rows". */
  expected: string;
  /** One sentence for people, with the numbers. */
  message: string;
  /** Up to 20 failing rows, columns in order. */
  sample: { columns: string[]; rows: (string | number | boolean | null)[][] };
  /** Query returning all failing rows, for the console; null when there is none. */
  sql: string | null;
  /** Subject area; absent: website. */
  subject?: Subject;
  /** Whether it watches a guardrail, of all or of variants. */
  guardrail?: true;
  /** Of statistical checks: the days this run tested. */
  cells?: CheckCell[];
}
