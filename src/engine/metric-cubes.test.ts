import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { compileMetrics } from '../core/metrics/compile-metrics.ts';
import { filterOps } from '../core/metrics/filter.ts';
import type { FilterDimension } from '../core/metrics/filter.ts';
import { seriesGrains } from '../core/metrics/metrics-view.ts';
import type { MetricsInput, MetricsView } from '../core/metrics/metrics-view.ts';
import { readMetrics } from '../core/metrics/read-metrics.ts';
import { addDays } from '../core/metrics/comparison.ts';
import { loadProject } from '../core/project/load-project.ts';
import { shippedModels } from '../models/index.ts';
import { MetricCubes } from './metric-cubes.ts';
import type { Database } from './ports.ts';
import type { PublishedFacts } from './published.ts';
import { shareDatabase } from './testing/share-database.ts';

let database: Database;
shareDatabase((db) => (database = db));
const project = loadProject(shippedModels);
const days = { from: '2026-09-01', to: '2026-09-20' };
const hosts = ['a.example', 'b.example', 'c.example'];
const facts = {
  ...days,
  hosts,
  rows: new Map([['growth.visitor_hours', 3_000]]),
} as unknown as PublishedFacts;

/** Made-up values by name of column, else by type; `pick(n)` is SQL of a number below n. */
const makers: Record<string, (pick: (below: number) => string) => string> = {
  ds: (pick) => `strftime(date '2026-09-01' + cast(${pick(20)} as integer), '%Y-%m-%d')`,
  dim_hostname: (pick) => `chr(97 + cast(${pick(3)} as integer)) || '.example'`,
  event_hour: (pick) => `cast(${pick(24)} as integer)`,
  logged_out_user_id: (pick) => `cast(${pick(400)} as bigint)`,
  VARCHAR: (pick) =>
    `case ${pick(7)} when 0 then null when 1 then 'Ähre' else 'v' || ${pick(5)} end`,
  BOOLEAN: (pick) => `${pick(4)} = 0`,
  TIMESTAMP: (pick) => `timestamp '2026-09-01' + to_minutes(cast(${pick(28_000)} as integer))`,
  BIGINT: (pick) => `greatest(cast(${pick(6)} as bigint) - 2, 0)`,
};

/** A table of a model, the same rows every time. */
async function fill(db: Database, name: string, rows: number): Promise<void> {
  const model = [...project.models.values()].find((one) => `${one.schema}.${one.name}` === name)!;
  const columns = model.columns.map((column, at) => {
    const make = makers[column.name] ?? makers[column.type] ?? makers['BIGINT']!;
    return `${make((below) => `(hash(i * 131 + ${at}) % ${below})`)} as ${column.name}`;
  });
  await db.run(`create schema if not exists ${model.schema}`);
  await db.run(
    `create table ${name} as select ${columns.join(', ')} from range(${rows}) as made(i)`,
  );
}

beforeAll(async () => {
  await fill(database, 'growth.visitor_hours', 3_000);
  await fill(database, 'core.fct_sessions', 2_000);
  await fill(database, 'core.fct_website_events', 500);
});

/** The database, and how many results it was asked for. */
function counted(db: Database): { db: Database; asked: () => number } {
  let asked = 0;
  const watched = new Proxy(db, {
    get: (of, name: keyof Database) => {
      if (name === 'rows') asked++;
      const value = of[name];
      return typeof value === 'function' ? value.bind(of) : value;
    },
  });
  return { db: watched, asked: () => asked };
}

async function view(cubes: MetricCubes, db: Database, input: MetricsInput): Promise<MetricsView> {
  const queries = compileMetrics(project, input, facts);
  return readMetrics(project, input, facts, await cubes.answer(db, queries, facts, {}));
}

const filter = fc.record({
  dimension: fc.constantFrom<FilterDimension>(
    ...(['country', 'channel', 'source', 'referrer', 'os', 'page', 'utm_source', 'hour'] as const),
  ),
  op: fc.constantFrom(...filterOps),
  values: fc.subarray(['v1', 'v2', '(unknown)', 'ähre', 'Ähre', '7', "o'clock"], { minLength: 1 }),
});
const scope = fc.record(
  {
    from: fc.integer({ min: 0, max: 12 }).map((n) => addDays(days.from, n)),
    hosts: fc.subarray(hosts),
    bots: fc.constantFrom('exclude' as const, 'include' as const, 'only' as const),
    filters: fc.array(filter, { maxLength: 3 }),
    grain: fc.constantFrom(...seriesGrains),
  },
  { requiredKeys: [] },
);

it('cubes and DuckDB give the same view of any scope', async () => {
  const cubes = new MetricCubes();
  await fc.assert(
    fc.asyncProperty(scope, async (input) => {
      const queries = compileMetrics(project, input, facts);
      cubes.prepare(database, queries, facts);
      const plain = await view(new MetricCubes(), database, input);
      await cubes.settled();
      expect(await view(cubes, database, input)).toEqual(plain);
    }),
    { numRuns: 40 },
  );
  await cubes.close();
}, 60_000);

it('once read, a question of any filter is no scan of DuckDB but for its condition', async () => {
  const cubes = new MetricCubes();
  const { db, asked } = counted(database);
  cubes.prepare(db, compileMetrics(project, {}, facts), facts);
  await cubes.settled();
  const before = asked();
  const input: MetricsInput = {
    from: '2026-09-11',
    filters: [{ dimension: 'country', op: 'is', values: ['v1'] }],
  };
  const found = await view(cubes, db, input);
  expect(found.totals.website_hits.value).toBeGreaterThan(0);
  // The days that are there, the edges of what is published, and how many rows a number is of.
  expect(asked() - before).toBeLessThanOrEqual(6);
  await cubes.close();
});

it('a question that nobody waits for any more asks nothing, and does not stand in the way', async () => {
  const cubes = new MetricCubes();
  const { db, asked } = counted(database);
  const queries = compileMetrics(project, {}, facts);
  const gone = AbortSignal.abort();
  await expect(cubes.answer(db, queries, facts, { signal: gone })).rejects.toMatchObject({
    code: 'cancelled',
  });
  expect(asked()).toBe(0);
  cubes.prepare(db, queries, facts);
  await cubes.settled();
  const midway = new AbortController();
  const answer = cubes.answer(db, queries, facts, { signal: midway.signal });
  midway.abort();
  await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
  expect((await cubes.answer(db, queries, facts, {})).size).toBe(queries.length);
  await cubes.close();
});

it('another publication is read anew', async () => {
  const cubes = new MetricCubes();
  cubes.prepare(database, compileMetrics(project, {}, facts), facts);
  await cubes.settled();
  const next = { ...facts } as PublishedFacts;
  const { db, asked } = counted(database);
  await cubes.answer(db, compileMetrics(project, {}, next), next, {});
  expect(asked()).toBe(compileMetrics(project, {}, next).length);
  await cubes.close();
});
