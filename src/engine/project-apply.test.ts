import { afterEach, describe, expect, it } from 'vitest';
import type { ProjectChanges } from '../core/project/project-view.ts';
import type { RunReport } from '../core/run/run-report.ts';
import { countriesModel, countriesYaml } from './testing/countries-model.ts';
import { contentHashes, filesUnder, openHouse, textFile } from './testing/open-house.ts';
import type { House } from './testing/open-house.ts';
import { makeEvents, toCsv } from './testing/web-events.ts';

const houses: House[] = [];
async function newHouse(shared?: string): Promise<House> {
  const house = await openHouse(shared);
  houses.push(house);
  return house;
}
afterEach(async () => {
  for (const house of houses.splice(0).toReversed()) await house.close();
});

const events = makeEvents(400);
async function houseWithEvents(): Promise<House> {
  const house = await newHouse();
  await house.load([textFile('a.csv', toCsv(events))], { answers: { host: 'www.eczachly.com' } });
  return house;
}

const sql = `select ds, dim_country, count(*) as events
from {{ ref('fct_website_events') }}
group by all`;
const model = (text = sql, more?: string): ProjectChanges =>
  countriesModel(text, countriesYaml(more));
const fails = model(sql, ', data_tests: [{ accepted_range: { max_value: 0, title: Few events } }]');

/** All that a person sees of what is published: rows of every table, files and manifest's project. */
async function published(house: House): Promise<unknown> {
  const status = await house.workbench.status();
  const tables = await house.workbench.tables();
  const { files, revisions, problems } = await house.workbench.project();
  const own = files.filter(({ isOwn }) => isOwn);
  return { generation: status.generation, tables, own, revisions, problems };
}

const filesOnDisk = async (house: House): Promise<string[]> =>
  (await filesUnder(house.folder)).filter((file) => file.endsWith('.parquet'));

const eventsOf = (house: House): Promise<Record<string, unknown>[]> =>
  house.query('select cast(sum(events) as integer) as n from growth.agg_countries');

describe('applyProject', () => {
  it('publishes a new model with its file in one generation, and writes nothing else', async () => {
    const house = await houseWithEvents();
    const before = await filesOnDisk(house);
    const { generation } = await house.workbench.status();
    const report = await house.workbench.applyProject({ changes: model(), by: 'Ann' });
    expect(report).toMatchObject({
      status: 'published',
      generation: generation + 1,
      verdict: expect.stringMatching(
        /^Changed the project: growth\/agg_countries.sql, growth\/agg_countries.yml\./,
      ) as string,
    });
    expect(report.models!.map(({ name }) => name)).toContain('growth.agg_countries');
    expect(await eventsOf(house)).toEqual([{ n: 400 }]);
    const added = (await filesOnDisk(house)).filter((file) => !before.includes(file));
    expect(added.length).toBeGreaterThan(0);
    expect(added.filter((file) => !file.includes('agg_countries'))).toEqual([]);
    const project = await house.workbench.project();
    expect(project.models.find(({ name }) => name === 'agg_countries')).toMatchObject({
      subject: 'website',
      tests: ['growth.agg_countries.not_null.dim_country'],
      lastRun: { status: 'pass', rows: expect.any(Number) as number },
    });
    expect(project.revisions).toMatchObject([{ id: 1, by: 'Ann', changes: [{}, {}] }]);
    expect((await house.workbench.journal())[0]).toMatchObject({ kind: 'project', by: 'Ann' });
    const checks = await house.workbench.checks();
    expect(checks.map(({ id }) => id)).toContain('growth.agg_countries.not_null.dim_country');
    expect(checks.find(({ id }) => id === 'import.records_reconcile')!.status).toBe('pass');
    await house.reopen();
    expect(await eventsOf(house)).toEqual([{ n: 400 }]);
    expect((await house.workbench.tables()).map(({ name }) => name)).toContain(
      'growth.agg_countries',
    );
  });

  it('gives the content that a warehouse built anew with the same project has', async () => {
    const house = await houseWithEvents();
    const changed: ProjectChanges = {
      ...model(),
      'growth/daily_variants.sql': `select * from (${await textOf(house, 'growth/daily_variants.sql')}) where true`,
      'core/fct_sessions.sql': `select * from (\n${await textOf(house, 'core/fct_sessions.sql')}\n) where session_id between 0 and 1000 or session_id % 2 = 0`,
    };
    const applied = await house.workbench.applyProject({ changes: changed });
    expect(applied.status).toBe('published');
    const other = await newHouse();
    await other.workbench.applyProject({ changes: changed });
    const { report } = await other.load([textFile('a.csv', toCsv(events))], {
      answers: { host: 'www.eczachly.com' },
    });
    expect(hashesOf(applied)).toEqual(hashesOf(report!));
  });

  it('holds a change whose checks fail and keeps nothing of it', async () => {
    const house = await houseWithEvents();
    await house.workbench.applyProject({ changes: model() });
    const before = await published(house);
    const files = await filesOnDisk(house);
    const report = await house.workbench.applyProject({ changes: fails });
    expect(report.status).toBe('held');
    expect(report.verdict).toMatch(/^Not applied, 1 check failed: Few events/);
    expect(report.findings.find(({ status }) => status === 'error')).toMatchObject({
      id: 'growth.agg_countries.accepted_range.events',
    });
    expect(await published(house)).toEqual(before);
    expect(await filesOnDisk(house)).toEqual(files);
    expect(await house.workbench.held()).toEqual([]);
    await house.reopen();
    expect(await published(house)).toEqual(before);
  });

  it('publishes what fails with a reason only, which the journal keeps', async () => {
    const house = await houseWithEvents();
    const input = { changes: fails, publishAnyway: true };
    await expect(house.workbench.applyProject(input)).rejects.toMatchObject({
      code: 'reason-missing',
    });
    const report = await house.workbench.applyProject({ ...input, reason: 'a known fault' });
    expect(report.status).toBe('published');
    expect((await house.workbench.journal())[0]).toMatchObject({
      ...{ kind: 'project', reason: 'a known fault' },
      findings: [{ id: 'growth.agg_countries.accepted_range.events', status: 'error' }],
    });
  });

  it('refuses what is not sound, with its place, and leaves all as it was', async () => {
    const house = await houseWithEvents();
    const before = await published(house);
    for (const text of [
      "select nope from {{ ref('fct_sessions') }}",
      'select 1 as x; drop schema core',
      "select * from {{ ref('nobody') }}",
    ])
      await expect(house.workbench.applyProject({ changes: model(text) })).rejects.toMatchObject({
        code: 'model-broken',
        details: { file: 'growth/agg_countries.sql' },
      });
    // It binds, and fails over rows.
    const late = sql.replace('count(*)', "cast(max(error('of its rows')) as bigint)");
    await expect(house.workbench.applyProject({ changes: model(late) })).rejects.toThrow(
      'of its rows',
    );
    expect(await published(house)).toEqual(before);
    expect((await house.workbench.applyProject({ changes: model() })).status).toBe('published');
  });

  it('can be cancelled', async () => {
    const house = await houseWithEvents();
    const before = await published(house);
    const slow = sql.replace(
      'count(*)',
      '(select count(*) from range(10000000000) a, range(1000) b)',
    );
    const signal = AbortSignal.timeout(1500);
    await expect(
      house.workbench.applyProject({ changes: model(slow) }, { signal }),
    ).rejects.toMatchObject({ code: 'cancelled' });
    expect(await published(house)).toEqual(before);
  });

  it('only keeps the files where nothing is published; the next run builds them', async () => {
    const house = await newHouse();
    const report = await house.workbench.applyProject({ changes: model() });
    expect(report).toMatchObject({ status: 'published', tables: [] });
    expect((await house.workbench.status()).generation).toBe(0);
    await house.reopen();
    await house.load([textFile('a.csv', toCsv(events))], { answers: { host: 'www.eczachly.com' } });
    expect(await eventsOf(house)).toEqual([{ n: 400 }]);
    expect((await house.workbench.applyProject({ changes: model() })).status).toBe('unchanged');
  });
});

