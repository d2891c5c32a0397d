import { tBelow } from './distributions.ts';
import {
  declineStatus,
  guardrailLimits,
  lowestPassing,
  overdispersionOf,
  rateText,
  rateWords,
} from './judge-guardrail.ts';
import type { GuardrailLimits } from './judge-guardrail.ts';
import { learning } from './judged.ts';
import type { Judged } from './judged.ts';
import { changeWords } from './number-words.ts';
import { pooledZ } from './two-rates.ts';
import type { Rate, RateKind } from './two-rates.ts';

/** A variant beside its control, a rate per calendar day. */
export interface VariantSeries {
  variant: readonly Rate[];
  control: readonly Rate[];
  /** Whether a day is whole and not annotated away. */
  isUsable: readonly boolean[];
  kind: RateKind;
}

const windows = [1, 7, 28];
/** Fewer days than this say nothing about how much the two scatter. */
const fewestDays = 7;

/**
 * V3 of a variant: its rate against its control's over the same days, one-sided; the shortest window of 1, 7 or 28 days
 * in which the control's rate leads to expect enough conversions of the variant. What moves a day moves both, so the
 * overdispersion is that of their daily differences.
 */
export function judgeVariant(
  series: VariantSeries,
  today: number,
  limits: GuardrailLimits = guardrailLimits,
): Judged {
  for (const length of windows) {
    const days = sharedDays(series, today - length + 1, today);
    const [now, base] = [addUp(series.variant, days), addUp(series.control, days)];
    if (now.exposure === 0 || base.conversions === 0) continue;
    if ((base.conversions / base.exposure) * now.exposure < limits.minimum) continue;
    return judge(series, today, length, { now, base }, limits);
  }
  const { conversions, exposure } = series.variant[today] ?? { conversions: 0, exposure: 0 };
  return learning(
    exposure > 0 ? conversions / exposure : null,
    `Too few conversions: it takes ${limits.minimum} expected in 28 days.`,
  );
}

function judge(
  series: VariantSeries,
  today: number,
  length: number,
  { now, base }: { now: Rate; base: Rate },
  limits: GuardrailLimits,
): Judged {
  const observed = now.conversions / now.exposure;
  const expected = base.conversions / base.exposure;
  const phi = overdispersion(series, today);
  const p = tBelow(27, pooledZ(now, base, series.kind) / Math.sqrt(phi));
  const change = observed / expected - 1;
  const over = length === 1 ? '' : ` over ${length} days`;
  return {
    status: declineStatus(p, change, limits),
    observed,
    expected,
    lower: lowestPassing(now, base, series.kind, phi, limits),
    change,
    statistic: p,
    direction: change < 0 ? 'down' : 'up',
    message: `${rateWords(now, series.kind)}${over}, ${changeWords(change, ['lower', 'higher'])} than the control's ${rateText(expected, series.kind)}.`,
  };
}

function sharedDays({ variant, control, isUsable }: VariantSeries, from: number, to: number) {
  const days: number[] = [];
  for (let day = Math.max(0, from); day <= to; day++) {
    const hasBoth = (variant[day]?.exposure ?? 0) > 0 && (control[day]?.exposure ?? 0) > 0;
    if (hasBoth && (isUsable[day] || day === to)) days.push(day);
  }
  return days;
}

function addUp(rates: readonly Rate[], days: number[]): Rate {
  const total: Rate = { conversions: 0, exposure: 0 };
  for (const day of days) {
    total.conversions += rates[day]?.conversions ?? 0;
    total.exposure += rates[day]?.exposure ?? 0;
  }
  return total;
}

function overdispersion(series: VariantSeries, today: number): number {
  const days = sharedDays(series, today - 28, today - 1);
  const [variant, control] = [addUp(series.variant, days), addUp(series.control, days)];
  if (days.length < fewestDays || variant.conversions === 0 || control.conversions === 0) return 1;
  const ratio = variant.conversions / variant.exposure / (control.conversions / control.exposure);
  const residuals = days.map((day) =>
    residual(series.variant[day] as Rate, series.control[day] as Rate, ratio),
  );
  return overdispersionOf(residuals.filter((value) => value !== undefined));
}

/** Squared residual of a day's difference, counts taken as Poisson and the variant's rate as `ratio` times the control's. */
function residual(variant: Rate, control: Rate, ratio: number): number | undefined {
  const rate =
    (variant.conversions + control.conversions) / (ratio * variant.exposure + control.exposure);
  const scale = (ratio * variant.exposure) / control.exposure;
  const variance = rate * (ratio * variant.exposure + scale ** 2 * control.exposure);
  if (!(variance > 0)) return undefined;
  return (variant.conversions - scale * control.conversions) ** 2 / variance;
}
