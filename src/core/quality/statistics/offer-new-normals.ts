import type { Flag, QualitySettings } from '../settings.ts';
import { dayNumber, dsOf } from './day-number.ts';
import { annotationOf } from './history.ts';
import { groupBy } from './group-by.ts';
import type { NewNormalOffer } from './history-input.ts';
import { flagRuns } from './level-change.ts';
import { checkIds, isGuardrailCheck } from './statistical-checks.ts';

const flagsToOffer = 3;
const daysOfOffer = 7;

/** Checks whose baseline can start anew: not those of variants, which are compared with their control. */
const isRestartable = (check: string): boolean =>
  check === checkIds.volume || check === checkIds.hours || isGuardrailCheck(check);

/**
 * Where three or more flagged days in one direction, the last within a week of the newest closed day, may be a new level:
 * one offer per check and host. Days that a person annotated are explained already.
 */
export function offerNewNormals(
  flags: readonly Flag[],
  newestDay: string,
  settings: QualitySettings,
): NewNormalOffer[] {
  const open = flags.filter(
    ({ check, ds, host }) => isRestartable(check) && !annotationOf(ds, host, settings),
  );
  const groups = groupBy(open, ({ check, host }) => `${check}\n${host}`);
  return groups.flatMap(([, group]) => {
    const { check, host } = group[0] as Flag;
    const days = group.map(({ ds, direction }) => ({ day: dayNumber(ds), direction }));
    const run = flagRuns(days).at(-1);
    const [first, last] = [run?.days[0], run?.days.at(-1)];
    if (!run || first === undefined || last === undefined || run.days.length < flagsToOffer)
      return [];
    if (newestDay === '' || dayNumber(newestDay) - last > daysOfOffer) return [];
    const from = dsOf(first);
    const isSet = settings.newNormals.some(
      (one) => one.check === check && (one.host === '' || one.host === host) && one.from >= from,
    );
    return isSet ? [] : [{ check, host, from, direction: run.direction, days: run.days.length }];
  });
}
