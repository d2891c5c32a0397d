import { isTimezone, zonePeriods } from '../../lib/time-zone.ts';
import type { ZonePeriod } from '../../lib/time-zone.ts';
import { WorkbenchError } from '../errors.ts';

/** The clock that days and hours of a report go by, over the days that it may ask for. */
export interface ReportZone {
  /** IANA name. */
  name: string;
  periods: ZonePeriod[];
}

/** An hour on the clock of a zone. */
export interface ZoneHour {
  /** `YYYY-MM-DDTHH`; with a `+` behind it when the clock shows it for the second time, having been set back. */
  point: string;
  /** Its first second, UTC. */
  from: number;
  /** First second after it. */
  to: number;
}

/** Published days as a zone counts them. */
export interface ZoneDays {
  /** Days that any of the published UTC days reaches into; '' when nothing is published. */
  from: string;
  to: string;
  /** Days that lie within the published ones from their first second to their last; '' when none does. */
  wholeFrom: string;
  wholeTo: string;
}

const day = 86_400;
const quarter = 900;
// No clock is further from UTC than 14 hours; one day more for the line of dates moved.
const margin = 3 * day;

/** The zone around some days. Throws `usage` for a name that is no zone. */
export function reportZone(name: string, days: readonly string[]): ReportZone {
  if (!isTimezone(name)) throw new WorkbenchError('usage', `not a time zone: ${name}`);
  const seconds = days.map(secondOf).filter((second) => !Number.isNaN(second));
  const from = Math.min(...seconds) - margin;
  const to = Math.max(...seconds) + margin;
  return { name, periods: seconds.length === 0 ? [] : zonePeriods(name, from, to) };
}

/** First second of a day by the zone's clock, UTC; where the clock skips the day, that of the next one. */
export function dayStart({ periods }: ReportZone, ds: string): number {
  const midnight = secondOf(ds);
  for (const { from, to, offset } of periods) {
    const at = Math.max(midnight - offset, from);
    if (at < to) return at;
  }
  return midnight;
}

/** The day of a second by the zone's clock. */
export function dayAt(zone: ReportZone, second: number): string {
  return localText(second, periodAt(zone, second).offset).slice(0, 10);
}

/** The hours that the clock shows on some days, in the order of time: 23 or 25 where it is changed. */
export function hoursOf(zone: ReportZone, days: readonly string[]): ZoneHour[] {
  return days.flatMap((ds) => {
    const [from, to] = [dayStart(zone, ds), dayStart(zone, nextDay(ds))];
    const hours: ZoneHour[] = [];
    for (let at = from; at < to; at += quarter) {
      const point = hourAt(zone, at);
      const last = hours.at(-1);
      if (last?.point === point) last.to = at + quarter;
      else hours.push({ point, from: at, to: at + quarter });
    }
    return hours;
  });
}

function hourAt(zone: ReportZone, second: number): string {
  const period = periodAt(zone, second);
  const before = zone.periods[zone.periods.indexOf(period) - 1];
  // Set back: what the clock showed before the change, it shows once more.
  const isAgain = before !== undefined && second < period.from + before.offset - period.offset;
  return `${localText(second, period.offset).slice(0, 13)}${isAgain ? '+' : ''}`;
}

/** The published UTC days as days of a zone. */
export function zoneDays(zone: ReportZone, published: { from: string; to: string }): ZoneDays {
  if (published.from === '' || published.to === '')
    return { from: '', to: '', wholeFrom: '', wholeTo: '' };
  const [begin, end] = [secondOf(published.from), secondOf(published.to) + day];
  const [from, to] = [dayAt(zone, begin), dayAt(zone, end - 1)];
  const wholeFrom = dayStart(zone, from) < begin ? nextDay(from) : from;
  const wholeTo = dayStart(zone, nextDay(to)) > end ? nextDay(to, -1) : to;
  return wholeFrom > wholeTo
    ? { from, to, wholeFrom: '', wholeTo: '' }
    : { from, to, wholeFrom, wholeTo };
}

function periodAt({ periods }: ReportZone, second: number): ZonePeriod {
  return periods.find(({ to }) => second < to) ?? periods.at(-1)!;
}

function localText(second: number, offset: number): string {
  return new Date((second + offset) * 1000).toISOString();
}

/** Midnight UTC of a day in seconds. */
export function secondOf(ds: string): number {
  return Date.parse(`${ds}T00:00:00Z`) / 1000;
}

function nextDay(ds: string, by = 1): string {
  return new Date((secondOf(ds) + by * day) * 1000).toISOString().slice(0, 10);
}
