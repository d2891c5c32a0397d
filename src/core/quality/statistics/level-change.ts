import type { Direction } from './judged.ts';

/** A flagged day by its index. */
export interface FlaggedIndex {
  day: number;
  direction: Direction;
}

/** Flagged days of one direction, one after another. */
export interface FlagRun {
  direction: Direction;
  /** Ascending. */
  days: number[];
}

/** Days between two flagged ones that do not end a run: some days of a new level still pass. */
const gap = 3;
/** A flagged day becomes history after so many days. */
export const daysToHistory = 14;
/** Flagged days of the first fourteen that make a run a change of level. */
const settling = 10;

/** Flagged days as runs of one direction, oldest first. */
export function flagRuns(flags: readonly FlaggedIndex[]): FlagRun[] {
  const runs: FlagRun[] = [];
  for (const { day, direction } of [...flags].sort((a, b) => a.day - b.day)) {
    const last = runs.findLast((run) => run.direction === direction);
    if (last && day - (last.days.at(-1) ?? day) <= gap) last.days.push(day);
    else runs.push({ direction, days: [day] });
  }
  return runs;
}

/** A baseline that starts anew: no history before `from`; the run's own days are history although they were flagged. */
export interface Restart {
  from: number;
  run: FlagRun | undefined;
}

/**
 * Where the baseline of `today` starts anew: at a new normal that a person set, and at a run of flags that has lasted 14
 * days (its first day becomes history, and a median of four weeks would otherwise alarm for a third week).
 */
export function restartsAt(
  today: number,
  runs: readonly FlagRun[],
  newNormals: readonly number[],
): Restart[] {
  const chosen = newNormals
    .filter((from) => from <= today)
    .map((from) => ({ from, run: runs.find((run) => isAt(run, from)) }));
  const settled = runs
    .filter((run) => hasSettled(run, today))
    .map((run) => ({ from: run.days[0] as number, run }));
  return [...chosen, ...settled];
}

function isAt({ days }: FlagRun, from: number): boolean {
  const [first, last] = [days[0] as number, days.at(-1) as number];
  return last >= from && first <= from + gap;
}

function hasSettled({ days }: FlagRun, today: number): boolean {
  const first = days[0] as number;
  const early = days.filter((day) => day < first + daysToHistory);
  return today >= first + daysToHistory && early.length >= settling;
}
