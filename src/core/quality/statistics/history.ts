import type { Annotation, QualitySettings } from '../settings.ts';
import type { Calendar } from './calendar.ts';
import { indexOf } from './calendar.ts';
import { daysToHistory, flagRuns, restartsAt } from './level-change.ts';
import type { FlaggedIndex } from './level-change.ts';

/** The check and the host ('' for all) whose history is asked for. */
export interface Subject {
  check: string;
  host: string;
}

/** Annotations that keep a host's day out of history: all but notes, of the host or of all. */
export function annotationOf(
  ds: string,
  host: string,
  settings: QualitySettings,
): Annotation | undefined {
  return settings.annotations.find(
    (one) =>
      one.kind !== 'note' &&
      one.from <= ds &&
      ds <= one.to &&
      (one.host === undefined || one.host === '' || one.host === host),
  );
}

/** The ds from which a host is retired, and never tested; undefined for one in service. */
export function retiredFrom(host: string, settings: QualitySettings): string | undefined {
  return settings.retiredHosts
    .filter((one) => one.host === host)
    .map(({ from }) => from)
    .sort()[0];
}

/** Whether each day is whole: published, closed, not cut, not annotated away and not of a retired host. */
export function wholeDays(
  calendar: Calendar,
  host: string,
  settings: QualitySettings,
  firstIndex = 0,
): boolean[] {
  const retired = retiredFrom(host, settings);
  return calendar.days.map(
    (ds, i) =>
      i >= firstIndex &&
      (calendar.isPresent[i] ?? false) &&
      (calendar.isClosed[i] ?? false) &&
      !calendar.isPartial[i] &&
      (retired === undefined || ds < retired) &&
      annotationOf(ds, host, settings) === undefined,
  );
}

/** Indices at which a person set a new normal for the subject. */
export function newNormalsOf(
  { check, host }: Subject,
  calendar: Calendar,
  settings: QualitySettings,
): number[] {
  return settings.newNormals
    .filter((one) => one.check === check && (one.host === '' || one.host === host))
    .map(({ from }) => indexOf(calendar, from));
}

/**
 * Which days count as history for `today`: whole days that were not flagged, flagged ones of 14 days ago or more, and
 * nothing before the baseline was last started anew.
 */
export function historyOf(
  today: number,
  whole: readonly boolean[],
  flags: readonly FlaggedIndex[],
  newNormals: readonly number[],
): boolean[] {
  const earlier = flags.filter(({ day }) => day < today);
  const restarts = restartsAt(today, flagRuns(earlier), newNormals);
  const start = restarts.reduce((latest, { from }) => Math.max(latest, from), 0);
  const accepted = new Set(restarts.flatMap(({ run }) => run?.days ?? []));
  const recent = earlier.filter(({ day }) => today - day < daysToHistory && !accepted.has(day));
  const history = whole.map((isWhole, day) => isWhole && day >= start && day < today);
  for (const { day } of recent) history[day] = false;
  return history;
}
