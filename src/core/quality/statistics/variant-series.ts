import type { Calendar } from './calendar.ts';
import { groupBy } from './group-by.ts';
import { wholeDays } from './history.ts';
import type { DayVariant, Guardrail, HistorySource } from './history-input.ts';
import { guardrailLimits } from './judge-guardrail.ts';
import { judgeVariant } from './judge-variant.ts';
import type { Series } from './judge-subject.ts';
import type { Judged } from './judged.ts';
import { limitsFor } from './limits-for.ts';
import { dense } from './series-of.ts';
import { checkIds } from './statistical-checks.ts';
import type { Rate } from './two-rates.ts';

const controlName = /^(control|baseline|original|default|off|a|0)$/i;

/** V3 of experiments: a series per variant and guardrail, each against its control; none where no control is known. */
export function variantSeries(
  { watched, variants, settings }: Pick<HistorySource, 'watched' | 'variants' | 'settings'>,
  calendar: Calendar,
): Series[] {
  const experiments = groupBy(variants, ({ experiment }) => experiment);
  const limits = limitsFor(guardrailLimits, checkIds.variants, '', settings.limits);
  const isWhole = wholeDays(calendar, '', settings);
  return experiments.flatMap(([experiment, days]) => {
    const arms = new Map(groupBy(days, ({ variant }) => variant));
    const control = controlOf(days);
    const controlDays = control === undefined ? undefined : arms.get(control);
    if (!controlDays) return [];
    const others = [...arms].filter(([name]) => name !== control);
    return others.flatMap(([name, variantDays]) =>
      watchedHere(watched, days).map((metric): Series => {
        const [variant, controlRates] = [variantDays, controlDays].map((arm) =>
          ratesOf(
            calendar,
            arm.filter((day) => day.metric === metric.name),
          ),
        ) as [Rate[], Rate[]];
        const series = { variant, control: controlRates, isUsable: isWhole, kind: metric.kind };
        return {
          check: checkIds.variants,
          host: '',
          variant: `${experiment}: ${name}`,
          metric: metric.name,
          firstIndex: firstDayOf(variant),
          isWhole,
          canOverride: true,
          judge: (today) => inWords(metric, judgeVariant(series, today, limits)),
        };
      }),
    );
  });
}

/** The variant marked as control, else the only one named like a control. */
function controlOf(days: readonly DayVariant[]): string | undefined {
  const marked = days.find(({ control }) => control)?.variant;
  if (marked !== undefined) return marked;
  const named = [...new Set(days.map(({ variant }) => variant))].filter((name) =>
    controlName.test(name),
  );
  return named.length === 1 ? named[0] : undefined;
}

/** Guardrails that the table of variants can tell. */
function watchedHere(watched: readonly Guardrail[], days: readonly DayVariant[]): Guardrail[] {
  const known = new Set(days.map(({ metric }) => metric));
  return watched.filter(({ name }) => known.has(name));
}

function ratesOf(calendar: Calendar, days: readonly DayVariant[]): Rate[] {
  const conversions = dense(calendar, days, (day) => day.conversions);
  const exposure = dense(calendar, days, (day) => day.exposure);
  return conversions.map((count, i) => ({ conversions: count, exposure: exposure[i] ?? 0 }));
}

function firstDayOf(rates: Rate[]): number {
  const first = rates.findIndex(({ exposure }) => exposure > 0);
  return first < 0 ? Infinity : first;
}

function inWords({ label }: Guardrail, judged: Judged): Judged {
  const isDecline = judged.status === 'warn' || judged.status === 'error';
  const advice = isDecline ? 'Do not ship. ' : '';
  return { ...judged, message: `${advice}${label}: ${judged.message}` };
}
