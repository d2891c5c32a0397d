import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { addDays, comparedRange } from '../core/metrics/comparison.ts';
import { compileEventPanels, compileMetrics } from '../core/metrics/compile-metrics.ts';
import { toggleFilter } from '../core/metrics/filter.ts';
import type { Filter } from '../core/metrics/filter.ts';
import type { EventPanels, MetricsInput, MetricsView } from '../core/metrics/metrics-view.ts';
import { readEventPanels, readMetrics } from '../core/metrics/read-metrics.ts';
import { buildCandidate, day, day1, project, second } from './testing/candidate.ts';
import type { StarEvent } from './testing/candidate.ts';

const published = { from: '2026-09-01', to: '2026-09-20', hosts: ['www.a.com'] };
const actions = ['page_view', 'page_view', 'page_view', 'signup', 'purchase', 'asset', 'error'];
const paths = ['/', '/about', '/Pricing', "/o'clock"];

let state = 11;
function pick(below: number): number {
  state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
  return Math.floor((state / 2_147_483_648) * below);
}

/** Three weeks without the twelfth day; a visitor keeps country and brand. */
const events: StarEvent[] = Array.from({ length: 2_500 }, () => {
  const visitor = BigInt(pick(120));
  const when = pick(19);
  const action = actions[pick(actions.length)]!;
  return {
    visitor,
    at: day1 + BigInt(when < 11 ? when : when + 1) * day + BigInt(pick(86_400)) * second,
    host: 'www.a.com',
    path: paths[pick(paths.length)]!,
    action,
    // A named event keeps its action: a page view may become a landing.
    eventName: action,
    referrer: ['(direct)', 't.co'][pick(2)]!,
    country: ['US', 'IN', 'DE'][Number(visitor % 3n)]!,
    brand: ['Apple', 'Samsung', null][Number(visitor % 7n) % 3]!,
    isBot: visitor % 10n === 0n,
  };
});
const candidate = await buildCandidate(events);
afterAll(() => candidate.close());

async function ask(input: MetricsInput): Promise<MetricsView> {
  const results = await candidate.results(compileMetrics(project, input, published));
  return readMetrics(project, input, published, results);
}

async function askPanels(input: MetricsInput): Promise<EventPanels> {
  return readEventPanels(await candidate.results(compileEventPanels(project, input, published)));
}

const instant = (event: StarEvent): Date => new Date(Number(event.at / 1_000n));
const dayOf = (event: StarEvent): string => instant(event).toISOString().slice(0, 10);
const isHit = ({ action }: StarEvent): boolean => action !== 'asset' && action !== 'error';

const valueOf: Record<string, (event: StarEvent) => string> = {
  country: (event) => event.country!,
  device_brand: (event) => event.brand ?? '(unknown)',
  referrer: (event) => event.referrer!,
  visited_page: (event) => event.path!,
  action: (event) => event.action!,
  hour: (event) => String(instant(event).getUTCHours()),
  weekday: (event) => String(((instant(event).getUTCDay() + 6) % 7) + 1),
};

function keeps({ dimension, op, values }: Filter, event: StarEvent): boolean {
  const value = valueOf[dimension]!(event);
  if (op === 'contains')
    return values.some((one) => value.toLowerCase().includes(one.toLowerCase()));
  return values.includes(value) === (op === 'is');
}

function inScope({ from = '2026-09-01', to = '2026-09-20', filters = [] }: MetricsInput) {
  return events.filter(
    (event) =>
      !event.isBot &&
      dayOf(event) >= from &&
      dayOf(event) <= to &&
      filters.every((filter) => keeps(filter, event)),
  );
}

function grouped<K>(some: StarEvent[], keyOf: (event: StarEvent) => K): Map<K, StarEvent[]> {
  const groups = new Map<K, StarEvent[]>();
  for (const event of some) groups.set(keyOf(event), [...(groups.get(keyOf(event)) ?? []), event]);
  return groups;
}

function countsOf(some: StarEvent[]) {
  const hits = some.filter(isHit);
  const named = (action: string): number => some.filter((one) => one.action === action).length;
  return {
    daily_visitors: new Set(hits.map(({ visitor }) => visitor)).size,
    website_hits: hits.length,
    signups: named('signup'),
    purchases: named('purchase'),
    signup_conversion_rate: hits.length > 0 ? named('signup') / hits.length : null,
  };
}

const is = (dimension: Filter['dimension'], ...values: string[]): Filter => ({
  dimension,
  op: 'is',
  values,
});
const scopes: Filter[][] = [
  [is('country', 'IN')],
  [is('country', 'IN', 'DE'), { dimension: 'device_brand', op: 'is-not', values: ['Apple'] }],
  [is('device_brand', '(unknown)')],
  [{ dimension: 'referrer', op: 'contains', values: ['T.CO'] }],
  [is('hour', '7', '8'), is('weekday', '1')],
  [is('visited_page', "/o'clock")],
  [{ dimension: 'visited_page', op: 'contains', values: ['pric'] }, is('country', 'US')],
  [is('action', 'signup')],
  [is('country', "nowhere' or 1=1")],
];

