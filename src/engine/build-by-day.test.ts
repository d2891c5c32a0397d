import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { loadProject } from '../core/project/load-project.ts';
import { planModels } from '../core/project/plan-models.ts';
import type { AffectedDays } from './affected-days.ts';
import type { Database } from './ports.ts';
import { runModels } from './run-models.ts';
import { contentHashes, openHouse, textFile } from './testing/open-house.ts';
import type { House } from './testing/open-house.ts';
import { shareDatabase } from './testing/share-database.ts';
import { makeEvents, toCsv } from './testing/web-events.ts';

let db: Database;
shareDatabase((opened) => (db = opened));

const yaml = (name: string, materialized: string, more = ''): string => `models:
  - name: ${name}
    description: M.
    config: { materialized: ${materialized}${more} }
    columns:
      - { name: n, data_type: BIGINT }
      - { name: ds, data_type: VARCHAR }
`;

const counted = "select count(*) as n, ds from {{ ref('hits') }} group by ds";

/** Hits by day, counted by day; the sessions are here so that the engine knows its own. */
function projectOf(sql = counted, hits = "select x as n, ds from {{ source('src', 'hits') }}") {
  return loadProject({
    'staging/hits.sql': hits,
    'staging/hits.yml': yaml('hits', 'view', ', partition_by: ds'),
    'core/a_count.sql': sql,
    'core/a_count.yml': yaml('a_count', 'incremental', ', partition_by: ds'),
    'core/fct_sessions.sql': "select 1 as n, '' as ds",
    'core/fct_sessions.yml': yaml('fct_sessions', 'table'),
    'core/total.sql': "select sum(n) as n, max(ds) as ds from {{ ref('a_count') }}",
    'core/total.yml': yaml('total', 'table'),
  });
}

type Hit = [ds: string, x: number];
let databases = 0;

/** Builds in a database of its own, by day where there is one before it; resolves to its name and what was built. */
async function build(
  hits: Hit[],
  before?: { catalog: string; affected: AffectedDays },
  project = projectOf(),
) {
  const catalog = `day_${++databases}`;
  await db.run(`attach ':memory:' as ${catalog}; use ${catalog}; create schema src;
create table src.hits (ds varchar, x integer)`);
  const values = hits.map(([ds, x]) => `('${ds}', ${x})`).join(', ');
  if (values !== '') await db.run(`insert into src.hits values ${values}`);
  const built = await runModels(db, planModels(project), {
    before: before && {
      catalog: before.catalog,
      project,
      affectedDays: () => Promise.resolve(before.affected),
    },
  });
  return { catalog, days: built.find(({ name }) => name === 'core.a_count')!.days, built };
}

const rowsOf = (catalog: string) =>
  db.rows(`select ds, n from ${catalog}.core.a_count order by all`);

