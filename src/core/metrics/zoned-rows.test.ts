import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { dayAt, dayStart, hoursOf, reportZone, secondOf, zoneDays } from './report-zone.ts';
import { wallClock } from './testing/wall-clock.ts';
import { hourAgain, zonedRows } from './zoned-rows.ts';

const instance = await DuckDBInstance.create(':memory:');
const db = await instance.connect();
afterAll(() => db.closeSync());

const zones = Intl.supportedValuesOf('timeZone');
const quarter = 900;

/** What the clock of a zone shows at a second. */
function clockOf(timezone: string): (second: number) => string {
  const clock = wallClock(timezone);
  return (second) => clock(second * 1000);
}

const start = Date.UTC(2000, 0, 1) / 1000;
const end = Date.UTC(2036, 0, 1) / 1000;

it('clocks of all zones are ahead of UTC by quarters of an hour since 2000', () => {
  const years = Array.from({ length: 36 }, (_, i) => 2000 + i);
  const moments = years.flatMap((year) => [0, 6].map((month) => Date.UTC(year, month)));
  const odd = zones.filter((timeZone) => {
    const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    return moments.some((at) => !/GMT([+-]\d\d:(00|15|30|45))?$/.test(format.format(at)));
  });
  expect(zones.length).toBeGreaterThan(400);
  expect(odd).toEqual([]);
});

const sqlOf: Record<string, string> = {
  ds: "strftime(t, '%Y-%m-%d')",
  started_at: 't',
  event_hour: 'cast(extract(hour from t) as integer)',
  event_minute: 'cast(extract(minute from t) as integer)',
};
const someZone = fc.constantFrom(...zones, 'Australia/Lord_Howe', 'America/St_Johns');
const someSecond = fc.integer({ min: start, max: end });

it('moments and quarters of an hour stand at the day and hour that the clock of their zone shows', async () => {
  const column = (name: string, type: string) => ({ name, type, description: '' });
  const days = [column('ds', 'VARCHAR')];
  const moments = [...days, column('started_at', 'TIMESTAMP')];
  const quarters = [...days, column('event_hour', 'INTEGER'), column('event_minute', 'INTEGER')];
  const near = fc.array(fc.integer({ min: -40 * 96, max: 40 * 96 }), {
    minLength: 1,
    maxLength: 50,
  });
  await fc.assert(
    fc.asyncProperty(someZone, someSecond, near, async (name, middle, steps) => {
      const seconds = steps.map((step) => (Math.floor(middle / quarter) + step) * quarter);
      const clock = clockOf(name);
      const ds = seconds.map((second) => new Date(second * 1000).toISOString().slice(0, 10)).sort();
      const [from, to] = [addDay(ds[0]!, -1), addDay(ds.at(-1)!, 1)];
      const zone = reportZone(name, [from, to]);
      const texts = seconds.map((second) => `make_timestamp(${second}000000)`).join(', ');
      for (const columns of [moments, quarters]) {
        const table = `(select ${columns.map(({ name }) => `${sqlOf[name]!} as ${name}`).join(', ')}, t as moment
          from (select unnest([${texts}]) as t)) as rows`;
        const rows = zonedRows('rows', { from: table, model: { columns } }, { zone, from, to });
        if (rows === undefined) {
          // Clocks that changed at 00:01 cannot be told by quarters.
          expect(zone.periods.some((period) => period.to % quarter !== 0)).toBe(true);
          continue;
        }
        // Nothing to shift where UTC is the clock.
        if (rows.from === table) continue;
        const hasAgain = rows.model.columns.some((one) => one.name === hourAgain);
        const found = await db.runAndReadAll(
          `select epoch(moment) as second, ds, event_hour, ${hasAgain ? hourAgain : 'false'} as again from ${rows.from}`,
        );
        expect(found.getRows()).toHaveLength(seconds.length);
        for (const [at, day, hour, isAgain] of found.getRows()) {
          const second = Number(at);
          const shown = clock(second);
          expect(`${String(day)}, ${String(hour).padStart(2, '0')}`).toBe(shown.slice(0, 14));
          expect(dayAt(zone, second)).toBe(shown.slice(0, 10));
          const wasShown = [1, 2, 3, 4].some((n) => clock(second - n * quarter) >= shown);
          expect(isAgain).toBe(wasShown);
        }
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);

it('a day begins when the clock first shows it, and its hours are all there are', () => {
  fc.assert(
    fc.property(someZone, someSecond, (name, second) => {
      const clock = clockOf(name);
      const ds = clock(second).slice(0, 10);
      const zone = reportZone(name, [ds]);
      const from = dayStart(zone, ds);
      expect(clock(from).slice(0, 10)).toBe(ds);
      expect(clock(from - 60) < ds).toBe(true);
      const hours = hoursOf(zone, [ds]);
      expect(hours[0]!.from).toBe(from);
      expect(hours.at(-1)!.to).toBe(dayStart(zone, addDay(ds, 1)));
      expect(new Set(hours.map(({ point }) => point)).size).toBe(hours.length);
      hours.slice(1).forEach((hour, i) => expect(hour.from).toBe(hours[i]!.to));
    }),
    { numRuns: 200 },
  );
});

it('published days reach into those of a zone, and hold some whole', () => {
  const published = { from: '2026-10-01', to: '2026-10-31' };
  const of = (name: string) => zoneDays(reportZone(name, Object.values(published)), published);
  const whole = { wholeFrom: '2026-10-01', wholeTo: '2026-10-31' };
  expect(of('UTC')).toEqual({ ...published, ...whole });
  expect(of('Asia/Kolkata')).toEqual({
    from: '2026-10-01',
    to: '2026-11-01',
    wholeFrom: '2026-10-02',
    wholeTo: '2026-10-31',
  });
  expect(of('America/New_York')).toEqual({
    from: '2026-09-30',
    to: '2026-10-31',
    wholeFrom: '2026-10-01',
    wholeTo: '2026-10-30',
  });
  const oneDay = { from: '2026-10-01', to: '2026-10-01' };
  expect(zoneDays(reportZone('Asia/Tokyo', ['2026-10-01']), oneDay)).toEqual({
    from: '2026-10-01',
    to: '2026-10-02',
    wholeFrom: '',
    wholeTo: '',
  });
});

function addDay(ds: string, by: number): string {
  return new Date((secondOf(ds) + by * 86_400) * 1000).toISOString().slice(0, 10);
}