async function textOf(house: House, path: string): Promise<string> {
  return (await house.workbench.project()).files.find((file) => file.path === path)!.text;
}

function hashesOf(report: RunReport): unknown {
  return report.tables.map(({ name }) => [name, contentHashes(report, name)]);
}

describe('undoProject', () => {
  it('takes a change back with its tables, also an older one whose files are as they were', async () => {
    const house = await houseWithEvents();
    const first = await house.workbench.applyProject({ changes: model() });
    const names = async () => (await house.workbench.tables()).map(({ name }) => name);
    await house.workbench.applyProject({ changes: model(`${sql} having count(*) > 1`) });
    await expect(house.workbench.undoProject({ revision: 1 })).rejects.toMatchObject({
      code: 'usage',
      message: 'changed again since then: growth/agg_countries.sql',
    });
    const again = await house.workbench.undoProject({ revision: 2, by: 'Bo' });
    expect(contentHashes(again, 'growth.agg_countries')).toEqual(
      contentHashes(first, 'growth.agg_countries'),
    );
    await house.workbench.undoProject({ revision: 1 });
    expect(await names()).not.toContain('growth.agg_countries');
    await expect(house.query('select * from growth.agg_countries')).rejects.toThrow();
    const { files, revisions } = await house.workbench.project();
    expect(files.filter(({ isOwn }) => isOwn)).toEqual([]);
    expect(revisions.map(({ id, by }) => [id, by])).toEqual([
      [4, undefined],
      [3, 'Bo'],
      [2, undefined],
      [1, undefined],
    ]);
    await expect(house.workbench.undoProject({ revision: 9 })).rejects.toMatchObject({
      code: 'usage',
    });
  });

  it('goes back with a publication that is put back', async () => {
    const house = await houseWithEvents();
    const { generation } = await house.workbench.status();
    await house.workbench.applyProject({ changes: model() });
    await house.workbench.undo({ generation });
    const { files } = await house.workbench.project();
    expect(files.filter(({ isOwn }) => isOwn)).toEqual([]);
    expect((await house.workbench.tables()).map(({ name }) => name)).not.toContain(
      'growth.agg_countries',
    );
  });
});

describe('the project in force', () => {
  it('is followed by another tab', async () => {
    const one = await houseWithEvents();
    const other = await newHouse(one.folder);
    await one.workbench.applyProject({ changes: model() });
    await other.workbench.refresh();
    expect(await eventsOf(other)).toEqual([{ n: 400 }]);
    expect((await other.workbench.project()).revisions).toHaveLength(1);
    await other.workbench.applyProject({
      changes: { 'growth/agg_countries.sql': `${sql} having count(*) > 1` },
    });
    await one.workbench.refresh();
    expect(await textOf(one, 'growth/agg_countries.sql')).toContain('having');
    // A change drafted on what was before is applied to what is.
    await one.workbench.applyProject({
      changes: {
        'tests/none.sql': 'select 1 as x where false',
        'tests/none.yml': 'data_tests:\n  - on: agg_countries\n    title: None\n',
      },
    });
    const { files } = await one.workbench.project();
    expect(files.filter(({ isOwn }) => isOwn).map(({ path }) => path)).toEqual([
      'growth/agg_countries.sql',
      'growth/agg_countries.yml',
      'tests/none.sql',
      'tests/none.yml',
    ]);
  });
});
