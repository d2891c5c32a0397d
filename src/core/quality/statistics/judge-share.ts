import { learning } from './judged.ts';
import type { Judged } from './judged.ts';
import { median } from './median.ts';
import { percentWords } from './number-words.ts';

/** What is held against the share of rows moved by ties. */
export const movedLimits = {
  /** Share of rows that is too many whatever was usual. */
  most: 0.5,
  /** Times the 28-day median, from `floor` on: a handful of rows may well triple. */
  times: 3,
  floor: 0.01,
};
/** What is held against a share that should stay where it was: points above its 28-day median, 0..1. */
export const jumpLimits = { points: 0.2 };

/** A share of rows per calendar day, 0..1; undefined on days without rows. */
export interface ShareSeries {
  shares: readonly (number | undefined)[];
  /** Whether a day counts as history for the day that is tested. */
  isHistory: readonly boolean[];
}

const fewestDays = 7;

/** Share of rows moved by ties: warns above half of the rows, or above three times its 28-day median. */
export function judgeMoved(series: ShareSeries, today: number, limits = movedLimits): Judged {
  const usual = usualShare(series, today);
  const tripled = usual === undefined ? 1 : Math.max(limits.floor, limits.times * usual);
  return judgeShare(series, today, usual, Math.min(limits.most, tripled), limits.most);
}

/** A share that jumps (null brands, `other` actions): warns more than 20 points above its 28-day median. */
export function judgeJump(series: ShareSeries, today: number, limits = jumpLimits): Judged {
  const usual = usualShare(series, today);
  return judgeShare(series, today, usual, usual === undefined ? 1 : usual + limits.points, 1);
}

function judgeShare(
  series: ShareSeries,
  today: number,
  usual: number | undefined,
  upper: number,
  upperOfAll: number,
): Judged {
  const observed = series.shares[today];
  if (observed === undefined)
    return {
      status: 'n/a',
      observed: null,
      expected: null,
      direction: 'up',
      message: 'There is no row to look at.',
    };
  if (usual === undefined && observed <= upperOfAll)
    return learning(observed, `${percentWords(observed)} of rows; too little history to compare.`);
  const weekBefore = series.shares[today - 7];
  return {
    status: observed > upper ? 'warn' : 'pass',
    observed,
    expected: usual ?? null,
    lower: 0,
    upper,
    ...(usual ? { change: observed / usual - 1 } : {}),
    ...(weekBefore ? { weekOverWeek: observed / weekBefore - 1 } : {}),
    statistic: observed - (usual ?? 0),
    direction: 'up',
    message: `${percentWords(observed)} of rows${usual === undefined ? '' : `; ${percentWords(usual)} is usual`}.`,
  };
}

function usualShare({ shares, isHistory }: ShareSeries, today: number): number | undefined {
  const past: number[] = [];
  for (let day = Math.max(0, today - 28); day < today; day++) {
    const share = isHistory[day] ? shares[day] : undefined;
    if (share !== undefined) past.push(share);
  }
  return past.length < fewestDays ? undefined : median(past);
}
