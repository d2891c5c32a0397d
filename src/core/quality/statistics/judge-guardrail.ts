import type { CheckStatus } from '../finding.ts';
import { tBelow, tQuantile } from './distributions.ts';
import { learning } from './judged.ts';
import type { Judged } from './judged.ts';
import { median } from './median.ts';
import { changeWords, countWords, percentWords } from './number-words.ts';
import { pooledZ, residualSquared } from './two-rates.ts';
import type { Rate, RateKind } from './two-rates.ts';

/** What V3 holds against a decline. Changes are shares: 0.1 is 10 %. */
export const guardrailLimits = {
  warnP: 0.005,
  warnDown: 0.1,
  errorP: 0.0005,
  errorDown: 0.2,
  /** Expected conversions that a window needs, and observed ones that its baseline needs. */
  minimum: 50,
  /** Days of history that a baseline needs. */
  baselineDays: 14,
};
export type GuardrailLimits = typeof guardrailLimits;

/** Conversions and what they are a share of, a count each per calendar day, of one host, of all or of one variant. */
export interface GuardrailSeries {
  conversions: readonly number[];
  exposure: readonly number[];
  /** Whether a day counts as history for the day that is tested. */
  isHistory: readonly boolean[];
  /** Whether a day may stand in the window: whole, and not annotated away. Flagged days may. */
  isUsable: readonly boolean[];
  /** `ratio` where conversions can outnumber the exposure. */
  kind: RateKind;
}

const degrees = 27;
const windows = [1, 7, 28];

/**
 * V3, decline of a guardrail at index `today`, one-sided: the shortest window of 1, 7 or 28 days that expects enough
 * conversions against the 28 days before it; pooled two-proportion (or Poisson ratio) z, overdispersion from the
 * baseline's Pearson residuals, Student's t with 27 degrees of freedom.
 */
export function judgeGuardrail(
  series: GuardrailSeries,
  today: number,
  limits: GuardrailLimits = guardrailLimits,
): Judged {
  const found = findWindow(series, today, limits);
  if (!found) return learning(rateOf(window(series, today, 1)), tooLittle(limits));
  const { now, base, days } = found;
  const observed = now.conversions / now.exposure;
  const expected = base.conversions / base.exposure;
  const phi = overdispersion(series, found.baselineDays, expected);
  const p = tBelow(degrees, pooledZ(now, base, series.kind) / Math.sqrt(phi));
  const change = observed / expected - 1;
  const before = weekBefore(series, today, days);
  const weekOverWeek = before === null || before === 0 ? undefined : observed / before - 1;
  return {
    status: declineStatus(p, change, limits),
    observed,
    expected,
    lower: lowestPassing(now, base, series.kind, phi, limits),
    change,
    ...(weekOverWeek === undefined ? {} : { weekOverWeek }),
    statistic: p,
    direction: change < 0 ? 'down' : 'up',
    message: `${rateWords(now, series.kind)}${days === 1 ? '' : ` over ${days} days`}, ${changeWords(change, ['lower', 'higher'])} than the ${rateText(expected, series.kind)} of the four weeks before.`,
  };
}

/** The status of a decline; a rise passes. */
export function declineStatus(p: number, change: number, limits: GuardrailLimits): CheckStatus {
  if (p < limits.errorP && change < -limits.errorDown) return 'error';
  return p < limits.warnP && change < -limits.warnDown ? 'warn' : 'pass';
}

/** A rate as people read it: `2.4 %`, or `0.31` where it is a ratio. */
export function rateText(rate: number, kind: RateKind): string {
  if (kind === 'ratio') return rate.toFixed(2);
  return rate < 0.00995 ? `${(rate * 100).toFixed(2)} %` : percentWords(rate);
}

/** `2.4 % (120 of 5,000)`; a ratio says `0.31 (31 to 100)`. */
export function rateWords({ conversions, exposure }: Rate, kind: RateKind): string {
  const counts = [countWords(conversions), countWords(exposure)];
  return `${rateText(conversions / exposure, kind)} (${counts.join(kind === 'ratio' ? ' to ' : ' of ')})`;
}

/** The lowest rate that would still pass, found by bisection: z falls with the rate. */
export function lowestPassing(
  now: Rate,
  base: Rate,
  kind: RateKind,
  phi: number,
  limits: GuardrailLimits,
): number {
  const expected = base.conversions / base.exposure;
  const limit = tQuantile(degrees, limits.warnP) * Math.sqrt(phi);
  let [low, high] = [0, expected];
  for (let i = 0; i < 50; i++) {
    const rate = (low + high) / 2;
    const z = pooledZ({ ...now, conversions: rate * now.exposure }, base, kind);
    if (z < limit) low = rate;
    else high = rate;
  }
  return Math.min(low, expected * (1 - limits.warnDown));
}

function tooLittle({ baselineDays, minimum }: GuardrailLimits): string {
  return `Too little history: it takes ${baselineDays} earlier days and ${minimum} conversions.`;
}

interface Window {
  days: number;
  now: Rate;
  base: Rate;
  baselineDays: number[];
}

function findWindow(
  series: GuardrailSeries,
  today: number,
  limits: GuardrailLimits,
): Window | undefined {
  for (const days of windows) {
    const now = window(series, today, days);
    const baselineDays = indices(today - days - 27, today - days).filter(
      (day) => series.isHistory[day],
    );
    const base = addUp(series, baselineDays);
    const isEnough =
      baselineDays.length >= limits.baselineDays && base.conversions >= limits.minimum;
    // A person may set that none is needed; nothing can decline from none.
    if (!isEnough || base.conversions === 0 || now.exposure === 0) continue;
    const expected = (base.conversions / base.exposure) * now.exposure;
    if (expected >= limits.minimum) return { days, now, base, baselineDays };
  }
  return undefined;
}

function window(series: GuardrailSeries, today: number, days: number): Rate {
  return addUp(
    series,
    indices(today - days + 1, today).filter((day) => day === today || series.isUsable[day]),
  );
}

function weekBefore(series: GuardrailSeries, today: number, days: number): number | null {
  return today < 7 ? null : rateOf(window(series, today - 7, days));
}

function rateOf({ conversions, exposure }: Rate): number | null {
  return exposure > 0 ? conversions / exposure : null;
}

function indices(from: number, to: number): number[] {
  const start = Math.max(0, from);
  return Array.from({ length: Math.max(0, to - start + 1) }, (_, i) => start + i);
}

function addUp({ conversions, exposure }: GuardrailSeries, days: number[]): Rate {
  const total: Rate = { conversions: 0, exposure: 0 };
  for (const day of days) {
    total.conversions += conversions[day] ?? 0;
    total.exposure += exposure[day] ?? 0;
  }
  return total;
}

/** How much more the baseline's days scatter than counting explains: half by their median, half by a capped mean. */
function overdispersion(series: GuardrailSeries, days: number[], rate: number): number {
  const residuals = days
    .map((day) => {
      const exposure = series.exposure[day] ?? 0;
      const conversions = series.conversions[day] ?? 0;
      return residualSquared({ conversions, exposure }, rate, series.kind);
    })
    .filter((residual) => residual !== undefined);
  return overdispersionOf(residuals);
}

/** phi of squared Pearson residuals; 0.4549 is the median of a chi-square with one degree of freedom. */
export function overdispersionOf(residuals: number[]): number {
  if (residuals.length === 0) return 1;
  const capped = residuals.reduce((sum, value) => sum + Math.min(value, 9), 0) / residuals.length;
  return Math.max(1, median(residuals) / 0.4549 / 2 + capped / 2);
}
