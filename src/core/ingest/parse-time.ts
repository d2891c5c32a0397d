import { literal } from '../../lib/sql.ts';
import type { Mapping, TimeFormat } from './mapping.ts';
import { zoneTransitions } from './zone-transitions.ts';
import type { ZoneTransition } from './zone-transitions.ts';

/** SQL that reads a text as a time. No extension is needed: neither ICU nor time zones of DuckDB. */
export interface CompiledTime {
  /** TIMESTAMP in UTC, NULL where the text is no time in this format. */
  sql: string;
  /** BOOLEAN: the local time fell into the gap of a clock change and was moved forward. */
  gapSql: string;
}

const firstYear = 2000;
const lastYear = 2040;

/** Compiles the reading of a time column. Times with an offset go by it, others by the mapping's zone (UTC unless set). */
export function compileTime(
  column: string,
  mapping: Pick<Mapping, 'timeFormat' | 'timezone'>,
): CompiledTime {
  if (mapping.timeFormat === 'epoch') return { sql: epochSql(column), gapSql: 'false' };
  const text = `trim(${column})`;
  const parse = parsers[mapping.timeFormat];
  const common = commonForms[mapping.timeFormat]?.(column);
  const zone =
    mapping.timezone === 'UTC' ? [] : zoneTransitions(mapping.timezone, firstYear, lastYear);
  const sql = withOffset(text, parse, zonedSql(parse(text), zone));
  const hasGaps = zone.some(({ gapSeconds }) => gapSeconds > 0);
  return {
    sql:
      common === undefined
        ? sql
        : `coalesce(case when ${common.when} then ${common.time} end, ${sql})`,
    gapSql: hasGaps
      ? `case when ${offsetKinds(text)
          .map(({ when }) => when)
          .join(' or ')} then false else coalesce(${gapSql(parse(text), zone)}, false) end`
      : 'false',
  };
}

/** SQL of the reason to reject a time, NULL when it is plausible: not before 2000, at most 24 hours after `now`. */
export function timeRejectSql(timestamp: string, now: Date): string {
  const latest = new Date(now.getTime() + 86_400_000).toISOString().slice(0, 19).replace('T', ' ');
  return `case when ${timestamp} < timestamp '2000-01-01' then 'time before 2000' when ${timestamp} > timestamp ${literal(latest)} then 'time in the future' end`;
}

type Parse = (text: string) => string;

const parsers: Record<Exclude<TimeFormat, 'epoch'>, Parse> = {
  iso: isoSql,
  log: (text) =>
    formatsSql(text, ['%d/%b/%Y:%H:%M:%S', '%d/%b/%Y:%H:%M:%S.%g', '%d/%b/%Y %H:%M:%S']),
  mdy: (text) => slashedSql(text, ['%m/%d/%Y'], ['%m/%d/%y']),
  dmy: (text) => slashedSql(text, ['%d/%m/%Y'], ['%d/%m/%y']),
  ymd: (text) => slashedSql(text, ['%Y/%m/%d', '%Y%m%d'], []),
  'month-name': monthNameSql,
};

// The forms that nearly all files have, read at a third of the cost: ISO in UTC, and a log whose server runs on UTC.
const commonForms: Partial<Record<TimeFormat, (column: string) => { when: string; time: string }>> =
  {
    iso: (column) => ({
      when: `right(${column}, 1) = 'Z' and ${column}[1] between '0' and '9'`,
      time: `try_cast(${column} as timestamp)`,
    }),
    log: (column) => ({
      when: `right(${column}, 6) = ' +0000'`,
      time: `try_strptime(left(${column}, length(${column}) - 6), '%d/%b/%Y:%H:%M:%S')`,
    }),
  };

interface OffsetKind {
  when: string;
  /** Characters it takes at the end. */
  length: number;
  /** Minutes east of Greenwich. */
  minutes?: string;
}

// What stands behind the time: `Z`, `+02:00`, `-0700`, `+00`, ` UTC`. A date alone ends in something like it, hence `timed`.
function offsetKinds(text: string): OffsetKind[] {
  const timed = `(strpos(${text}, ':') > 0 or ${text}[9] = 'T')`;
  const signed = (at: number): string => `${text}[${at}] in ('+', '-')`;
  const sign = (at: number): string => `case ${text}[${at}] when '-' then -1 else 1 end`;
  const number = (from: number, to: number): string =>
    `try_cast(${text}[${from}:${to}] as integer)`;
  return [
    { when: `right(${text}, 1) in ('Z', 'z')`, length: 1 },
    {
      when: `${signed(-6)} and ${text}[-3] = ':' and ${timed}`,
      length: 6,
      minutes: `${sign(-6)} * (${number(-5, -4)} * 60 + ${number(-2, -1)})`,
    },
    {
      when: `${signed(-5)} and ${timed}`,
      length: 5,
      minutes: `${sign(-5)} * (${number(-4, -3)} * 60 + ${number(-2, -1)})`,
    },
    {
      when: `${signed(-3)} and strpos(${text}, ':') > 0`,
      length: 3,
      minutes: `${sign(-3)} * ${number(-2, -1)} * 60`,
    },
    { when: `right(${text}, 4) in (' UTC', ' GMT')`, length: 4 },
  ];
}