describe('an incremental model', () => {
  const first: Hit[] = [
    ['2026-09-01', 1],
    ['2026-09-02', 1],
    ['2026-09-03', 1],
  ];
  // Not what the new rows would give: whoever reads it has taken it over.
  const poisoned = async () => {
    const { catalog } = await build(first);
    await db.run(`update ${catalog}.core.a_count set n = n + 100`);
    return catalog;
  };
  const changed: Hit[] = [...first, ['2026-09-02', 2], ['2026-09-04', 1]];

  it('is built for the days that may have changed, and takes over the others', async () => {
    const affected = new Set(['2026-09-02', '2026-09-04', '2026-09-05']);
    const run = await build(changed, { catalog: await poisoned(), affected });
    expect(run.days).toEqual(['2026-09-02', '2026-09-04', '2026-09-05']);
    expect(await rowsOf(run.catalog)).toEqual([
      { ds: '2026-09-01', n: 101n },
      { ds: '2026-09-02', n: 2n },
      { ds: '2026-09-03', n: 101n },
      { ds: '2026-09-04', n: 1n },
    ]);
    expect(await db.rows(`select n from ${run.catalog}.core.total`)).toMatchObject([{ n: 205n }]);
  });

  it('comes after what tells the affected days, and before what reads it', async () => {
    const run = await build(first, { catalog: await poisoned(), affected: new Set() });
    expect(run.built.map(({ name }) => name.split('.')[1])).toEqual([
      'hits',
      'fct_sessions',
      'a_count',
      'total',
    ]);
  });

  const whole = [
    ['2026-09-01', 1],
    ['2026-09-02', 2],
    ['2026-09-03', 1],
    ['2026-09-04', 1],
  ].map(([ds, n]) => ({ ds, n: BigInt(n!) }));

  it.each<[string, () => Promise<Awaited<ReturnType<typeof build>>>]>([
    ['there is nothing before it', () => build(changed)],
    [
      'any day may have changed',
      async () => build(changed, { catalog: await poisoned(), affected: 'all' }),
    ],
    [
      'its own SQL is another',
      async () =>
        build(
          changed,
          { catalog: await poisoned(), affected: new Set() },
          projectOf(`${counted} -- changed`),
        ),
    ],
    [
      'the SQL of what it reads is another',
      async () =>
        build(
          changed,
          { catalog: await poisoned(), affected: new Set() },
          projectOf(counted, "select x as n, ds from {{ source('src', 'hits') }} where true"),
        ),
    ],
    [
      'nobody noted what the tables before were built from',
      async () => {
        const catalog = await poisoned();
        await db.run(`drop table ${catalog}.load.built_models`);
        return build(changed, { catalog, affected: new Set() });
      },
    ],
  ])('is built as a whole where %s', async (_, run) => {
    const { catalog, days } = await run();
    expect(days).toBeUndefined();
    expect(await rowsOf(catalog)).toEqual(whole);
  });

  it('is what a build of the whole gives, whichever days change', async () => {
    const ds = fc.integer({ min: 1, max: 5 }).map((day) => `2026-09-0${day}`);
    const hits = fc.array(fc.tuple(ds, fc.integer({ min: 0, max: 3 })), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(hits, hits, fc.array(ds), async (old, fresh, more) => {
        const count = (of: Hit[], day: string) => of.filter(([one]) => one === day).length;
        const days = [1, 2, 3, 4, 5].map((day) => `2026-09-0${day}`);
        const differ = days.filter((day) => count(old, day) !== count(fresh, day));
        const before = await build(old);
        const run = await build(fresh, {
          catalog: before.catalog,
          affected: new Set([...differ, ...more]),
        });
        const anew = await build(fresh);
        expect(run.days).toBeDefined();
        expect(await rowsOf(run.catalog)).toEqual(await rowsOf(anew.catalog));
        for (const { catalog } of [before, run, anew])
          await db.run(`use memory; detach ${catalog}`);
      }),
      { numRuns: 25 },
    );
  });
});

describe('a series of drops', () => {
  const houses: House[] = [];
  const newHouse = async (): Promise<House> => {
    const house = await openHouse();
    houses.push(house);
    return house;
  };
  afterEach(async () => {
    for (const house of houses.splice(0)) await house.close();
  });

  it('gives at each step what building everything anew gives, day by day', async () => {
    const events = makeEvents(500, 3);
    const days = [...new Set(events.map(({ time }) => new Date(time).toISOString().slice(0, 10)))];
    expect(days.length).toBeGreaterThan(2);
    const ofDay = (day: string) =>
      events.filter(({ time }) => new Date(time).toISOString().startsWith(day));
    const file = (day: string, from = 0) => textFile(`${day}.csv`, toCsv(ofDay(day).slice(from)));
    const house = await newHouse();
    const live = new Map(days.slice(0, -1).map((day) => [day, file(day)]));
    await house.load([...live.values()]);
    const steps = [file(days.at(-1)!), file(days[0]!, 5), file(days[0]!)];
    for (const [i, step] of steps.entries()) {
      const { report } = await house.load([step]);
      live.set(step.name.replace('.csv', ''), step);
      const built = report!.models!.filter((model) => model.days !== undefined);
      expect(built.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['core.agg_website_events', 'growth.visitor_hours']),
      );
      // The far end of the history is not built again.
      for (const model of built) expect(model.days).not.toContain(i === 0 ? days[0] : days.at(-1));
      const oracle = (await (await newHouse()).load([...live.values()])).report!;
      expect(oracle.models!.some((model) => model.days !== undefined)).toBe(false);
      for (const { name } of oracle.tables.filter((table) => !table.name.startsWith('staging.')))
        expect([name, contentHashes(report, name)]).toEqual([name, contentHashes(oracle, name)]);
    }
    await house.reopen();
    const { report } = await house.load([file(days[0]!, 9)]);
    expect(report!.models!.some((model) => model.days !== undefined)).toBe(false);
  }, 120_000);
});
