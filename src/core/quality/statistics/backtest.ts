import type { CheckCell } from '../finding.ts';
import { distributionsReady } from './distributions.ts';
import { annotationOf } from './history.ts';
import type { HistorySource } from './history-input.ts';
import { calendarOf, judgeTrial } from './judge-history.ts';
import { wilsonInterval } from '../../../lib/wilson-interval.ts';

/** How often one check would have spoken up on a person's own history. */
export interface BacktestedCheck {
  check: string;
  /** Host-days that were judged: neither learning nor annotated. */
  tested: number;
  /** Of those, warned or worse, and errors alone. */
  flagged: number;
  errors: number;
  /** flagged / tested with Wilson's 95 % bounds; null where nothing was judged. */
  rate: number | null;
  lower: number;
  upper: number;
}

/** A replay of the whole history. Alarms of days with a real fault are among them: a person knows which. */
export interface Backtest {
  /** First and last day judged; '' where none was. */
  from: string;
  to: string;
  checks: BacktestedCheck[];
  /** Oldest first. */
  alarms: CheckCell[];
}

/**
 * Replays the published days one by one, each against those before it, as if every flagged day had been published. Days
 * that a person annotated are judged but not counted.
 */
export async function backtest(source: HistorySource): Promise<Backtest> {
  await distributionsReady;
  const calendar = calendarOf(source);
  const isDue = (_: string, day: number) =>
    calendar.isPresent[day] && calendar.isClosed[day] && !calendar.isPartial[day];
  const verdict = judgeTrial(source, {
    calendar,
    tested: calendar.days.flatMap((ds, day) => (isDue(ds, day) ? [day] : [])),
    settings: source.settings,
    flags: [],
    onlyWarns: () => undefined,
  });
  const judged = verdict.checks.map(({ check, cells }) => ({
    check,
    cells: cells.filter((cell) => counts(cell, source)),
  }));
  const days = judged.flatMap(({ cells }) => cells.map(({ ds }) => ds)).sort();
  return {
    from: days[0] ?? '',
    to: days.at(-1) ?? '',
    checks: judged.map(({ check, cells }) => summary(check, cells)),
    alarms: judged
      .flatMap(({ cells }) => cells.filter(isFlagged))
      .sort((a, b) => a.ds.localeCompare(b.ds)),
  };
}

function counts({ status, ds, host }: CheckCell, { settings }: HistorySource): boolean {
  return status !== 'learning' && status !== 'n/a' && !annotationOf(ds, host, settings);
}

function isFlagged({ status }: CheckCell): boolean {
  return status === 'warn' || status === 'error';
}

function summary(check: string, cells: CheckCell[]): BacktestedCheck {
  const flagged = cells.filter(isFlagged).length;
  const errors = cells.filter(({ status }) => status === 'error').length;
  const tested = cells.length;
  const rate = tested === 0 ? null : flagged / tested;
  const { low, high } = wilsonInterval(flagged, tested) ?? { low: 0, high: 1 };
  return { check, tested, flagged, errors, rate, lower: low, upper: high };
}
