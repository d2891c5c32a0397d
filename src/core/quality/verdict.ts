import type { Threshold } from '../project/model.ts';
import type { Counts } from './check.ts';
import type { CheckStatus } from './finding.ts';

/**
 * The only place where counts become a status. The error limit goes before the warning. No rows to look at is `n/a`,
 * never a pass.
 */
export function verdict(
  counts: Counts,
  limits: { warnIf: Threshold; errorIf: Threshold | undefined },
): Extract<CheckStatus, 'pass' | 'warn' | 'error' | 'n/a'> {
  if (counts.total === 0 && counts.failures === 0) return 'n/a';
  if (limits.errorIf && isOver(counts, limits.errorIf)) return 'error';
  if (isOver(counts, limits.warnIf)) return 'warn';
  return 'pass';
}

/** Failing rows as a share of all rows looked at, 0..1; null without a total. */
export function shareOf(counts: Counts): number | null {
  return counts.total === null || counts.total === 0 ? null : counts.failures / counts.total;
}

function isOver(counts: Counts, limit: Threshold): boolean {
  const seen = limit.unit === 'rows' ? counts.failures : (shareOf(counts) ?? 0);
  return limit.operator === '>' ? seen > limit.value : seen >= limit.value;
}