function withOffset(text: string, parse: Parse, local: string): string {
  const branches = offsetKinds(text).map(({ when, length, minutes }) => {
    const time = parse(`trim(left(${text}, length(${text}) - ${length}))`);
    return `when ${when} then ${time}${minutes === undefined ? '' : ` - to_minutes(${minutes})`}`;
  });
  return `case ${branches.join('\n')} else ${local} end`;
}

// DuckDB's cast is the fastest reader, but drops an offset in silence and knows words such as `infinity`: hence the guard.
function isoSql(text: string): string {
  const guard = `${text}[1] between '0' and '9' and right(${text}, 1) between '0' and '9' and strpos(${text}, '+') = 0 and strpos(substr(${text}, 11), '-') = 0`;
  const dotted = `try_cast(replace(${text}, ',', '.') as timestamp)`;
  const compact = `try_strptime(${text}, ['%Y%m%dT%H%M%S', '%Y-%m-%dT%H%M%S', '%Y%m%d'])`;
  return `case when ${guard} then coalesce(try_cast(${text} as timestamp), ${dotted}, ${compact}) end`;
}

function formatsSql(text: string, formats: string[]): string {
  const [first, ...rest] = formats;
  const others =
    rest.length === 0 ? '' : `, try_strptime(${text}, [${rest.map(literal).join(', ')}])`;
  return `coalesce(try_strptime(${text}, ${literal(first!)})${others})`;
}

const clocks = [
  '',
  ' %H:%M:%S',
  ' %H:%M',
  ' %I:%M:%S %p',
  ' %I:%M %p',
  ' %I:%M:%S%p',
  ' %I:%M%p',
  ' %H:%M:%S.%f',
];

// `/`, `.` and `-` between the parts of the date all become `/`; a comma after the date goes.
function slashedSql(text: string, longYears: string[], shortYears: string[]): string {
  const space = `strpos(${text} || ' ', ' ')`;
  const date = `translate(left(${text}, ${space} - 1), '.-,', '//')`;
  const clock = `rtrim(' ' || ltrim(substr(${text}, ${space} + 1)))`;
  const parse = (dates: string[]): string => {
    const formats = dates.flatMap((day) => clocks.map((time) => literal(day + time)));
    return `try_strptime(${date} || ${clock}, [${formats.join(', ')}])`;
  };
  // Kept apart, for `%Y` would read `24` as the year 24.
  return `case when regexp_matches(${date}, '\\d{4}') then ${parse(longYears)} ${shortYears.length === 0 ? '' : `else ${parse(shortYears)} `}end`;
}

const namedDates = [
  '%b %d %Y',
  '%B %d %Y',
  '%d %b %Y',
  '%d %B %Y',
  '%a %d %b %Y',
  '%a %b %d %Y',
  '%A %d %B %Y',
  '%A %B %d %Y',
];

// `Nov 23, 2021T00:18:22`, `23-Nov-2021`, `Tue, 23 Nov 2021 00:18:22`, and C's `Tue Nov 23 00:18:22 2021`.
function monthNameSql(text: string): string {
  const words = `replace(replace(replace(replace(${text}, ',', ''), '-', ' '), '  ', ' '), ' at ', ' ')`;
  const plain = `regexp_replace(${words}, '(\\d{4})T(\\d)', '\\1 \\2')`;
  const formats = namedDates.flatMap((date) => clocks.map((clock) => date + clock));
  return formatsSql(plain, ['%b %d %Y %H:%M:%S', '%a %b %d %H:%M:%S %Y', ...formats]);
}

// Seconds below 1e11 (year 5138), milliseconds below 1e14, microseconds below 1e17, then nanoseconds.
function epochSql(column: string): string {
  const text = `trim(${column})`;
  const whole = `try_cast(${text} as bigint)`;
  const real = `try_cast(${text} as double)`;
  const micros = (value: string, thousandth: string): string =>
    `case when abs(${value}) < 1e11 then ${value} * 1000000 when abs(${value}) < 1e14 then ${value} * 1000 when abs(${value}) < 1e17 then ${value} else ${thousandth} end`;
  return `case when regexp_matches(${text}, '[.eE]') then make_timestamp(try_cast(round(${micros(real, `${real} / 1000`)}) as bigint)) else make_timestamp(${micros(whole, `${whole} // 1000`)}) end`;
}

// The local time is named once, in a list of one: DuckDB would parse it again for every comparison.
function zonedSql(local: string, zone: ZoneTransition[]): string {
  if (zone.length === 0) return local;
  const offset = search('t', zone, (period) => String(zone[period]!.offsetSeconds));
  return `list_transform([${local}], lambda t: t - to_seconds(${offset}))[1]`;
}

function gapSql(local: string, zone: ZoneTransition[]): string {
  const inGap = search('t', zone, (period) => {
    const next = zone[period + 1];
    if (next === undefined || next.gapSeconds === 0) return 'false';
    return `t >= timestamp ${literal(next.localFrom)} - to_seconds(${next.gapSeconds})`;
  });
  return `list_transform([${local}], lambda t: ${inGap})[1]`;
}

// A binary search written as CASE: seven comparisons a row for forty years of clock changes.
function search(
  time: string,
  zone: ZoneTransition[],
  leaf: (period: number) => string,
  from = 0,
  to = zone.length,
): string {
  if (to - from === 1) return leaf(from);
  const middle = (from + to) >> 1;
  const start = `timestamp ${literal(zone[middle]!.localFrom)}`;
  return `case when ${time} < ${start} then ${search(time, zone, leaf, from, middle)} else ${search(time, zone, leaf, middle, to)} end`;
}
