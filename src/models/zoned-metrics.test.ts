import { afterAll, describe, expect, it } from 'vitest';
import { addDays } from '../core/metrics/comparison.ts';
import { compileMetric } from '../core/metrics/compile-metric.ts';
import { compileEventPanels, compileMetrics } from '../core/metrics/compile-metrics.ts';
import type { MetricsInput, MetricsView } from '../core/metrics/metrics-view.ts';
import { readEventPanels, readMetrics } from '../core/metrics/read-metrics.ts';
import { wallClock } from '../core/metrics/testing/wall-clock.ts';
import { daysBetween } from '../core/metrics/scope.ts';
import { buildCandidate, project, second } from './testing/candidate.ts';
import type { StarEvent } from './testing/candidate.ts';

const published = { from: '2011-12-25', to: '2026-11-08', hosts: ['www.a.com'] };
/** Days with events, around changes of clocks; between them nothing. */
const spans = [
  ['2011-12-25', '2012-01-03'],
  ['2026-03-30', '2026-04-09'],
  ['2026-09-22', '2026-10-08'],
  ['2026-10-22', '2026-11-08'],
] as const;
const utcDays = spans.flatMap(([from, to]) => daysBetween(from, to));

let state = 5;
function pick(below: number): number {
  state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
  return Math.floor((state / 2_147_483_648) * below);
}

const events: StarEvent[] = Array.from({ length: 4_000 }, (_, i) => {
  const visitor = BigInt(pick(90));
  const action = ['page_view', 'page_view', 'signup', 'asset'][pick(4)]!;
  const at = Date.parse(utcDays[i % utcDays.length]!) / 1000 + 7_000 + pick(79_400);
  return {
    visitor,
    at: BigInt(at) * second,
    host: 'www.a.com',
    path: ['/', '/about'][pick(2)]!,
    action,
    eventName: action,
    country: ['US', 'IN', 'DE'][Number(visitor % 3n)]!,
    isBot: visitor % 10n === 0n,
  };
});
const candidate = await buildCandidate(events);
afterAll(() => candidate.close());

/** As a warehouse is whose hours were published before they were counted by quarters. */
const hours = project.models.get('visitor_hours')!;
const columns = hours.columns.filter(({ name }) => name !== 'event_minute');
const before = {
  ...project,
  models: new Map([...project.models, [hours.name, { ...hours, columns }]]),
};

async function ask(input: MetricsInput, of = project): Promise<MetricsView> {
  const results = await candidate.results(compileMetrics(of, input, published));
  return readMetrics(of, input, published, results);
}

interface Local {
  day: string;
  hour: number;
  /** The clock showed this hour before, and was set back. */
  isAgain: boolean;
}

/** What a clock of the zone shows, asked of the platform for every moment by itself. */
function clockOf(timezone: string): (micros: bigint) => Local {
  const clock = wallClock(timezone);
  return (micros) => {
    const at = Number(micros / 1_000n);
    const [day, time] = clock(at).split(', ') as [string, string];
    const isAgain = [15, 30, 45, 60].some(
      (minutes) => clock(at - minutes * 60_000) >= `${day}, ${time}`,
    );
    return { day, hour: Number(time.slice(0, 2)), isAgain };
  };
}

const isHit = ({ action }: StarEvent): boolean => action !== 'asset';

function countsBy(some: StarEvent[], keyOf: (event: StarEvent) => string) {
  const groups = new Map<string, StarEvent[]>();
  for (const event of some) groups.set(keyOf(event), [...(groups.get(keyOf(event)) ?? []), event]);
  return new Map(
    [...groups].map(([key, own]) => {
      const hits = own.filter(isHit);
      const visitors = new Set(hits.map(({ visitor }) => visitor)).size;
      const signups = own.filter(({ action }) => action === 'signup').length;
      return [key, { visitors, hits: hits.length, signups }];
    }),
  );
}

/** The first hits of visits: a gap of more than 30 minutes begins a new one. */
function entriesOf(some: StarEvent[]): StarEvent[] {
  const last = new Map<bigint, bigint>();
  return some
    .filter((event) => isHit(event) && !event.isBot)
    .toSorted((a, b) => Number(a.at - b.at))
    .filter(({ visitor, at }) => {
      const previous = last.get(visitor);
      last.set(visitor, at);
      return previous === undefined || at - previous > 1_800n * second;
    });
}

const people = events.filter(({ isBot }) => !isBot);
const entries = entriesOf(events);

