import type { Flag } from '../settings.ts';
import type { HistoryVerdict } from './history-input.ts';

/**
 * The flags to keep once the run is published: earlier ones of other days, and those of the tested days. `isOverridden`: a
 * person published errors with a reason, so that a guardrail holds again only when it is 10 % worse than observed.
 */
export function flagsOf(
  verdict: HistoryVerdict,
  earlier: readonly Flag[],
  isOverridden: boolean,
): Flag[] {
  const tested = new Set(verdict.testedDays);
  const fresh = verdict.flags.map(({ observed, ...flag }): Flag =>
    isOverridden && flag.status === 'error' ? { ...flag, overridden: observed } : flag,
  );
  return [...earlier.filter(({ ds }) => !tested.has(ds)), ...fresh];
}
