import type { CheckStatus } from '../finding.ts';

/** Which way a day departs; `other` where there is no up and down, as in a pattern. */
export type Direction = 'up' | 'down' | 'other';

/** What one check says of one series on one day. */
export interface Judged {
  status: CheckStatus;
  observed: number | null;
  expected: number | null;
  /** Between these it passes. */
  lower?: number;
  upper?: number;
  /** observed / expected - 1, as the check sees it; of a pattern the share in the wrong hour. */
  change?: number;
  /** Plain observed / same day a week earlier - 1. */
  weekOverWeek?: number;
  /** What was held against the limits: z, or p. */
  statistic?: number;
  direction: Direction;
  /** A sentence with the numbers; it does not name host and day. */
  message: string;
}

/** Too little history to judge; never a pass. */
export function learning(observed: number | null, message: string, weekOverWeek?: number): Judged {
  return {
    status: 'learning',
    observed,
    expected: null,
    direction: 'other',
    message,
    ...(weekOverWeek === undefined ? {} : { weekOverWeek }),
  };
}

/** observed / before - 1; undefined where there was nothing before. */
export function relativeChange(observed: number, before: number | undefined): number | undefined {
  return before === undefined || !(before > 0) ? undefined : observed / before - 1;
}
