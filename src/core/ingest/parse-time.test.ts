import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { literal } from '../../lib/sql.ts';
import type { TimeFormat } from './mapping.ts';
import { compileTime, timeRejectSql } from './parse-time.ts';

let query: (sql: string) => Promise<unknown[][]>;
let close = (): void => {};

beforeAll(async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  query = async (sql) => (await connection.runAndReadAll(sql)).getRowsJson();
  // A session zone other than UTC must change nothing.
  await query(`set timezone = 'Asia/Tokyo'`).catch(() => []);
  close = () => connection.closeSync();
});

afterAll(() => close());

async function parse(texts: string[], timeFormat: TimeFormat, timezone = 'UTC') {
  const { sql, gapSql } = compileTime('x', { timeFormat, timezone });
  const values = texts.map((text, i) => `(${i}, ${literal(text)})`).join(', ');
  return query(
    `select typeof(${sql}), cast(${sql} as varchar), ${gapSql} from (values ${values}) v(i, x) order by i`,
  );
}

async function times(texts: string[], timeFormat: TimeFormat, timezone = 'UTC') {
  return (await parse(texts, timeFormat, timezone)).map((row) => row[1]);
}

/** `2024-06-03 12:00:00.5`, as DuckDB writes a timestamp, from milliseconds since 1970. */
function shown(ms: number): string {
  return new Date(ms)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.?0*Z$/, (zeros, at: number) => (at < 19 ? zeros.slice(0, 19 - at) : ''));
}

describe('times as people write them', () => {
  const noon = '2024-06-03 12:00:00';
  const cases: [TimeFormat, Record<string, string | null>][] = [
    [
      'iso',
      {
        '2024-06-03T12:00:00Z': noon,
        '2024-06-03T14:00:00+02:00': noon,
        '2024-06-03T05:00:00-0700': noon,
        '2024-06-03T17:45:00+0545': noon,
        '2024-06-03 12:00:00.25+00': `${noon}.25`,
        '2024-06-03T12:00:00.123456789Z': `${noon}.123456`,
        '2024-06-03T12:00:00,5': `${noon}.5`,
        '2024-06-03 12:00:00 UTC': noon,
        ' 2024-06-03 12:00 ': noon,
        '20240603T120000Z': noon,
        '2024-06-03': '2024-06-03 00:00:00',
        '2024-06-03T24:00:00Z': '2024-06-04 00:00:00',
        '2024-06-31T12:00:00Z': null,
        '2024-06-03T12:00:00+2:00': null,
        infinity: null,
        Total: null,
        '': null,
      },
    ],
    [
      'epoch',
      {
        '1717416000': noon,
        '1717416000000': noon,
        '1717416000000000': noon,
        '1717416000000000000': noon,
        '1717416000.5': `${noon}.5`,
        '1.7174160005E9': `${noon}.5`,
        '-1': '1969-12-31 23:59:59',
        noon: null,
      },
    ],
    [
      'log',
      {
        '03/Jun/2024:14:00:00 +0200': noon,
        '3/Jun/2024:12:00:00': noon,
        '03/Juni/2024:12:00:00': null,
      },
    ],
    [
      'mdy',
      {
        '6/3/2024 12:00': noon,
        '06/03/24 12:00 PM': noon,
        '6/3/2024, 12:00:00 PM': noon,
        '06-03-2024': '2024-06-03 00:00:00',
        '13/04/2024': null,
      },
    ],
    [
      'dmy',
      {
        '03/06/2024 12:00': noon,
        '3.6.24 12:00': noon,
        '03.06.2024': '2024-06-03 00:00:00',
        '04/13/2024': null,
      },
    ],
    [
      'ymd',
      {
        '2024/06/03 12:00': noon,
        '20240603': '2024-06-03 00:00:00',
        '2024.06.03 12:00:00.5': `${noon}.5`,
      },
    ],
    [
      'month-name',
      {
        'June 3, 2024T12:00:00 +0000': noon,
        'Jun 3, 2024, 12:00:00 PM': noon,
        'Mon, 03 Jun 2024 12:00:00 GMT': noon,
        'Mon Jun 3 12:00:00 2024': noon,
        '03-Jun-2024 12:00': noon,
        'Jun 3, 2024': '2024-06-03 00:00:00',
      },
    ],
  ];
  it.each(cases)('%s', async (format, expected) => {
    const texts = Object.keys(expected);
    const read = await parse(texts, format);
    expect(Object.fromEntries(texts.map((text, i) => [text, read[i]![1]]))).toEqual(expected);
    expect(read.every((row) => row[0] === 'TIMESTAMP')).toBe(true);
  });
});