it.each(scopes.map((filters) => ({ filters })))(
  'counts with $filters are those of a plain count',
  async ({ filters }) => {
    const input: MetricsInput = { filters };
    const view = await ask(input);
    const some = inScope(input);
    const values = (of: MetricsView['totals']) =>
      Object.fromEntries(
        Object.keys(countsOf([])).map((name) => [name, of[name as 'signups'].value]),
      );
    expect(values(view.totals)).toEqual(countsOf(some));
    // A day without rows that count is a day of 0; one without any rows is missing.
    expect(view.missing).toEqual(['2026-09-12']);
    view.days.forEach((ds, i) => {
      const counts = countsOf(some.filter((event) => dayOf(event) === ds));
      if (ds !== '2026-09-12') expect(view.daily.website_hits[i]).toBe(counts.website_hits);
    });
    expect(view.heatmap!.flat().reduce((sum, n) => sum + n, 0)).toBe(countsOf(some).website_hits);
    const byCountry = grouped(some.filter(isHit), (event) => event.country!);
    expect(
      Object.fromEntries(view.breakdowns.country.map((row) => [row.label, row.website_hits])),
    ).toEqual(Object.fromEntries([...byCountry].map(([label, rows]) => [label, rows.length])));
    const panels = await askPanels(input);
    const byAction = grouped(some, (event) => event.action!);
    expect(Object.fromEntries(panels.action.map((row) => [row.label, row.website_hits]))).toEqual(
      Object.fromEntries([...byAction].map(([label, rows]) => [label, rows.length])),
    );
    const byPath = grouped(some.filter(isHit), (event) => event.path!);
    expect(
      Object.fromEntries(panels.visited_page.map((row) => [row.label, row.website_hits])),
    ).toEqual(Object.fromEntries([...byPath].map(([label, rows]) => [label, rows.length])));
  },
);

it('filters by what only visits know are asked of visits, and what these cannot tell is said', async () => {
  const view = await ask({ filters: [is('page', '/about')] });
  const [visits] = await candidate.rows(`with ends as (
      select session_id, arg_min(dim_path, event_timestamp) as entry, max(event_timestamp) - min(event_timestamp) as length,
        count(*) as hits from core.fct_website_events where session_id is not null group by 1)
    select count(*)::int as n, sum(hits)::int as hits, avg(epoch_us(length) / 1e6) as seconds from ends where entry = '/about'`);
  expect(view.totals.website_visits.value).toBe(visits!['n']);
  expect(view.totals.website_hits.value).toBe(visits!['hits']);
  expect(view.breakdowns.page.map(({ label, visits: n }) => [label, n])).toEqual([
    ['/about', visits!['n']],
  ]);
  expect(view.totals.signups.value).toBe(inVisitsFrom('/about'));
  const byAction = await ask({ filters: [is('action', 'signup')] });
  expect(Object.keys(byAction.unavailable)).toEqual([
    'website_visits',
    'bounce_rate',
    'visit_duration',
  ]);
  expect(byAction.totals.bounce_rate.value).toBeNull();
  expect(byAction.explained.bounce_rate).toBeUndefined();
});

/** Signups in visits that began on a page: over 30 minutes without a hit a new one begins. */
function inVisitsFrom(path: string): number {
  let signups = 0;
  const byVisitor = grouped(inScope({}).filter(isHit), ({ visitor }) => visitor);
  for (const hits of byVisitor.values()) {
    let [last, start] = [-Infinity, ''];
    for (const event of hits.toSorted((a, b) => Number(a.at - b.at))) {
      if (Number(event.at) - last > 1_800_000_000) start = event.path!;
      last = Number(event.at);
      if (start === path && event.action === 'signup') signups++;
    }
  }
  return signups;
}

it('visits end in bounces and last as the sessions say', async () => {
  const view = await ask({ filters: [is('country', 'US')] });
  const [expected] =
    await candidate.rows(`select avg(cast(is_bounce as int)) as bounce, avg(duration_seconds) as seconds
    from core.fct_sessions where dim_country = 'US'`);
  expect(view.totals.bounce_rate.value).toBeCloseTo(Number(expected!['bounce']), 12);
  expect(view.totals.visit_duration.value).toBeCloseTo(Number(expected!['seconds']), 9);
});

