import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { compileMetric } from '../core/metrics/compile-metric.ts';
import type { MetricInput } from '../core/metrics/metric.ts';
import { loadProject } from '../core/project/load-project.ts';
import { openShop } from './testing/shop-candidate.ts';
import { buildCandidate, day, day1, project as shipped, second } from './testing/candidate.ts';

interface Visit {
  ds: string;
  at: string;
  place: string | null;
  visitor: number | null;
  hits: number;
  seconds: number | null;
  isBot: boolean;
}

const model = `models:
  - name: visits
    description: Visits of a test.
    config: { materialized: table, published: true }
    columns:
      - { name: ds, data_type: VARCHAR }
      - { name: moment, data_type: TIMESTAMP }
      - { name: place, data_type: VARCHAR }
      - { name: visitor, data_type: BIGINT }
      - { name: hits, data_type: BIGINT }
      - { name: seconds, data_type: DOUBLE }
      - { name: is_bot, data_type: BOOLEAN }
`;
const measures: Record<string, string> = {
  hits: 'numerator: { sum: hits }',
  visits: "numerator: { count: '*' }",
  visitors: 'numerator: { count_distinct: visitor, where: hits > 1 }',
  per_visitor: 'numerator: { sum: hits }\n    denominator: { count_distinct: visitor }',
  share:
    "numerator: { count: '*', where: hits > 1 or seconds > 5 }\n    denominator: { count: '*' }",
  mean: 'numerator: { average: seconds, where: hits > 0 }',
  middle: 'numerator: { median: seconds }',
  of_means: 'numerator: { average: hits }\n    denominator: { average: seconds }',
  two: 'numerator: { count_distinct: visitor }\n    denominator: { count_distinct: place }',
};
const metricYaml = (name: string, grain: string): string => `metrics:
  - name: ${name}
    label: ${name}
    definition: A test.
    model: visits
    ${measures[name]!}
    grain: ${grain}
    dimensions: [place]
`;
const projectBy = (grain: string) =>
  loadProject({
    'core/visits.sql': 'select 1',
    'core/visits.yml': model,
    ...Object.fromEntries(
      Object.keys(measures).map((name) => [`metrics/${name}.yml`, metricYaml(name, grain)]),
    ),
  });
const projects = { ds: projectBy('ds'), moment: projectBy('moment') };

const sum = (values: (number | null)[]): number =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0);
const known = <T>(values: (T | null)[]): T[] => values.filter((value) => value !== null);
const distinct = (values: unknown[]): number => new Set(known(values)).size;
const mean = (values: (number | null)[]): number | null =>
  known(values).length === 0 ? null : sum(values) / known(values).length;
function median(values: number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return sorted.length === 0 ? null : (sorted[Math.floor(half)]! + sorted[Math.ceil(half)]!) / 2;
}
const over = (a: number | null, b: number | null): number | null =>
  a === null || b === null || b === 0 ? null : a / b;

/** What each metric is of some rows, by another path than SQL. */
const plainly: Record<string, (rows: Visit[]) => number | null> = {
  hits: (rows) => sum(rows.map(({ hits }) => hits)),
  visits: (rows) => rows.length,
  visitors: (rows) => distinct(rows.filter(({ hits }) => hits > 1).map(({ visitor }) => visitor)),
  per_visitor: (rows) => over(plainly['hits']!(rows), distinct(rows.map((row) => row.visitor))),
  share: (rows) =>
    over(rows.filter((row) => row.hits > 1 || (row.seconds ?? 0) > 5).length, rows.length),
  mean: (rows) => mean(rows.filter(({ hits }) => hits > 0).map(({ seconds }) => seconds)),
  middle: (rows) => median(known(rows.map(({ seconds }) => seconds))),
  of_means: (rows) =>
    rows.length === 0
      ? null
      : over(mean(rows.map(({ hits }) => hits)), mean(rows.map((row) => row.seconds))),
  two: (rows) =>
    over(distinct(rows.map((row) => row.visitor)), distinct(rows.map(({ place }) => place))),
};

