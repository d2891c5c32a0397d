import { historyOf } from '../history.ts';
import type { Judged } from '../judged.ts';
import type { FlaggedIndex } from '../level-change.ts';
import { isAlarm } from './simulation-row.ts';

/**
 * Replays a series day by day from `from` on, as publications do: what is flagged leaves the history for 14 days. `see` is
 * told the verdict of each day and the history it was judged with.
 */
export function replay(
  isWhole: readonly boolean[],
  from: number,
  judge: (day: number, isHistory: boolean[]) => Judged,
  see: (day: number, judged: Judged, isHistory: boolean[]) => void,
): void {
  const flags: FlaggedIndex[] = [];
  for (let day = from; day < isWhole.length; day++) {
    if (!isWhole[day]) continue;
    const isHistory = historyOf(day, isWhole, flags, []);
    const judged = judge(day, isHistory);
    see(day, judged, isHistory);
    if (isAlarm(judged.status)) flags.push({ day, direction: judged.direction });
  }
}

/** Judges with one entry of an array changed for the while. */
export function withValue<T, R>(values: T[], at: number, value: T, judge: () => R): R {
  const kept = values[at] as T;
  values[at] = value;
  const result = judge();
  values[at] = kept;
  return result;
}
