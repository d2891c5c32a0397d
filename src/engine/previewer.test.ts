import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PreviewOf } from '../core/project/preview-of.ts';
import type { ProjectChanges } from '../core/project/project-view.ts';
import type { QueryResult } from '../workbench.ts';
import { openHouse, textFile } from './testing/open-house.ts';
import type { House } from './testing/open-house.ts';
import { makeEvents, toCsv } from './testing/web-events.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await house.load([textFile('a.csv', toCsv(makeEvents(400)))], {
    answers: { host: 'www.eczachly.com' },
  });
});
afterAll(() => house.close());

const sql = `with days as (
  select ds, count(*) as events from {{ ref('fct_website_events') }} group by all
), busy as (
  select * from days where events > 1 -- ')
)
select ds, events from busy order by ds`;
const yaml = `models:
  - name: agg_busy
    description: Busy days.
    config: { materialized: table }
`;
const draft: ProjectChanges = { 'growth/agg_busy.sql': sql, 'growth/agg_busy.yml': yaml };

const preview = ({
  changes = draft,
  limit,
  ...of
}: {
  changes?: ProjectChanges;
  limit?: number;
  model?: string;
  cte?: string;
}): Promise<QueryResult> =>
  house.workbench.preview({
    of: { model: 'agg_busy', ...of },
    changes,
    ...(limit !== undefined && { limit }),
  });

const byDay = async (): Promise<unknown[][]> => {
  const { rows } = await house.workbench.query({
    sql: 'select ds, count(*) from core.fct_website_events group by all order by ds',
  });
  return rows;
};

