import type { CheckStatus } from '../finding.ts';
import { isWeekend } from './day-number.ts';
import { fTail } from './distributions.ts';
import { hourRange, longestEmptyRun } from './empty-hours.ts';
import { homogeneity, misplacedShare, sum } from './homogeneity.ts';
import { findShift } from './hour-shift.ts';
import type { HourShift } from './hour-shift.ts';
import { learning } from './judged.ts';
import type { Judged } from './judged.ts';
import { median } from './median.ts';
import { countWords, percentWords } from './number-words.ts';

/** What V2 holds against a day. `warnShare` and `errorShare` are of events in the wrong hour, 0..1. */
export const hoursLimits = {
  warnP: 0.001,
  warnShare: 0.1,
  errorP: 1e-6,
  errorShare: 0.25,
  /** Events of a day from which on its pattern is judged. */
  minimum: 200,
  /** Hours in a row without an event that are an error, where at least so many were expected in each. */
  emptyHours: 3,
  expectedInEmpty: 8,
  /** Likelihood ratio of a clock that is off, and the share of events that setting it must bring to their usual hours. */
  shiftRatio: 15,
  shiftGain: 0.02,
};
export type HoursLimits = typeof hoursLimits;

/** 24 counts per calendar day, all hosts together; undefined on a day without rows. */
export interface HourSeries {
  days: readonly (readonly number[] | undefined)[];
  /** Whether a day counts as history for the day that is tested. */
  isHistory: readonly boolean[];
  /** Day number of index 0: tells weekends. */
  firstDay: number;
}

const fewestDays = 3;

/**
 * V2, the hourly pattern: the day at index `today` against the same weekday of eight weeks (at least three of them, else
 * the last eight weekdays or weekend days), by a homogeneity chi-square corrected for the days' own overdispersion.
 */
export function judgeHours(
  series: HourSeries,
  today: number,
  limits: HoursLimits = hoursLimits,
): Judged {
  const counts = series.days[today] ?? [];
  const total = sum(counts);
  if (total === 0) return notApplicable(0, 'No events, so no hours to judge.');
  const past = similarDays(series, today, today);
  if (past.length < fewestDays)
    return learning(null, 'Too little history: fewer than three such days to compare with.');
  const usual = addUp(past);
  const fit = fitOf(counts, past, usual);
  const perDay = usual.map((b) => b / past.length);
  const empty = longestEmptyRun(counts, perDay, limits.expectedInEmpty);
  if (total < limits.minimum && empty.hours < limits.emptyHours)
    return notApplicable(fit.share, `${countWords(total)} events: too few to judge their hours.`);
  const status = statusOf(fit, total, empty.hours, limits);
  const shift = shiftOfWeek(series, today, fit.phi, limits);
  const seen =
    shift ?? (status === 'pass' ? undefined : clearShift(counts, usual, fit.phi, limits));
  return {
    status: status === 'pass' && shift ? 'warn' : status,
    observed: fit.share,
    expected: 0,
    lower: 0,
    upper: limits.warnShare,
    change: fit.share,
    statistic: fit.p,
    direction: 'other',
    message: sentence(fit.share, empty, seen, limits),
  };
}

function notApplicable(observed: number, message: string): Judged {
  return { status: 'n/a', observed, expected: null, direction: 'other', message };
}

/** Days of history before `before` that are like the day at index `day`, newest first. */
function similarDays(series: HourSeries, day: number, before: number): (readonly number[])[] {
  const sameWeekday = pick(series, before, 8, (at) => (day - at) % 7 === 0);
  if (sameWeekday.length >= fewestDays) return sameWeekday;
  const weekend = isWeekend(series.firstDay + day);
  return pick(series, before, 8, (at) => isWeekend(series.firstDay + at) === weekend);
}

