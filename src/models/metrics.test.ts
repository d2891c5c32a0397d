import { afterAll, expect, it } from 'vitest';
import { compileMetrics } from '../core/metrics/compile-metrics.ts';
import type { MetricsInput, MetricsView } from '../core/metrics/metrics-view.ts';
import { readMetrics } from '../core/metrics/read-metrics.ts';
import { buildCandidate, day, day1, project, second } from './testing/candidate.ts';
import type { StarEvent } from './testing/candidate.ts';

const hosts = ['www.eczachly.com', 'www.zachwilson.tech'];
const published = { from: '2026-09-01', to: '2026-09-06', hosts };
const referrers = ['(direct)', 't.co', 'www.google.com', 'substack.com'];
const channels = ['Direct', 'Organic Social', 'Organic Search', 'Newsletter'];
const actions = [
  'page_view',
  'page_view',
  'page_view',
  'signup',
  'login',
  'purchase',
  'asset',
  'error',
];

// A fixed linear congruence: the same events in every run, and no pattern that a rule could match.
let state = 7;
function pick(below: number): number {
  state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
  return Math.floor((state / 2_147_483_648) * below);
}

/** Six days, the fourth of them empty; the last ends at noon. */
const events: StarEvent[] = Array.from({ length: 3_000 }, () => {
  const visitor = BigInt(pick(150));
  const when = [0, 1, 2, 4, 5][pick(5)]!;
  const entry = pick(4);
  return {
    visitor,
    at: day1 + BigInt(when) * day + BigInt(pick(when === 5 ? 43_200 : 86_400)) * second,
    host: hosts[pick(5) === 0 ? 1 : 0]!,
    action: actions[pick(actions.length)]!,
    referrer: referrers[entry]!,
    channel: channels[entry]!,
    country: ['US', 'IN', 'DE'][Number(visitor % 3n)]!,
    brand: ['Apple', 'Samsung', null][Number(visitor % 7n) % 3]!,
    isBot: visitor % 10n === 0n,
  };
});
const candidate = await buildCandidate(events);
afterAll(() => candidate.close());

async function ask(input: MetricsInput): Promise<MetricsView> {
  const results = new Map<string, Record<string, unknown>[]>();
  for (const { name, sql } of compileMetrics(project, input, published))
    results.set(name, await candidate.rows(sql));
  return readMetrics(project, input, published, results);
}

function dayOf(event: StarEvent): string {
  return new Date(Number(event.at / 1_000n)).toISOString().slice(0, 10);
}

function inScope(input: MetricsInput): StarEvent[] {
  const { from = published.from, to = published.to, bots = 'exclude' } = input;
  return events.filter(
    (event) =>
      dayOf(event) >= from &&
      dayOf(event) <= to &&
      (!input.hosts?.length || input.hosts.includes(event.host!)) &&
      (bots === 'include' || event.isBot === (bots === 'only')),
  );
}

const isHit = (event: StarEvent): boolean => event.action !== 'asset' && event.action !== 'error';
const people = (some: StarEvent[]): number => new Set(some.map(({ visitor }) => visitor)).size;
const doing = (some: StarEvent[], action: string): StarEvent[] =>
  some.filter((event) => event.action === action);

function countsOf(some: StarEvent[]) {
  const hits = some.filter(isHit);
  const ratio = (a: number, b: number) => ({
    numerator: a,
    denominator: b,
    value: b === 0 ? null : a / b,
  });
  const [signups, logins, purchases] = ['signup', 'login', 'purchase'].map((action) =>
    doing(some, action),
  );
  return {
    daily_visitors: ratio(people(hits), 1),
    website_hits: ratio(hits.length, 1),
    signups: ratio(signups!.length, 1),
    logins: ratio(logins!.length, 1),
    purchases: ratio(purchases!.length, 1),
    signup_conversion_rate: ratio(signups!.length, hits.length),
    purchase_conversion_rate: ratio(purchases!.length, signups!.length),
    signup_people: ratio(people(signups!), 1),
    login_people: ratio(people(logins!), 1),
    purchase_people: ratio(people(purchases!), 1),
  };
}

const questions: MetricsInput[] = [
  {},
  { hosts: [hosts[1]!] },
  { hosts },
  { bots: 'only' },
  { bots: 'include', from: '2026-09-02', to: '2026-09-03' },
  { from: '2026-09-05', to: '2026-09-06', hosts: [hosts[0]!] },
  { from: '2026-09-04', to: '2026-09-04' },
];

it.each(questions)('counts of %j are those of a plain count', async (input) => {
  const view = await ask(input);
  const some = inScope(input);
  expect(view.totals).toMatchObject(countsOf(some));
  view.days.forEach((day, i) => {
    const ofDay = some.filter((event) => dayOf(event) === day);
    expect(view.missing.includes(day)).toBe(ofDay.length === 0);
    for (const [name, { value }] of Object.entries(countsOf(ofDay)))
      expect(view.daily[name as 'signups'][i], `${name} ${day}`).toBe(
        ofDay.length === 0 ? null : value,
      );
    for (const { host, values } of view.visitorsByHost)
      expect(values[i]).toBe(people(ofDay.filter((event) => event.host === host && isHit(event))));
  });
});

