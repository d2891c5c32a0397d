import { buildCalendar, indexOf } from './calendar.ts';
import type { Calendar } from './calendar.ts';
import { distributionsReady } from './distributions.ts';
import type { HistoryInput, HistorySource, HistoryVerdict } from './history-input.ts';
import { judgeSeries } from './judge-subject.ts';
import type { Trial } from './judge-subject.ts';
import { offerNewNormals } from './offer-new-normals.ts';
import { guardrailSeries, hourSeries, shareSeries, volumeSeries } from './series-of.ts';
import { checkTexts } from './statistical-checks.ts';
import { variantSeries } from './variant-series.ts';

/**
 * The statistical checks of a run: every day that is due, by host, against the published history. Errors only warn on the
 * first publication and on days more than a week older than the newest closed day.
 */
export async function judgeHistory(input: HistoryInput): Promise<HistoryVerdict> {
  await distributionsReady;
  const calendar = calendarOf(input);
  const newestClosed = calendar.isClosed.lastIndexOf(true);
  return judgeTrial(input, {
    calendar,
    tested: dueDays(input, calendar),
    settings: input.settings,
    flags: input.flags,
    onlyWarns: (day) => {
      if (input.isFirstPublication) return 'It only warns, as this is the first publication.';
      const isOld = newestClosed - day > 7;
      return isOld ? 'It only warns, as the day is more than a week old.' : undefined;
    },
  });
}

/** The calendar of everything that has rows. */
export function calendarOf(source: HistorySource): Calendar {
  const withRows = source.rows.filter(({ rows, all }) => rows > 0 || all > 0);
  return buildCalendar(
    withRows.map(({ ds }) => ds),
    source.lastEventAt,
    source.partialDays,
  );
}

/** All checks over the days of a trial. `distributionsReady` must have been awaited. */
export function judgeTrial(source: HistorySource, trial: Trial): HistoryVerdict {
  const { calendar } = trial;
  const series = [
    ...volumeSeries(source, calendar),
    ...hourSeries(source, calendar),
    ...guardrailSeries(source, calendar),
    ...variantSeries(source, calendar),
    ...shareSeries(source, calendar),
  ];
  const judged = series.map((one) => ({ check: one.check, ...judgeSeries(one, trial) }));
  const flags = judged.flatMap((one) => one.flags);
  const testedDays = trial.tested.map((day) => calendar.days[day] as string);
  const isTested = new Set(testedDays);
  const standing = trial.flags.filter(({ ds }) => !isTested.has(ds));
  return {
    watched: source.watched,
    checks: checkTexts(source.watched).map(([check]) => {
      const cells = judged.filter((one) => one.check === check).flatMap((one) => one.cells);
      return { check, cells: cells.sort((a, b) => a.ds.localeCompare(b.ds)) };
    }),
    testedDays,
    flags,
    offers: offerNewNormals([...standing, ...flags], newestDay(calendar), trial.settings),
  };
}

function newestDay({ days, isClosed }: Calendar): string {
  return days[isClosed.lastIndexOf(true)] ?? '';
}

/** Days to test: closed, whole ones that the run rebuilds or that it closes, and days left out right before them. */
function dueDays(input: HistoryInput, calendar: Calendar): number[] {
  const due = new Set<number>();
  const newlyClosed = input.publishedLastEventAt?.slice(0, 10);
  for (const ds of [...input.daysToTest, ...(newlyClosed ? [newlyClosed] : [])]) {
    const day = indexOf(calendar, ds);
    if (!(day in calendar.days)) continue;
    due.add(day);
    for (let gap = day - 1; calendar.isPresent[gap] === false; gap--) due.add(gap);
  }
  return [...due]
    .filter((day) => calendar.isClosed[day] && !calendar.isPartial[day])
    .sort((a, b) => a - b);
}
