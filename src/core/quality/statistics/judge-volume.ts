import type { CheckStatus } from '../finding.ts';
import { learning, relativeChange } from './judged.ts';
import type { Judged } from './judged.ts';
import { median, robustDeviation } from './median.ts';
import { changeWords, countWords, weekWords } from './number-words.ts';

/** What V1 holds against a day. Changes are shares: 0.2 is 20 %. */
export const volumeLimits = {
  warnZ: 3.5,
  warnDown: 0.2,
  warnUp: 0.25,
  errorZ: 5,
  errorDown: 0.4,
  errorUp: 0.67,
  /** Rows usual on that weekday from which on a change counts. */
  minimum: 50,
  /** Rows usual from which on none at all is an error; fewer are too few to learn from. */
  minimumOfNone: 20,
};
export type VolumeLimits = typeof volumeLimits;

/** One host's rows, a count per calendar day. */
export interface VolumeSeries {
  counts: readonly number[];
  /** Whether a day counts as history for the day that is tested. */
  isHistory: readonly boolean[];
}

interface Baseline {
  /** Median of the same weekday in the previous K <= 4 weeks. */
  usual: number;
  /** Variance of the log ratio that counting alone brings. */
  counting: number;
}

/**
 * V1, week-over-week volume: the day at index `today` against the same weekday of the previous four weeks, with the
 * spread that the host's own log ratios of 56 days show (median absolute deviation, shrunk to 0.15).
 */
export function judgeVolume(
  series: VolumeSeries,
  today: number,
  limits: VolumeLimits = volumeLimits,
): Judged {
  const observed = series.counts[today] ?? 0;
  const weekOverWeek = relativeChange(observed, series.counts[today - 7]);
  const baseline = baselineAt(series, today);
  if (!baseline)
    return learning(
      observed,
      `${countWords(observed)} rows; no such weekday to compare with yet.`,
      weekOverWeek,
    );
  if (baseline.usual < limits.minimumOfNone)
    return learning(
      observed,
      `${countWords(observed)} rows; too few to judge, as ${countWords(baseline.usual)} are usual.`,
      weekOverWeek,
    );
  const { center, deviation } = spreadAt(series, today, baseline);
  const offset = logRatio(observed, baseline.usual) - center;
  const z = offset / deviation;
  const change = Math.exp(offset) - 1;
  const expected = (baseline.usual + 0.5) * Math.exp(center) - 0.5;
  return {
    status: statusOf(observed, z, change, baseline.usual, limits),
    observed,
    expected,
    ...passingRange(expected, deviation, baseline.usual, limits),
    change,
    ...(weekOverWeek === undefined ? {} : { weekOverWeek }),
    statistic: z,
    direction: offset < 0 ? 'down' : 'up',
    message: sentence(observed, expected, change, weekOverWeek),
  };
}

function logRatio(count: number, usual: number): number {
  return Math.log((count + 0.5) / (usual + 0.5));
}

function baselineAt({ counts, isHistory }: VolumeSeries, day: number): Baseline | undefined {
  const before: number[] = [];
  for (let at = day - 7; at >= 0 && at >= day - 28; at -= 7)
    if (isHistory[at]) before.push(counts[at] ?? 0);
  if (before.length === 0) return undefined;
  const usual = median(before);
  // 1.57 = pi / 2: what a median costs against a mean.
  const ofMedian = before.length === 1 ? 0 : 1.57 / before.length;
  return { usual, counting: (1 + ofMedian) / (usual + 0.5) };
}

function spreadAt(series: VolumeSeries, today: number, baseline: Baseline) {
  const past: number[] = [];
  const counting: number[] = [];
  for (let day = Math.max(0, today - 56); day < today; day++) {
    const then = series.isHistory[day] ? baselineAt(series, day) : undefined;
    if (!then) continue;
    past.push(logRatio(series.counts[day] ?? 0, then.usual));
    counting.push(then.counting);
  }
  const variance = shrunkVariance(past, counting);
  return {
    center: past.length < 21 ? 0 : median(past),
    deviation: Math.sqrt(Math.max(variance, 0.03 ** 2) + baseline.counting),
  };
}

/** The day-to-day variance beyond counting, pulled to 0.15 squared as by seven days of it. */
function shrunkVariance(past: number[], counting: number[]): number {
  const n = past.length;
  if (n < 5) return 1.5 * 0.15 ** 2;
  const own = Math.max(0, robustDeviation(past, median(past)) ** 2 - median(counting));
  return (n * own + 7 * 0.15 ** 2) / (n + 7);
}

function statusOf(
  observed: number,
  z: number,
  change: number,
  usual: number,
  limits: VolumeLimits,
): CheckStatus {
  const exceeds = (zLimit: number, down: number, up: number) =>
    Math.abs(z) > zLimit && (change < -down || change > up) && usual >= limits.minimum;
  if (observed === 0 && usual >= limits.minimumOfNone) return 'error';
  if (exceeds(limits.errorZ, limits.errorDown, limits.errorUp)) return 'error';
  return exceeds(limits.warnZ, limits.warnDown, limits.warnUp) ? 'warn' : 'pass';
}

/** Counts between which the day would pass; none is set for small hosts, of whom only silence is told. */
function passingRange(expected: number, deviation: number, usual: number, limits: VolumeLimits) {
  if (usual < limits.minimum) return {};
  const z = limits.warnZ * deviation;
  const at = (offset: number) => (expected + 0.5) * Math.exp(offset) - 0.5;
  return {
    lower: Math.max(0, at(Math.min(-z, Math.log(1 - limits.warnDown)))),
    upper: at(Math.max(z, Math.log(1 + limits.warnUp))),
  };
}

function sentence(
  observed: number,
  expected: number,
  change: number,
  weekOverWeek: number | undefined,
): string {
  const week = weekWords(weekOverWeek);
  if (observed === 0) return `No rows at all; about ${countWords(expected)} were expected${week}.`;
  return `${countWords(observed)} rows, ${changeWords(change)} than the ${countWords(expected)} expected${week}.`;
}