it.each(['hour', 'week', 'month'] as const)(
  'points by %s are those of a plain count',
  async (grain) => {
    const { series } = await ask({ grain, from: '2026-09-03' });
    const monday = (ds: string): string =>
      addDays(ds, -((new Date(`${ds}T00:00:00Z`).getUTCDay() + 6) % 7));
    const pointOf = (event: StarEvent): string =>
      grain === 'hour'
        ? instant(event).toISOString().slice(0, 13)
        : grain === 'week'
          ? monday(dayOf(event))
          : `${dayOf(event).slice(0, 7)}-01`;
    const byPoint = grouped(inScope({ from: '2026-09-03' }), pointOf);
    series.points.forEach((point, i) => {
      if (series.missing.includes(point)) return;
      expect(series.values.daily_visitors[i], point).toBe(
        countsOf(byPoint.get(point) ?? []).daily_visitors,
      );
    });
    const all = { hour: 18 * 24, week: 3, month: 1 };
    const partial = { hour: [], week: ['2026-08-31'], month: ['2026-09-01'] };
    expect(series.points).toHaveLength(all[grain]);
    expect(series.partial).toEqual(partial[grain]);
    expect(series.missing).toHaveLength(grain === 'hour' ? 24 : 0);
  },
);

it('compares with the days a person means', async () => {
  const range = { from: '2026-09-11', to: '2026-09-20' };
  expect(comparedRange(range)).toEqual({ from: '2026-09-01', to: '2026-09-10' });
  expect(comparedRange(range, 'week')).toEqual({ from: '2026-08-28', to: '2026-09-06' });
  expect(comparedRange(range, 'month')).toEqual({ from: '2026-08-11', to: '2026-08-20' });
  expect(comparedRange(range, 'year')).toEqual({ from: '2025-09-11', to: '2025-09-20' });
  expect(comparedRange({ from: '2026-03-01', to: '2026-03-31' }, 'month')).toEqual({
    from: '2026-02-01',
    to: '2026-02-28',
  });
  expect(comparedRange({ from: '2026-03-30', to: '2026-03-31' }, 'month')).toEqual({
    from: '2026-02-28',
    to: '2026-02-28',
  });
  const none = await ask({ ...range, compare: 'none' });
  expect([none.comparedRange, none.previous]).toEqual([null, null]);
  const early = await ask({ ...range, compare: 'year' });
  expect([early.comparedRange?.from, early.previous]).toEqual(['2025-09-11', null]);
  const custom = await ask({ ...range, compare: { from: '2026-09-02', to: '2026-09-03' } });
  expect(custom.before?.points).toEqual(['2026-09-02', '2026-09-03']);
  expect(custom.before?.values.website_hits).toEqual(
    ['2026-09-02', '2026-09-03'].map((ds) => countsOf(inScope({ from: ds, to: ds })).website_hits),
  );
  expect(custom.previous?.website_hits.value).toBe(
    countsOf(inScope({ from: '2026-09-02', to: '2026-09-03' })).website_hits,
  );
});

it('a total is explained by a query that gives it', async () => {
  const view = await ask({ filters: [is('country', 'IN')] });
  for (const [name, { sql, rows, table }] of Object.entries(view.explained)) {
    const [row] = await candidate.rows(sql);
    expect(Number(row![`${name}__n`]), name).toBe(view.totals[name as 'signups'].numerator);
    expect(rows, table).toBeGreaterThan(0);
  }
});

it('its rows, and its events, add up to it', async () => {
  for (const filters of [[], [is('country', 'IN')], [is('action', 'signup')]]) {
    const view = await ask({ filters });
    for (const name of ['website_hits', 'signups', 'logins', 'purchases'] as const) {
      const { rowsSql, eventsSql = '' } = view.explained[name]!;
      for (const sql of [rowsSql, eventsSql]) {
        const [row] = await candidate.rows(
          `select coalesce(sum(${name}), 0) as total, count_if(${name} = 0) as idle from (${sql}) as r`,
        );
        expect([name, Number(row!['total']), Number(row!['idle'])]).toEqual([
          name,
          view.totals[name].numerator,
          0,
        ]);
      }
    }
    if (filters.length === 0) expect(view.explained.website_visits?.eventsSql).toBeUndefined();
  }
});

it('a value clicked twice leaves the filters as they were', () => {
  const filter = fc.record({
    dimension: fc.constantFrom('country' as const, 'channel' as const),
    op: fc.constantFrom('is' as const, 'is-not' as const),
    value: fc.string(),
  });
  fc.assert(
    fc.property(fc.array(filter), filter, (others, one) => {
      const start = others
        .filter((other) => other.value !== one.value)
        .reduce<Filter[]>(
          (all, { dimension, op, value }) => toggleFilter(all, dimension, op, value),
          [],
        );
      const once = toggleFilter(start, one.dimension, one.op, one.value);
      expect(once).not.toEqual(start);
      expect(toggleFilter(once, one.dimension, one.op, one.value)).toEqual(start);
    }),
  );
});