/** Zone, days of its clock, and hours that their day of a changed clock has. */
const cases: [string, string, string, [string, number] | null][] = [
  ['UTC', '2026-10-25', '2026-11-05', null],
  ['America/New_York', '2026-10-25', '2026-11-05', ['2026-11-01', 25]],
  ['America/St_Johns', '2026-10-25', '2026-11-05', ['2026-11-01', 25]],
  ['Europe/London', '2026-10-23', '2026-11-02', ['2026-10-25', 25]],
  ['Australia/Lord_Howe', '2026-04-01', '2026-04-08', ['2026-04-05', 25]],
  ['Australia/Lord_Howe', '2026-09-30', '2026-10-07', ['2026-10-04', 24]],
  ['Pacific/Chatham', '2026-09-24', '2026-10-01', ['2026-09-27', 24]],
  ['Pacific/Apia', '2011-12-27', '2012-01-03', ['2011-12-30', 0]],
  ['Asia/Kolkata', '2026-10-25', '2026-11-05', null],
  ['Asia/Kathmandu', '2026-10-25', '2026-11-05', null],
];

describe.each(cases)('%s, %s to %s', (timezone, from, to, changed) => {
  const clock = clockOf(timezone);
  const isIn = ({ at }: StarEvent): boolean => clock(at).day >= from && clock(at).day <= to;
  const mine = people.filter(isIn);
  const dayOf = (event: StarEvent): string => clock(event.at).day;
  const input: MetricsInput = { timezone, from, to };

  // As was published before there were quarters; each kind of zone once, for the sake of time.
  const isSparse = ['Asia/Kathmandu', 'America/New_York'].includes(timezone);

  it.each(isSparse ? [project, before] : [project])('counts days as a plain count', async (of) => {
    const view = await ask(input, of);
    const byDay = countsBy(mine, dayOf);
    const visits = countsBy(entries.filter(isIn), dayOf);
    view.days.forEach((ds, i) => {
      const expected = byDay.get(ds);
      expect(
        {
          visitors: view.daily.daily_visitors[i],
          hits: view.daily.website_hits[i],
          signups: view.daily.signups[i],
          visits: view.daily.website_visits[i],
        },
        ds,
      ).toEqual(
        expected === undefined
          ? { visitors: null, hits: null, signups: null, visits: null }
          : { ...expected, visits: visits.get(ds)?.hits ?? 0 },
      );
    });
    const all = countsBy(mine, () => '').get('')!;
    expect(view.totals.daily_visitors.value).toBe(all.visitors);
    expect(view.totals.website_hits.value).toBe(all.hits);
    expect(view.totals.bounce_rate.denominator).toBe(entries.filter(isIn).length);
    expect(view.unavailable).toEqual({});
    expect(view.breakdowns.country.reduce((sum, row) => sum + row.website_hits, 0)).toBe(all.hits);
    for (const [name, { sql }] of Object.entries(view.explained)) {
      const [row] = await candidate.rows(sql);
      expect(Number(row![`${name}__n`]), name).toBe(view.totals[name as 'signups'].numerator);
    }
  });

  it('counts hours, the one that comes twice and the one that never comes', async () => {
    const { series, heatmap } = await ask({ ...input, grain: 'hour' });
    const pointOf = (event: StarEvent): string => {
      const { day, hour, isAgain } = clock(event.at);
      return `${day}T${String(hour).padStart(2, '0')}${isAgain ? '+' : ''}`;
    };
    const byHour = countsBy(mine, pointOf);
    const of = (values: (number | null)[]) =>
      new Map(series.points.map((point, i) => [point, values[i] ?? 0]));
    const [hits, visits] = [of(series.values.website_hits), of(series.values.website_visits)];
    expect([...byHour.keys()].filter((point) => !hits.has(point))).toEqual([]);
    const visitsByHour = countsBy(entries.filter(isIn), pointOf);
    for (const point of series.points) {
      expect(hits.get(point), point).toBe(byHour.get(point)?.hits ?? 0);
      expect(visits.get(point), point).toBe(visitsByHour.get(point)?.hits ?? 0);
    }
    if (changed !== null) {
      const [ds, count] = changed;
      expect(series.points.filter((point) => point.startsWith(ds))).toHaveLength(count);
    }
    const cells = countsBy(mine, ({ at }) => {
      const { day, hour } = clock(at);
      return `${(new Date(day).getUTCDay() + 6) % 7} ${hour}`;
    });
    heatmap!.forEach((row, weekday) =>
      row.forEach((n, hour) => expect(n).toBe(cells.get(`${weekday} ${hour}`)?.hits ?? 0)),
    );
  });

  it('filters by hours and weekdays of its clock', async () => {
    const filters: MetricsInput['filters'] = [
      { dimension: 'hour', op: 'is', values: ['1', '7', '23'] },
      { dimension: 'weekday', op: 'is-not', values: ['3'] },
    ];
    const some = mine.filter(({ at }) => {
      const { day, hour } = clock(at);
      return [1, 7, 23].includes(hour) && new Date(day).getUTCDay() !== 3;
    });
    const { totals } = await ask({ ...input, filters });
    expect(totals.website_hits.value).toBe(some.filter(isHit).length);
    if (!isSparse) return;
    const onPage = await ask({
      ...input,
      filters: [...filters, { dimension: 'visited_page', op: 'is', values: ['/'] }],
    });
    const hits = some.filter((event) => isHit(event) && event.path === '/');
    expect(onPage.totals.website_hits.value).toBe(hits.length);
    const queries = compileEventPanels(project, { ...input, filters }, published);
    const panels = readEventPanels(await candidate.results(queries));
    expect(panels.action.reduce((sum, row) => sum + row.website_hits, 0)).toBe(some.length);
  });

  it('compares with days of its clock', async () => {
    const view = await ask({ timezone, from: addDays(to, -2), to, compare: 'week' });
    const range = { from: addDays(to, -9), to: addDays(to, -7) };
    expect(view.comparedRange).toEqual(range);
    const then = people.filter(
      (event) => dayOf(event) >= range.from && dayOf(event) <= range.to && isHit(event),
    );
    expect(view.previous?.website_hits.value).toBe(then.length);
  });
});