function pick(
  { days, isHistory }: HourSeries,
  before: number,
  most: number,
  isAlike: (at: number) => boolean,
): (readonly number[])[] {
  const found: (readonly number[])[] = [];
  for (let at = before - 1; at >= Math.max(0, before - 56) && found.length < most; at--) {
    const counts = isHistory[at] && isAlike(at) ? days[at] : undefined;
    if (counts && sum(counts) > 0) found.push(counts);
  }
  return found;
}

function addUp(days: readonly (readonly number[])[]): number[] {
  const total = new Array<number>(24).fill(0);
  for (const counts of days)
    for (let hour = 0; hour < 24; hour++)
      total[hour] = (total[hour] as number) + (counts[hour] ?? 0);
  return total;
}

interface Fit {
  /** Probability of a pattern this far off. */
  p: number;
  /** Total variation: share of events in the wrong hour. */
  share: number;
  /** Overdispersion: the days' own, pulled towards what a day of this size may have. */
  phi: number;
}

function fitOf(counts: readonly number[], past: (readonly number[])[], usual: number[]): Fit {
  const total = sum(counts);
  const phi = overdispersion(past, usual, total);
  const chi = homogeneity(counts, usual);
  const p = chi ? fTail(chi.degrees, 23 * (past.length - 1), chi.value / chi.degrees / phi) : 1;
  return { p, share: misplacedShare(counts, usual), phi };
}

function overdispersion(past: (readonly number[])[], usual: number[], total: number): number {
  const own = past.flatMap((day) => {
    const others = usual.map((b, hour) => b - (day[hour] ?? 0));
    const chi = homogeneity(day, others);
    return chi ? [chi.value / chi.degrees] : [];
  });
  const phi = Math.max(1, own.length > 0 ? median(own) : 1);
  const ofSize = Math.min(1 + (total - 1) / 401, 10 * phi);
  return Math.max(1, (past.length * phi + 2 * ofSize) / (past.length + 2));
}

function statusOf(fit: Fit, total: number, emptyHours: number, limits: HoursLimits): CheckStatus {
  const exceeds = (p: number, share: number) =>
    fit.p < p && fit.share >= share && total >= limits.minimum;
  if (emptyHours >= limits.emptyHours || exceeds(limits.errorP, limits.errorShare)) return 'error';
  return exceeds(limits.warnP, limits.warnShare) ? 'warn' : 'pass';
}

/** A shift of the last seven days together, against history before them. */
function shiftOfWeek(
  series: HourSeries,
  today: number,
  phi: number,
  limits: HoursLimits,
): HourShift | undefined {
  const start = today - 6;
  const week: (readonly number[])[] = [];
  const usual: number[][] = [];
  for (let day = Math.max(0, start); day <= today; day++) {
    const counts = series.days[day];
    const past = counts ? similarDays(series, day, start) : [];
    if (!counts || past.length < fewestDays) continue;
    week.push(counts);
    usual.push(addUp(past).map((b) => b / past.length));
  }
  const pooled = addUp(week);
  if (sum(pooled) < limits.minimum) return undefined;
  return clearShift(pooled, addUp(usual), phi, limits);
}

function clearShift(
  counts: readonly number[],
  usual: number[],
  phi: number,
  limits: HoursLimits,
): HourShift | undefined {
  const shift = findShift(counts, usual, phi);
  // Visitors who come back for days make a week uneven: a roll that leaves most of that is no shift of the clock.
  if (shift.gain < misplacedShare(counts, usual) / 2) return undefined;
  return shift.ratio > limits.shiftRatio && shift.gain >= limits.shiftGain ? shift : undefined;
}

function sentence(
  share: number,
  empty: { from: number; to: number; hours: number },
  shift: HourShift | undefined,
  limits: HoursLimits,
): string {
  const parts = [`${percentWords(share)} of events fall in unusual hours`];
  if (empty.hours >= limits.emptyHours) parts.push(`${hourRange(empty.from, empty.to)} are empty`);
  if (shift)
    parts.push(
      `the clock looks shifted by ${Math.abs(shift.hours)} h (${shift.hours > 0 ? 'later' : 'earlier'})`,
    );
  return `${parts.join('; ')}.`;
}
