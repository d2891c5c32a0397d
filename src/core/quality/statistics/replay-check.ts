import type { CheckCell } from '../finding.ts';
import type { Flag } from '../settings.ts';
import { distributionsReady } from './distributions.ts';
import type { Guardrail, HistorySource } from './history-input.ts';
import { calendarOf, judgeTrial } from './judge-history.ts';
import { checkIds, guardrailCheck } from './statistical-checks.ts';

const replayed: readonly string[] = [checkIds.volume, checkIds.hours, checkIds.variants];

/** Days of a check's chart. */
const shownDays = 56;

/** Whether a check can be judged for past days from the published history, the guardrails of the project among them. */
export function isReplayed(check: string, watched: readonly Pick<Guardrail, 'name'>[]): boolean {
  return replayed.includes(check) || watched.some(({ name }) => guardrailCheck(name) === check);
}

/** One check over the last 56 days, each judged against those before it. `host`: '' for all hosts, or `experiment: variant`. */
export async function replayCheck(
  source: HistorySource,
  flags: readonly Flag[],
  check: string,
  host: string,
): Promise<ReplayedDay[]> {
  await distributionsReady;
  const calendar = calendarOf(source);
  const days = calendar.days.map((_, day) => day).slice(-shownDays);
  const tested = days.filter((day) => calendar.isClosed[day] && !calendar.isPartial[day]);
  const verdict = judgeTrial(source, {
    calendar,
    tested,
    settings: source.settings,
    flags,
    onlyWarns: () => undefined,
  });
  const cells = verdict.checks.find((one) => one.check === check)?.cells ?? [];
  return cells.filter((cell) => (cell.variant ?? cell.host) === host).map(pointOf);
}

/** What a check saw on a day, and between what it passes. */
export type ReplayedDay = Pick<
  CheckCell,
  'status' | 'observed' | 'expected' | 'lower' | 'upper'
> & {
  at: string;
};

function pointOf({ ds, status, observed, expected, lower, upper }: CheckCell): ReplayedDay {
  const bounds = { ...(lower !== undefined && { lower }), ...(upper !== undefined && { upper }) };
  return { at: ds, status, observed, expected, ...bounds };
}