it('days at the edge of what is published are partial where the zone cuts them', async () => {
  const partial = async (timezone: string) => {
    const { from, to, partial } = await ask({ timezone, from: '2026-11-06', to: '2026-11-09' });
    return { from, to, partial: partial.filter((ds) => ds > '2026') };
  };
  const range = { from: '2026-11-06', to: '2026-11-09' };
  expect(await partial('UTC')).toEqual({ ...range, partial: [] });
  // There the last published hour is 05:29 of the next day, here 18:59 of the same.
  expect(await partial('Asia/Kolkata')).toEqual({ ...range, partial: ['2026-11-09'] });
  expect(await partial('America/New_York')).toEqual({ ...range, partial: ['2026-11-08'] });
});

it('a question in UTC is asked as it is without a zone', () => {
  const input: MetricsInput = { from: '2026-10-22', to: '2026-11-08', grain: 'hour' };
  const plain = compileMetrics(project, input, published);
  expect(compileMetrics(project, { ...input, timezone: 'UTC' }, published)).toEqual(plain);
  expect(plain.filter(({ sql }) => sql.includes('local_minute'))).toEqual([]);
  // A winter's days of London are those of UTC.
  const winter = { ...input, from: '2026-11-01', timezone: 'Europe/London', compare: 'none' };
  expect(
    compileMetrics(project, winter as MetricsInput, published).some(({ sql }) =>
      sql.includes('local_minute'),
    ),
  ).toBe(false);
});

it('one metric by days and hours of a zone is that of a plain count', async () => {
  const timezone = 'Asia/Kathmandu';
  const clock = clockOf(timezone);
  const hits = async (by: string[]) => {
    const input = { name: 'website_hits', by, timezone };
    const rows = await candidate.rows(compileMetric(project, input, published).sql);
    return rows.map((row) => [by.map((name) => row[name]).join(' '), row['numerator']]);
  };
  const counted = (keyOf: (local: Local) => string) =>
    [...countsBy(people, ({ at }) => keyOf(clock(at)))]
      .map(([key, { hits: n }]) => [key, n])
      .sort();
  expect(await hits(['ds'])).toEqual(counted(({ day }) => day));
  expect(await hits(['month'])).toEqual(counted(({ day }) => `${day.slice(0, 7)}-01`));
  expect((await hits(['event_hour'])).sort()).toEqual(counted(({ hour }) => String(hour)));
  const plain = compileMetric(project, { name: 'website_hits' }).sql;
  expect(compileMetric(project, { name: 'website_hits', timezone }, published).sql).toBe(plain);
  const input = { name: 'website_hits', by: ['ds'], timezone };
  expect(() => compileMetric(before, input, published)).toThrow(/holds days or hours of UTC only/);
});

it('refuses what is no zone', () => {
  expect(() => compileMetrics(project, { timezone: 'Mars/Base' }, published)).toThrow(
    /not a time zone: Mars\/Base/,
  );
});
