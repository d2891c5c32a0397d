import { literal } from '../../lib/sql.ts';
import type { ZonePeriod } from '../../lib/time-zone.ts';
import type { Model } from '../project/model.ts';
import { addDays } from './comparison.ts';
import { secondOf } from './report-zone.ts';
import type { ReportZone } from './report-zone.ts';

type Columns = Pick<Model, 'columns'>;

/** Rows of a relation, as a query names them. */
export interface ZonedRows {
  /** What stands after `from`. */
  from: string;
  model: Columns;
}

/** Days of a zone, both included. */
export interface DaysOfZone {
  zone: ReportZone;
  from: string;
  to: string;
}

/** Set where the clock shows an hour for the second time. */
export const hourAgain = 'is_hour_again';

/** Where in its UTC day a row stands, and how exactly that is known. */
interface Clock {
  /** SQL of the minute of the day. */
  minute: string;
  /** In minutes: 60 where rows are counted by the hour. */
  step: number;
}

// The moment that `ds` is the date of, as models call it.
const moments = ['event_timestamp', 'started_at', 'created_at'];

/**
 * The rows of some days of a zone with `ds` and `event_hour` by its clock; untouched where that is UTC. Undefined where rows do not
 * tell the time, or not as finely as the zone asks (half hours, of rows by the hour).
 */
export function zonedRows(
  name: string,
  { from, model }: ZonedRows,
  days: DaysOfZone,
): ZonedRows | undefined {
  const isUtc = (periods: readonly ZonePeriod[]) => periods.every(({ offset }) => offset === 0);
  if (isUtc(days.zone.periods)) return { from, model };
  const periods = periodsOf(days);
  if (isUtc(periods)) return { from, model };
  const clock = clockOf(model);
  if (clock === undefined || !periods.every((period) => isExact(period, periods, clock)))
    return undefined;
  const again = againSql(periods, clock);
  const added = [
    ...(has(model, 'event_hour') ? [] : [{ name: 'event_hour', type: 'INTEGER' }]),
    ...(again === undefined ? [] : [{ name: hourAgain, type: 'BOOLEAN' }]),
  ];
  return {
    from: `(
  select * exclude (local_minute) ${shifted(has(model, 'event_hour'))}
  from (
    select *, ${clock.minute} + ${offsetSql(periods, clock)} as local_minute${again === undefined ? '' : `,\n      ${again} as ${hourAgain}`}
    from ${from}
    where ${utcDays(days, periods)}
  ) as timed
) as ${name}`,
    model: { columns: [...model.columns, ...added.map((one) => ({ ...one, description: '' }))] },
  };
}

function shifted(hasHour: boolean): string {
  const day = `case when local_minute < 0 then cast(cast(ds as date) - 1 as varchar)
      when local_minute >= 1440 then cast(cast(ds as date) + 1 as varchar) else ds end as ds`;
  const hour = 'cast((local_minute + 1440) % 1440 // 60 as integer) as event_hour';
  return hasHour ? `replace (${day},\n    ${hour})` : `replace (${day}),\n    ${hour}`;
}

function clockOf(model: Columns): Clock | undefined {
  if (!has(model, 'ds', 'VARCHAR')) return undefined;
  const moment = moments.find((name) => has(model, name, 'TIMESTAMP'));
  if (moment !== undefined)
    return {
      minute: `cast(extract(hour from ${moment}) * 60 + extract(minute from ${moment}) as integer)`,
      step: 1,
    };
  if (!has(model, 'event_hour')) return undefined;
  return has(model, 'event_minute')
    ? { minute: '(event_hour * 60 + event_minute)', step: 15 }
    : { minute: 'event_hour * 60', step: 60 };
}

function has({ columns }: Columns, name: string, type?: string): boolean {
  const column = columns.find((one) => one.name === name);
  return column !== undefined && (type === undefined || column.type.toUpperCase() === type);
}

/** The periods that the days reach into; the last one's end is of no account. */
function periodsOf({ zone, from, to }: DaysOfZone): ZonePeriod[] {
  const [begin, end] = [secondOf(addDays(from, -1)), secondOf(addDays(to, 2))];
  return zone.periods.filter((period) => period.to > begin && period.from < end);
}

function isExact(period: ZonePeriod, all: readonly ZonePeriod[], { step }: Clock): boolean {
  const isStep = (seconds: number): boolean => seconds % (step * 60) === 0;
  return isStep(period.offset) && (period === all[0] || isStep(period.from));
}

function offsetSql(periods: readonly ZonePeriod[], clock: Clock): string {
  const minutes = periods.map(({ offset }) => String(offset / 60));
  const cases = periods
    .slice(0, -1)
    .map(({ to }, i) => `when ${beforeSql(to, clock)} then ${minutes[i]}`);
  if (cases.length === 0) return `(${minutes[0]})`;
  return `case ${cases.join(' ')} else ${minutes.at(-1)} end`;
}

/** Hours that are shown again; undefined where no clock is set back. */
function againSql(periods: readonly ZonePeriod[], clock: Clock): string | undefined {
  const parts = periods.slice(1).flatMap(({ from, offset }, i) => {
    const again = periods[i]!.offset - offset;
    if (again <= 0) return [];
    return [`(not (${beforeSql(from, clock)}) and (${beforeSql(from + again, clock)}))`];
  });
  return parts.length === 0 ? undefined : parts.join(' or ');
}

function beforeSql(second: number, { minute }: Clock): string {
  const [ds, time] = new Date(second * 1000).toISOString().split('T') as [string, string];
  const at = Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  return `ds < ${literal(ds)} or (ds = ${literal(ds)} and ${minute} < ${at})`;
}

/** The UTC days that may hold rows of the days. */
function utcDays({ from, to }: DaysOfZone, periods: readonly ZonePeriod[]): string {
  const isAhead = periods.some(({ offset }) => offset > 0);
  const isBehind = periods.some(({ offset }) => offset < 0);
  const [first, last] = [isAhead ? addDays(from, -1) : from, isBehind ? addDays(to, 1) : to];
  return `ds between ${literal(first)} and ${literal(last)}`;
}
