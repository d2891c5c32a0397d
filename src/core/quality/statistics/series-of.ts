import type { QualitySettings } from '../settings.ts';
import { indexOf } from './calendar.ts';
import type { Calendar } from './calendar.ts';
import { groupBy } from './group-by.ts';
import { wholeDays } from './history.ts';
import type { DayConversions, HistorySource } from './history-input.ts';
import { guardrailLimits, judgeGuardrail } from './judge-guardrail.ts';
import { hoursLimits, judgeHours } from './judge-hours.ts';
import { judgeJump, judgeMoved, jumpLimits, movedLimits } from './judge-share.ts';
import { judgeVolume, volumeLimits } from './judge-volume.ts';
import type { Judged } from './judged.ts';
import type { Series } from './judge-subject.ts';
import { limitsFor } from './limits-for.ts';
import { countWords } from './number-words.ts';
import { checkIds, guardrailCheck } from './statistical-checks.ts';
import type { RateKind } from './two-rates.ts';

/** V1: a series per host, absent days as zeros from its first day on. */
export function volumeSeries(
  { rows, settings }: Pick<HistorySource, 'rows' | 'settings'>,
  calendar: Calendar,
): Series[] {
  const check = checkIds.volume;
  return byHost(rows).map(([host, days]) => {
    const counts = dense(calendar, days, (day) => day.rows);
    const all = dense(calendar, days, (day) => day.all);
    const firstIndex = all.findIndex((count) => count > 0);
    const limits = limitsFor(volumeLimits, check, host, settings.limits);
    return {
      check,
      host,
      firstIndex: firstIndex < 0 ? Infinity : firstIndex,
      isWhole: wholeDays(calendar, host, settings, firstIndex),
      judge: (today, isHistory) =>
        withAllRows(judgeVolume({ counts, isHistory }, today, limits), all[today] ?? 0),
    };
  });
}

function withAllRows(judged: Judged, all: number): Judged {
  if (all === judged.observed) return judged;
  return { ...judged, message: `${judged.message} With bots ${countWords(all)} rows.` };
}

/** V2: one series over all hosts. */
export function hourSeries(
  { hours, settings }: Pick<HistorySource, 'hours' | 'settings'>,
  calendar: Calendar,
): Series[] {
  const check = checkIds.hours;
  const days: (readonly number[] | undefined)[] = calendar.days.map(() => undefined);
  for (const { ds, counts } of hours) days[indexOf(calendar, ds)] = counts;
  const limits = limitsFor(hoursLimits, check, '', settings.limits);
  const { firstDay } = calendar;
  const judge = (today: number, isHistory: boolean[]) =>
    judgeHours({ days, isHistory, firstDay }, today, limits);
  const isWhole = wholeDays(calendar, '', settings);
  return hours.length === 0 ? [] : [{ check, host: '', firstIndex: 0, isWhole, judge }];
}

/** V3: every guardrail, each overall ('') and per host. */
export function guardrailSeries(
  { watched, guardrails, settings }: Pick<HistorySource, 'watched' | 'guardrails' | 'settings'>,
  calendar: Calendar,
): Series[] {
  const days = guardrails.filter(({ host }) => host !== '');
  const hosts: [string, readonly DayConversions[]][] = [['', days], ...byHost(days)];
  return hosts.flatMap(([host, all]) =>
    watched.map(({ name, kind }) => {
      const own = all.filter(({ metric }) => metric === name);
      const conversions = dense(calendar, own, (day) => day.conversions);
      const exposure = dense(calendar, own, (day) => day.exposure);
      const scope = { host, settings, calendar };
      return guardrail(guardrailCheck(name), scope, { conversions, exposure }, kind);
    }),
  );
}

function guardrail(
  check: string,
  scope: { host: string; settings: QualitySettings; calendar: Calendar },
  counts: { conversions: number[]; exposure: number[] },
  usualKind: RateKind,
): Series {
  const { host, settings, calendar } = scope;
  const firstIndex = counts.exposure.findIndex((count) => count > 0);
  const isWhole = wholeDays(calendar, host, settings, firstIndex);
  const limits = limitsFor(guardrailLimits, check, host, settings.limits);
  const exceeds = counts.conversions.some((count, day) => count > (counts.exposure[day] ?? 0));
  const kind: RateKind = exceeds ? 'ratio' : usualKind;
  return {
    check,
    host,
    firstIndex: firstIndex < 0 ? Infinity : firstIndex,
    isWhole,
    canOverride: true,
    judge: (today, isHistory) =>
      judgeGuardrail({ ...counts, isHistory, isUsable: isWhole, kind }, today, limits),
  };
}

/** Shares of rows that are held against their own median. */
export function shareSeries(
  { shares = [], settings }: Pick<HistorySource, 'shares' | 'settings'>,
  calendar: Calendar,
): Series[] {
  if (shares.length === 0) return [];
  const isWhole = wholeDays(calendar, '', settings);
  const names = ['moved', 'nullBrand', 'otherAction'] as const;
  return names.map((name) => {
    const check = checkIds[name];
    const values: (number | undefined)[] = calendar.days.map(() => undefined);
    for (const day of shares) values[indexOf(calendar, day.ds)] = day[name];
    const moved = limitsFor(movedLimits, check, '', settings.limits);
    const jump = limitsFor(jumpLimits, check, '', settings.limits);
    const judge = (today: number, isHistory: boolean[]) => {
      const series = { shares: values, isHistory };
      return name === 'moved' ? judgeMoved(series, today, moved) : judgeJump(series, today, jump);
    };
    return { check, host: '', firstIndex: 0, isWhole, judge };
  });
}

/** Counts by calendar index; absent days are 0 and several rows of a day add up. */
export function dense<T extends { ds: string }>(
  calendar: Calendar,
  days: readonly T[],
  countOf: (day: T) => number,
): number[] {
  const counts = calendar.days.map(() => 0);
  for (const day of days) {
    const i = indexOf(calendar, day.ds);
    if (i in counts) counts[i] = (counts[i] ?? 0) + countOf(day);
  }
  return counts;
}

function byHost<T extends { host: string }>(days: readonly T[]): [string, T[]][] {
  return groupBy(days, ({ host }) => host);
}
