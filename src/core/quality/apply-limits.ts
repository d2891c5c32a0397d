import { parseThreshold } from '../project/parse-threshold.ts';
import type { Check } from './check.ts';
import type { CheckLimits } from './settings.ts';

/** Data tests with the limits that a person set in place of their own; a limit that cannot be read is passed over. */
export function applyLimits(checks: readonly Check[], limits: readonly CheckLimits[]): Check[] {
  return checks.map((check) => {
    // Data tests look at all hosts together.
    const set = limits.findLast(({ check: id, host }) => id === check.id && host === undefined);
    const warnIf = parseThreshold(set?.warnIf ?? '') ?? check.warnIf;
    const errorIf = parseThreshold(set?.errorIf ?? '') ?? check.errorIf;
    return { ...check, warnIf, errorIf };
  });
}