it('reads any instant in any offset as Date.parse does', async () => {
  const instant = fc.record({
    ms: fc.integer({ min: Date.UTC(2000, 0, 2), max: Date.UTC(2040, 0, 1) }),
    offset: fc.integer({ min: -14 * 60, max: 14 * 60 }),
    colon: fc.boolean(),
    separator: fc.constantFrom('T', ' '),
  });
  const samples = fc.sample(instant, 300);
  const texts = samples.map(({ ms, offset, colon, separator }) => {
    const local = new Date(ms + offset * 60_000).toISOString().slice(0, -1).replace('T', separator);
    const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60].map((n) =>
      String(n).padStart(2, '0'),
    );
    return `${local}${offset < 0 ? '-' : '+'}${hours}${colon ? ':' : ''}${minutes}`;
  });
  expect(await times(texts, 'iso')).toEqual(samples.map(({ ms }) => shown(ms)));
});

// The local clock of a zone by Intl: another way than the transitions the SQL is made of.
function localClock(ms: number, timeZone: string): string {
  return new Date(ms).toLocaleString('sv-SE', { timeZone });
}

const zones = [
  'America/New_York',
  'Europe/Berlin',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'Pacific/Apia',
];

it.each(zones)('reads local times of %s so that its clock shows them again', async (zone) => {
  const samples = fc
    .sample(fc.integer({ min: Date.UTC(2005, 0, 1) / 1000, max: Date.UTC(2030, 0, 1) / 1000 }), 300)
    .map((s) => s * 1000);
  const clocks = samples.map((ms) => localClock(ms, zone));
  const read = await parse(clocks, 'iso', zone);
  const back = read.map((row) =>
    localClock(Date.parse(`${String(row[1]).replace(' ', 'T')}Z`), zone),
  );
  expect(back).toEqual(clocks);
  expect(read.every((row) => row[2] === false)).toBe(true);
  // An hour that occurs twice is read as the first; every other is exactly the instant it was made of.
  const late = read.filter(
    (row, i) => Date.parse(`${String(row[1]).replace(' ', 'T')}Z`) > samples[i]!,
  );
  expect(late).toEqual([]);
});

it('moves a time that no clock showed forward, and takes the first of two', async () => {
  expect(
    await parse(
      ['2024-03-10 02:30:00', '2024-03-10 03:00:00', '2024-11-03 01:30:00', '2024-11-03 02:00:00'],
      'iso',
      'America/New_York',
    ),
  ).toEqual([
    ['TIMESTAMP', '2024-03-10 07:30:00', true],
    ['TIMESTAMP', '2024-03-10 07:00:00', false],
    ['TIMESTAMP', '2024-11-03 05:30:00', false],
    ['TIMESTAMP', '2024-11-03 07:00:00', false],
  ]);
});

it('heeds a written offset whatever the zone', async () => {
  expect(
    await times(['2024-06-03T12:00:00Z', '03/Jun/2024:12:00:00 +0100'], 'iso', 'America/New_York'),
  ).toEqual(['2024-06-03 12:00:00', null]);
  expect(await times(['03/Jun/2024:12:00:00 +0100'], 'log', 'America/New_York')).toEqual([
    '2024-06-03 11:00:00',
  ]);
});

it('rejects what lies before 2000 or over a day ahead', async () => {
  const reject = timeRejectSql('t', new Date('2024-06-03T12:00:00Z'));
  const rows =
    await query(`select ${reject} from (values (1, timestamp '1999-12-31 23:59:59'), (2, timestamp '2000-01-01'),
    (3, timestamp '2024-06-04 12:00:00'), (4, timestamp '2024-06-04 12:00:01'), (5, timestamp '9999-12-31'), (6, null)) v(i, t) order by i`);
  expect(rows.flat()).toEqual([
    'time before 2000',
    null,
    null,
    'time in the future',
    'time in the future',
    null,
  ]);
});
