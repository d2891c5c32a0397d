import type { CheckCell } from '../finding.ts';
import type { Flag, QualitySettings } from '../settings.ts';
import { indexOf } from './calendar.ts';
import type { Calendar } from './calendar.ts';
import { historyOf, newNormalsOf, retiredFrom } from './history.ts';
import type { Subject } from './history.ts';
import type { FlaggedDay } from './history-input.ts';
import type { Judged } from './judged.ts';
import type { FlaggedIndex } from './level-change.ts';
import { soften } from './soften.ts';

/** What all checks of a run share. */
export interface Trial {
  calendar: Calendar;
  /** Indices of the days to test, ascending. */
  tested: readonly number[];
  settings: QualitySettings;
  /** Of published days. */
  flags: readonly Flag[];
  /** Why a day only warns; undefined where its errors hold the run. */
  onlyWarns: (day: number) => string | undefined;
}

/** A series under one check: how to judge a day given its history. */
export interface Series extends Subject {
  /** `experiment: variant`. */
  variant?: string;
  /** The metric, where a subject has several; parts their flags. */
  metric?: string;
  /** First day with rows: before it there is nothing to test. */
  firstIndex: number;
  /** Days that can be history. */
  isWhole: readonly boolean[];
  /** Whether a person's leave to publish a decline holds until it is 10 % worse. */
  canOverride?: boolean;
  judge: (today: number, isHistory: boolean[]) => Judged;
}

/** Cells and new flags of one series. */
export interface SeriesVerdict {
  cells: CheckCell[];
  flags: FlaggedDay[];
}

/** Judges the days of one series in order; a day that is flagged is no history for those after it. */
export function judgeSeries(series: Series, trial: Trial): SeriesVerdict {
  const { calendar, settings } = trial;
  const subject = { check: series.check, host: flagHost(series) };
  const own = trial.flags.filter(
    (flag) => flag.check === subject.check && flag.host === subject.host,
  );
  const isTested = new Set(trial.tested);
  const known: FlaggedIndex[] = own
    .map(({ ds, direction }) => ({ day: indexOf(calendar, ds), direction }))
    .filter(({ day }) => !isTested.has(day));
  const newNormals = newNormalsOf({ check: series.check, host: series.host }, calendar, settings);
  const retired = retiredFrom(series.host, settings);
  const verdict: SeriesVerdict = { cells: [], flags: [] };
  for (const day of trial.tested) {
    const ds = calendar.days[day] as string;
    if (day < series.firstIndex || (retired !== undefined && ds >= retired)) continue;
    const judged = series.judge(day, historyOf(day, series.isWhole, known, newNormals));
    const softened = soften(judged, {
      ds,
      host: series.host,
      settings,
      flags: series.canOverride ? [...own, ...verdict.flags] : [],
      onlyWarns: trial.onlyWarns(day),
    });
    verdict.cells.push(cellOf(series, ds, softened));
    if (softened.status !== 'warn' && softened.status !== 'error') continue;
    known.push({ day, direction: softened.direction });
    verdict.flags.push(flagOf(subject, ds, softened, own));
  }
  return verdict;
}

function flagHost({ host, variant, metric }: Series): string {
  return variant === undefined ? host : `${variant} / ${metric ?? ''}`;
}

function flagOf(subject: Subject, ds: string, judged: Judged, earlier: Flag[]): FlaggedDay {
  const overridden = earlier.find((flag) => flag.ds === ds)?.overridden;
  return {
    ...subject,
    ds,
    direction: judged.direction,
    status: judged.status === 'error' ? 'error' : 'warn',
    ...(overridden === undefined ? {} : { overridden }),
    observed: judged.observed ?? 0,
  };
}

function cellOf({ check, host, variant }: Series, ds: string, judged: Judged): CheckCell {
  const { status, observed, expected, lower, upper, change, weekOverWeek, message } = judged;
  return {
    check,
    host,
    ...(variant === undefined ? {} : { variant }),
    ds,
    status,
    observed,
    expected,
    ...(lower === undefined ? {} : { lower }),
    ...(upper === undefined ? {} : { upper }),
    ...(change === undefined ? {} : { change }),
    ...(weekOverWeek === undefined ? {} : { weekOverWeek }),
    message,
  };
}
