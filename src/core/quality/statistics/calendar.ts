import { dayNumber, dsOf } from './day-number.ts';

/** Every day from the first with rows to the last, by index. */
export interface Calendar {
  /** Day number of index 0. */
  firstDay: number;
  days: string[];
  /** Whether any host has rows. */
  isPresent: boolean[];
  /** Whether no more rows are to come: a later day exists, or the last event is at or after 23:00. */
  isClosed: boolean[];
  /** Cut by the edge of a delivery. */
  isPartial: boolean[];
}

/** The grid of days that all series lie on, so that an absent day is a zero and not a missing row. */
export function buildCalendar(
  daysWithRows: Iterable<string>,
  lastEventAt: string,
  partialDays: readonly string[],
): Calendar {
  const present = new Set(daysWithRows);
  const sorted = [...present].sort();
  const first = sorted[0];
  const last = sorted.at(-1);
  if (first === undefined || last === undefined)
    return { firstDay: 0, days: [], isPresent: [], isClosed: [], isPartial: [] };
  const firstDay = dayNumber(first);
  const length = dayNumber(last) - firstDay + 1;
  const days = Array.from({ length }, (_, i) => dsOf(firstDay + i));
  const partial = new Set(partialDays);
  return {
    firstDay,
    days,
    isPresent: days.map((ds) => present.has(ds)),
    isClosed: days.map((ds) => isClosed(ds, last, lastEventAt)),
    isPartial: days.map((ds) => partial.has(ds)),
  };
}

/** Index of a ds in the calendar; outside it below 0 or past its end. */
export function indexOf(calendar: Calendar, ds: string): number {
  return dayNumber(ds) - calendar.firstDay;
}

/** Whether no more rows of a day are to come, given the newest ds and the time of the newest event. */
function isClosed(ds: string, newest: string, lastEventAt: string): boolean {
  if (ds < newest) return true;
  return lastEventAt.slice(0, 10) > ds || isLate(ds, lastEventAt);
}

function isLate(ds: string, lastEventAt: string): boolean {
  return lastEventAt.slice(0, 10) === ds && Number(lastEventAt.slice(11, 13)) >= 23;
}

/**
 * Days that the edges of deliveries cut: the first day of a delivery of several days when its first hour is empty, the
 * last one when its last hour is. A file of one day is whole or not yet closed.
 */
export function findPartialDays(
  deliveries: readonly { days: readonly string[] }[],
  hours: readonly { ds: string; counts: readonly number[] }[],
): string[] {
  const counts = new Map(hours.map((day) => [day.ds, day.counts]));
  const isEmpty = (ds: string, hour: number) => (counts.get(ds)?.[hour] ?? 0) === 0;
  const cut = deliveries.flatMap(({ days }) => {
    const sorted = [...new Set(days)].sort();
    const [first, last] = [sorted[0], sorted.at(-1)];
    if (first === undefined || last === undefined || first === last) return [];
    return [...(isEmpty(first, 0) ? [first] : []), ...(isEmpty(last, 23) ? [last] : [])];
  });
  return [...new Set(cut)].sort();
}