/** ISO week's Monday and the first of the month, by the calendar of JavaScript. */
function grainOf(ds: string, grain: string): string {
  if (grain === 'ds') return ds;
  if (grain === 'month') return `${ds.slice(0, 7)}-01`;
  const date = new Date(`${ds}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}

function answerPlainly(rows: Visit[], { name, ...input }: MetricInput) {
  const { by = [], from = '', to = '9999', filter = {}, bots = 'exclude' } = input;
  const places = filter['place'] ?? [];
  const inScope = rows.filter(
    (row) =>
      row.ds >= from &&
      row.ds <= to &&
      (places.length === 0 || places.includes(row.place)) &&
      (bots === 'include' || row.isBot === (bots === 'only')),
  );
  const keyOf = (row: Visit) =>
    by.map((one) => (one === 'place' ? row.place : grainOf(row.ds, one)));
  const groups = new Map<string, Visit[]>(by.length === 0 ? [['[]', []]] : []);
  for (const row of inScope) {
    const key = JSON.stringify(keyOf(row));
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return new Map([...groups].map(([key, some]) => [key, plainly[name]!(some)]));
}

const hostile = [
  "it's",
  '"quoted"',
  "'; drop table core.visits; --",
  '',
  ' ',
  '(unknown)',
  'ü€😀',
  '%_',
];
const visit = fc.record({
  ds: fc.constantFrom('2025-12-28', '2025-12-29', '2026-01-01', '2026-01-05', '2026-02-28'),
  at: fc.constantFrom('00:00:00', '12:30:00', '23:59:59.999'),
  place: fc.option(fc.constantFrom(...hostile)),
  visitor: fc.option(fc.integer({ min: 1, max: 5 })),
  hits: fc.integer({ min: 0, max: 3 }),
  seconds: fc.option(fc.integer({ min: 0, max: 40 }).map((n) => n / 4)),
  isBot: fc.boolean(),
});
const question = fc.record(
  {
    name: fc.constantFrom(...Object.keys(measures)),
    by: fc.uniqueArray(fc.constantFrom('place', 'ds', 'week', 'month'), { maxLength: 3 }),
    from: fc.constantFrom('2025-12-29', '2026-01-01'),
    to: fc.constantFrom('2026-01-05', '2026-02-27'),
    filter: fc.record(
      { place: fc.array(fc.option(fc.constantFrom(...hostile, 'nowhere')), { maxLength: 3 }) },
      { requiredKeys: [] },
    ),
    bots: fc.constantFrom('exclude' as const, 'include' as const, 'only' as const),
  },
  { requiredKeys: ['name'] },
);

describe('a metric', async () => {
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect();
  afterAll(() => connection.closeSync());
  const rowsOf = async (sql: string) =>
    (await connection.runAndReadAll(sql)).getRowObjectsJS() as Record<string, unknown>[];
  const store = async (rows: Visit[]) => {
    await connection.run(`create schema if not exists core; create or replace table core.visits
      (ds varchar, moment timestamp, place varchar, visitor bigint, hits bigint, seconds double, is_bot boolean)`);
    const insert = await connection.createAppender('visits', 'core');
    for (const row of rows) {
      insert.appendVarchar(row.ds);
      insert.appendTimestamp({
        micros: BigInt(Date.parse(`${row.ds}T${row.at}Z`)) * 1000n,
      } as never);
      if (row.place === null) insert.appendNull();
      else insert.appendVarchar(row.place);
      if (row.visitor === null) insert.appendNull();
      else insert.appendBigInt(BigInt(row.visitor));
      insert.appendBigInt(BigInt(row.hits));
      if (row.seconds === null) insert.appendNull();
      else insert.appendDouble(row.seconds);
      insert.appendBoolean(row.isBot);
      insert.endRow();
    }
    insert.closeSync();
  };

  it('is what a plain count says, by any dimension, days, filter and bots', async () => {
    const cases = fc.tuple(
      fc.array(visit, { maxLength: 25 }),
      fc.array(question, { minLength: 4, maxLength: 8 }),
    );
    await fc.assert(
      fc.asyncProperty(
        cases,
        fc.constantFrom('ds' as const, 'moment' as const),
        async ([rows, questions], grain) => {
          await store(rows);
          for (const input of questions) {
            const { sql, by } = compileMetric(projects[grain], input as MetricInput);
            const found = await rowsOf(sql);
            const keys = found.map((row) => by.map((name) => row[name] as string | null));
            const expected = answerPlainly(rows, input as MetricInput);
            expect(keys.map((key) => JSON.stringify(key)).sort(), sql).toEqual(
              [...expected.keys()].sort(),
            );
            expect(keys.toSorted(byKey), 'sorted, nulls last').toEqual(keys);
            for (const [i, row] of found.entries()) {
              const value = expected.get(JSON.stringify(keys[i]))!;
              if (value === null) expect(row['value'], sql).toBeNull();
              else expect(row['value'], sql).toBeCloseTo(value, 9);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('refuses what it does not know, naming what there is', () => {
    const ask = (input: Partial<MetricInput>) => () =>
      compileMetric(projects.ds, { name: 'hits', ...input });
    expect(ask({ name: 'hit' })).toThrow(
      expect.objectContaining({
        code: 'metric-unknown',
        message: expect.stringMatching(/^unknown metric: hit; there are hits, mean, /) as string,
      }),
    );
    const usage = (message: string) => expect.objectContaining({ code: 'usage', message }) as Error;
    expect(ask({ by: ['visitor'] })).toThrow(
      usage('hits has no such dimension: visitor; it has ds, week, month, place'),
    );
    expect(ask({ filter: { 'place"': ['x'] } })).toThrow(/no such dimension: place"/);
    expect(ask({ by: ['ds', 'ds'] })).toThrow(usage('one dimension twice: ds, ds'));
    expect(ask({ from: '2026-02-30' })).toThrow(usage('not a day: 2026-02-30'));
    expect(ask({ from: '2026-02-02', to: '2026-02-01' })).toThrow(/ends before it begins/);
  });
});

function byKey(a: (string | null)[], b: (string | null)[]): number {
  for (const [i, left] of a.entries()) {
    const right = b[i]!;
    if (left === right) continue;
    if (left === null) return 1;
    if (right === null) return -1;
    return Buffer.compare(Buffer.from(left), Buffer.from(right));
  }
  return 0;
}

type Row = Record<string, unknown>;
const n = (row: Row, column: string): number => Number(row[column]);
const total = (rows: Row[], column: string): number =>
  rows.reduce((all, row) => all + n(row, column), 0);
const people = (rows: Row[], column: string): number =>
  new Set(rows.filter((row) => n(row, column) > 0).map((row) => row['logged_out_user_id'])).size;
const having = (rows: Row[], column: string): number =>
  rows.filter((row) => row[column] === true).length;

/** The metrics that ship, counted by hand: of rows of visitor_hours, or of sessions. */
const byHand: Record<string, (rows: Row[]) => number | null> = {
  daily_visitors: (rows) => people(rows, 'website_hits'),
  website_visits: (rows) => total(rows, 'visits'),
  website_hits: (rows) => total(rows, 'website_hits'),
  signups: (rows) => total(rows, 'signups'),
  logins: (rows) => total(rows, 'logins'),
  purchases: (rows) => total(rows, 'purchases'),
  signup_people: (rows) => people(rows, 'signups'),
  login_people: (rows) => people(rows, 'logins'),
  purchase_people: (rows) => people(rows, 'purchases'),
  signup_conversion_rate: (rows) => over(total(rows, 'signups'), total(rows, 'website_hits')),
  purchase_conversion_rate: (rows) => over(total(rows, 'purchases'), total(rows, 'signups')),
  signup_conversion_rate_by_visitor: (rows) =>
    over(people(rows, 'signups'), people(rows, 'website_hits')),
  purchase_conversion_rate_by_visitor: (rows) =>
    over(people(rows, 'purchases'), people(rows, 'signups')),
  signup_conversion_rate_by_session: (rows) => over(having(rows, 'signed_up'), rows.length),
  purchase_conversion_rate_by_session: (rows) =>
    over(having(rows, 'purchased'), having(rows, 'signed_up')),
  traffic_breakdown: (rows) => total(rows, 'website_hits'),
  traffic_breakdown_by_channel: (rows) => total(rows, 'visits'),
  entries: (rows) => rows.length,
  bounce_rate: (rows) => over(having(rows, 'is_bounce'), rows.length),
  visit_duration: (rows) => over(total(rows, 'duration_seconds'), rows.length),
};

describe('metrics of the website that ship', async () => {
  let state = 23;
  const pick = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  const actions = ['page_view', 'page_view', 'signup', 'login', 'purchase', 'asset', 'error'];
  const candidate = await buildCandidate(
    Array.from({ length: 1_500 }, () => ({
      visitor: BigInt(pick(120)),
      at: day1 + BigInt(pick(10)) * day + BigInt(pick(86_400)) * second,
      host: ['www.eczachly.com', 'www.zachwilson.tech'][pick(2)]!,
      action: actions[pick(actions.length)]!,
      country: ['US', 'IN', 'DE'][pick(3)]!,
      brand: ['Apple', null][pick(2)]!,
      channel: ['Direct', 'Newsletter'][pick(2)]!,
      isBot: pick(9) === 0,
    })),
  );
  afterAll(() => candidate.close());
  const website = [...shipped.metrics.values()].filter(({ subject }) => subject === 'website');

  it.each(website)('$name is what a count by hand says', async (metric) => {
    const { schema } = shipped.models.get(metric.model)!;
    const isPeople = metric.model === 'fct_sessions' ? 'true' : 'not is_bot';
    const rows = await candidate.rows(
      `select * from ${schema}.${metric.model} where ${isPeople} and dim_hostname = 'www.eczachly.com'`,
    );
    const by = ['week', 'dim_country', 'dim_device_brand'];
    const filter = { dim_hostname: ['www.eczachly.com'] };
    const { sql } = compileMetric(shipped, { name: metric.name, by, filter });
    const found = await candidate.rows(sql);
    expect(found.length).toBeGreaterThan(6);
    for (const { value, ...row } of found) {
      const some = rows.filter(
        (one) =>
          grainOf(String(one['ds']), 'week') === row['week'] &&
          one['dim_country'] === row['dim_country'] &&
          one['dim_device_brand'] === row['dim_device_brand'],
      );
      const expected = byHand[metric.name]!(some);
      if (expected === null) expect(value).toBeNull();
      else expect(value).toBeCloseTo(expected, 9);
    }
  });

  it.each(website)('$name binds by each of its dimensions', async ({ name, dimensions }) => {
    for (const dimension of ['ds', 'week', 'month', ...dimensions])
      await candidate.rows(compileMetric(shipped, { name, by: [dimension] }).sql);
  });
});

it('every metric of the shop that ships binds by each of its dimensions', async () => {
  const shop = await openShop({});
  await shop.build();
  for (const { name, subject, grain, dimensions } of shipped.metrics.values()) {
    if (subject !== 'shop') continue;
    for (const by of [...(grain === undefined ? [] : ['ds', 'week', 'month']), ...dimensions])
      await shop.rows(compileMetric(shipped, { name, by: [by] }).sql);
  }
  shop.close();
});