// The tables are in memory after the run, and on disk after the house is opened again.
describe.each(['in memory', 'on disk'])('previews over tables %s', (where) => {
  beforeAll(async () => {
    if (where === 'on disk') await house.reopen();
  });

  it('shows rows of a draft, as a query over the published tables has them', async () => {
    const { columns, rows, truncated } = await preview({});
    expect(rows).toEqual(await byDay());
    expect(rows.length).toBeGreaterThan(2);
    expect(columns.map(({ name }) => name)).toEqual(['ds', 'events']);
    expect(truncated).toBe(false);
    expect(await preview({ limit: 1 })).toMatchObject({ rows: rows.slice(0, 1), truncated: true });
  });

  it('shows one of its expressions', async () => {
    const { rows } = await preview({ cte: 'days' });
    expect(rows.toSorted()).toEqual(await byDay());
    await expect(preview({ cte: 'nights' })).rejects.toMatchObject({
      code: 'usage',
      message: 'no such expression in agg_busy: nights',
    });
  });

  it('shows models that are not published, from the star', async () => {
    const { rows } = await preview({ model: 'int_website_events', changes: {}, limit: 10_000 });
    const [[events]] = (
      await house.workbench.query({ sql: 'select count(*) from core.fct_website_events' })
    ).rows as [[number]];
    expect(rows).toHaveLength(events);
    const sessions = await preview({ model: 'int_sessions', changes: {}, limit: 10_000 });
    const published = await house.workbench.query({ sql: 'select * from core.fct_sessions' });
    expect(sessions.rows).toHaveLength(published.rows.length);
  });

  it('reads a changed model as it is changed, also through one that is published', async () => {
    const fact = (await house.workbench.project()).files.find(
      ({ path }) => path === 'core/fct_sessions.sql',
    )!.text;
    const none = { 'core/fct_sessions.sql': `select * from (\n${fact}\n) where false` };
    const model = { 'growth/agg_n.sql': "select count(*) as n from {{ ref('fct_sessions') }}" };
    const more = { 'growth/agg_n.yml': yaml.replace('agg_busy', 'agg_n') };
    const shown = await preview({ model: 'agg_n', changes: { ...model, ...more, ...none } });
    expect(shown.rows).toEqual([[0]]);
    const before = await preview({ model: 'agg_n', changes: { ...model, ...more } });
    expect(before.rows[0]![0]).toBeGreaterThan(0);
  });

  it('shows a model of the shop over no rows while there is no shop', async () => {
    const { rows, columns } = await preview({ model: 'fct_orders', changes: {} });
    expect(rows).toEqual([]);
    expect(columns.map(({ name }) => name)).toContain('order_id');
  });

  describe('of tests and metrics', () => {
    const of = (of: PreviewOf, changes: ProjectChanges = {}): Promise<QueryResult> =>
      house.workbench.preview({ of, changes, limit: 10_000 });
    const tested: ProjectChanges = {
      ...draft,
      'growth/agg_busy.yml': `${yaml}    columns:
      - name: ds
        data_type: VARCHAR
        data_tests: [unique, { matches: { pattern: '^never$' } }]
      - { name: events, data_type: BIGINT, data_tests: [{ accepted_range: { min_value: 0 } }] }
unit_tests:
  - name: one_day
    model: agg_busy
    given: [{ input: fct_website_events, rows: [{ ds: '2026-09-01' }, { ds: '2026-09-01' }] }]
    expect: { rows: [{ ds: '2026-09-01', events: 3 }] }
`,
    };

    it('shows the rows that fail a data test, of a draft too', async () => {
      const failing = await of({ model: 'agg_busy', dataTest: 'matches.ds' }, tested);
      expect(failing.rows.toSorted()).toEqual((await byDay()).toSorted());
      for (const dataTest of ['unique.ds', 'accepted_range.events'])
        expect((await of({ model: 'agg_busy', dataTest }, tested)).rows).toEqual([]);
      const published = { model: 'fct_website_events', dataTest: 'key_is_unique' };
      expect((await of(published)).rows).toEqual([]);
    });

    it('shows rows of a singular test and of its parts', async () => {
      const singularTest = 'agg_levels_add_up';
      expect((await of({ singularTest })).rows).toEqual([]);
      const file = 'tests/agg_levels_add_up.sql';
      const text = "with n as (select 1 as one) select * from {{ ref('agg_website_events') }}, n";
      const every = await of({ singularTest }, { [file]: text });
      expect(every.rows.length).toBeGreaterThan(0);
      expect((await of({ singularTest, cte: 'n' }, { [file]: text })).rows).toEqual([[1]]);
    });

    it('shows in what a unit test differs', async () => {
      const shown = await of({ model: 'agg_busy', unitTest: 'one_day' }, tested);
      expect(shown.rows).toEqual([
        ['missing', '2026-09-01', '3'],
        ['unexpected', '2026-09-01', '2'],
      ]);
    });

    it('shows a metric by day, newest first, as the metric itself is answered', async () => {
      const { rows } = await of({ metric: 'website_hits' });
      const { rows: answered } = await house.workbench.metric({ name: 'website_hits', by: ['ds'] });
      const days = rows.map(([ds, hits]) => [ds, hits]);
      expect(days.toReversed()).toEqual(answered.map(({ key, numerator }) => [key[0], numerator]));
      expect(days.length).toBeGreaterThan(2);
    });

    it.each([
      [{ model: 'agg_busy', dataTest: 'none' }, 'unknown data test: agg_busy.none'],
      [{ model: 'agg_busy', unitTest: 'none' }, 'unknown unit test: agg_busy.none'],
      [{ singularTest: 'none' }, 'unknown data test: none'],
      [{ metric: 'none' }, 'unknown metric: none'],
    ])('tells that %o is not there', async (what, message) => {
      await expect(of(what, tested)).rejects.toMatchObject({ code: 'usage', message });
    });
  });

  it('tells what is wrong, writes nothing and can be cancelled', async () => {
    const before = await byDay();
    const broken = (text: string) =>
      preview({ changes: { ...draft, 'growth/agg_busy.sql': text } });
    await expect(broken('select nope')).rejects.toMatchObject({ code: 'query-failed' });
    await expect(broken("select * from {{ ref('nobody') }}")).rejects.toMatchObject({
      code: 'model-broken',
      details: { file: 'growth/agg_busy.sql', line: 1, column: 15 },
    });
    for (const text of [
      'select 1; drop table memory.core.fct_website_events',
      'delete from core.fct_website_events returning *',
      'drop schema core cascade',
    ])
      await expect(broken(text)).rejects.toMatchObject({
        code: expect.stringMatching(/./) as string,
      });
    const reader: ProjectChanges = {
      'growth/agg_r.sql': "select * from {{ ref('agg_busy') }}",
      'growth/agg_r.yml': yaml.replace('agg_busy', 'agg_r'),
      'growth/agg_busy.sql': 'select 1 as x; drop schema memory.core cascade',
      'growth/agg_busy.yml': yaml,
    };
    await expect(preview({ model: 'agg_r', changes: reader })).rejects.toMatchObject({
      code: 'model-broken',
    });
    const long = 'select count(*) as n from range(100000000000) a, range(100000) b';
    const signal = AbortSignal.timeout(300);
    await expect(
      house.workbench.preview(
        { of: { model: 'agg_busy' }, changes: { ...draft, 'growth/agg_busy.sql': long } },
        { signal },
      ),
    ).rejects.toMatchObject({ code: 'cancelled' });
    expect(await byDay()).toEqual(before);
    expect((await preview({})).rows).toEqual(before);
  });
});