it.each(questions)('breakdowns of %j are those of a plain count', async (input) => {
  const view = await ask(input);
  const hits = inScope(input).filter(isHit);
  const broken = (column: 'referrer' | 'country' | 'brand') =>
    [...new Set(hits.map((event) => event[column]))].map((value) => {
      const some = hits.filter((event) => event[column] === value);
      return {
        label: value ?? '(unknown)',
        visitors: people(some),
        website_hits: some.length,
        visits: null,
      };
    });
  const byLabel = <T extends { label: string }>(rows: T[]): T[] =>
    [...rows].sort((a, b) => (a.label < b.label ? -1 : 1));
  const bots = input.bots ?? 'exclude';
  expect(byLabel(view.breakdowns.referrer)).toEqual(byLabel(broken('referrer')));
  expect(byLabel(view.breakdowns.country)).toEqual(byLabel(broken('country')));
  // The star of this test gives bots no brand.
  if (bots === 'exclude')
    expect(byLabel(view.breakdowns.device_brand)).toEqual(byLabel(broken('brand')));
});

it('visits by entry channel add up to all visits, and so do entry pages', async () => {
  const { totals, breakdowns } = await ask({});
  const sum = (rows: { visits: number | null }[]) => rows.reduce((n, row) => n + row.visits!, 0);
  const sessions = await candidate.rows('select count(*) as n from core.fct_sessions');
  expect(totals.website_visits.value).toBe(Number(sessions[0]!['n']));
  for (const name of ['channel', 'source', 'page'] as const)
    expect(sum(breakdowns[name]), name).toBe(totals.website_visits.value);
  const channels = await candidate.rows(
    'select entry_channel as label, count(*) as n from core.fct_sessions group by 1',
  );
  for (const row of channels)
    expect(breakdowns.channel.find(({ label }) => label === row['label'])?.visits).toBe(
      Number(row['n']),
    );
});

it('knows the days before, the missing and the partial ones', async () => {
  const all = await ask({});
  expect(all.previous).toBeNull();
  expect(all.missing).toEqual(['2026-09-04']);
  expect(all.partial).toEqual(['2026-09-06']);
  const late = await ask({ from: '2026-09-03', to: '2026-09-03' });
  expect(late.previous).toMatchObject(countsOf(inScope({ from: '2026-09-02', to: '2026-09-02' })));
});

it('asks nothing when nothing is published, and refuses a range turned round', async () => {
  const nothing = { from: '', to: '', hosts: [] };
  expect(compileMetrics(project, {}, nothing)).toEqual([]);
  expect(readMetrics(project, {}, nothing, new Map()).totals.signups.value).toBe(0);
  expect(() =>
    compileMetrics(project, { from: '2026-09-02', to: '2026-09-01' }, published),
  ).toThrow('the range ends before it begins');
  expect(() => compileMetrics(project, { from: "2026-9-1' or 1" }, published)).toThrow('not a day');
});

it('daily metrics are those of a plain count, by day and host', async () => {
  const rows = await candidate.rows(
    `select metric, numerator, denominator, value, ds, dim_hostname from growth.daily_metrics`,
  );
  expect(rows.length).toBe(5 * 2 * 20);
  for (const row of rows) {
    const host = String(row['dim_hostname']);
    const scope = { from: String(row['ds']), to: String(row['ds']), hosts: [host] };
    const expected = countsOf(inScope(scope))[row['metric'] as 'signups'];
    if (expected === undefined) continue;
    const found = {
      numerator: Number(row['numerator']),
      denominator: Number(row['denominator']),
      value: row['value'],
    };
    expect(found, `${String(row['metric'])} ${host} ${scope.from}`).toEqual(expected);
  }
});

it('slices of a day are those of a plain count', async () => {
  const cells = await candidate.rows(
    `select aggregation_level as level, coalesce(cast(sum(m_total_events) as bigint), 0) as n, count(*) as cells,
      count(event_hour) as hours from core.agg_website_events group by all`,
  );
  const distinct = (key: (event: StarEvent) => string) => BigInt(new Set(events.map(key)).size);
  const brand = (event: StarEvent) => (event.isBot ? '' : event.brand);
  const level = (name: string) => cells.find((row) => row['level'] === name);
  expect(cells.map((row) => row['n'])).toEqual(cells.map(() => 3_000n));
  expect(level('(overall)')).toMatchObject({ cells: 5n, hours: 0n });
  // Landings split page views in two, so levels by action are counted without them.
  const plain = await candidate.rows(
    `select count(distinct (ds, dim_country, dim_action_type, dim_device_brand, event_hour)) as n from core.agg_website_events
    where event_hour is not null and dim_action_type not in ('landing', 'page_view')`,
  );
  const hourOf = (event: StarEvent) => Number((event.at / (3_600n * second)) % 24n);
  const others = (event: StarEvent) =>
    event.action === 'page_view'
      ? '-'
      : [dayOf(event), event.country, event.action, brand(event), hourOf(event)].join();
  expect(plain[0]!['n']).toBe(distinct(others) - 1n);
});

it('slices by visitor add up, and count each visitor once a day', async () => {
  const rows = await candidate.rows(
    `select aggregation_level as level, cast(sum(m_total_events) as bigint) as n, count(*) as cells
    from core.agg_website_events_by_visitor group by 1 order by length(level)`,
  );
  const days = new Set(events.map((event) => `${event.visitor} ${dayOf(event)}`)).size;
  const siteDays = new Set(events.map((event) => `${event.visitor} ${dayOf(event)} ${event.host}`))
    .size;
  expect(rows[0]).toEqual({ level: 'logged_out_user_id', n: 3_000n, cells: BigInt(days) });
  expect(rows[1]).toEqual({
    level: 'logged_out_user_id_dim_hostname',
    n: 3_000n,
    cells: BigInt(siteDays),
  });
  expect(rows[2]).toMatchObject({ n: 3_000n });
});
